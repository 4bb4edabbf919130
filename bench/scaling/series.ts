/** Points of a series beside the line on which they would lie if nothing were lost. */
import { assert } from "../../src/core/assert.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import { curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import type { Measurement } from "../harness/measurement.ts";
import { type Part, tableOf } from "../harness/part.ts";
import { type Estimate, medianWithInterval } from "../harness/statistics.ts";

export interface MeasuredPoint {
  /** Workers, events a batch, templates, entries. */
  readonly x: number;
  readonly measurement: Measurement;
  /**
   * Share of the time that the main thread was busy, and processor time of all threads a second; null where there is
   * but one.
   */
  readonly mainThreadBusy: number | null;
  readonly coresBusy: number | null;
}

interface Point extends Omit<MeasuredPoint, "measurement"> {
  readonly value: number;
  readonly ideal: number;
  /** How much of the ideal was reached, within rounds: 1 is all of it. */
  readonly efficiency: Estimate;
}

export interface Series {
  readonly x: string;
  readonly unit: string;
  readonly ideal: "proportional" | "flat";
  readonly through: number;
  readonly points: readonly Point[];
}

/** All points must have been measured in the same rounds. */
export function seriesOf(
  x: string,
  ideal: Series["ideal"],
  through: number,
  measured: readonly MeasuredPoint[],
): Series {
  const reference = measured.find((point) => point.x === through) ?? measured[0]!;
  const points = measured.map((point) => placePoint(point, reference, ideal));
  return { x, unit: reference.measurement.unit, ideal, through: reference.x, points };
}

function placePoint({ measurement, ...point }: MeasuredPoint, reference: MeasuredPoint, line: Series["ideal"]): Point {
  const factor = line === "flat" ? 1 : point.x / reference.x;
  const { samples } = reference.measurement;
  assert(measurement.samples.length === samples.length, `${measurement.name}: rounds differ`);
  const shares = measurement.samples.map((sample, round) =>
    measurement.better === "higher" ? sample / (samples[round]! * factor) : (samples[round]! * factor) / sample,
  );
  const ideal = reference.measurement.value * factor;
  return { ...point, value: measurement.value, ideal, efficiency: medianWithInterval(shares) };
}

/** From here on a point lies above the line, whatever is rounded. */
const BEYOND = 1.05;
const IDEAL = "ideal";
const MEASURED = "measured";

export function seriesPart({ x, unit, ideal, through, points }: Series, at: number): Part {
  const isFlat = ideal === "flat";
  const line = isFlat ? `the same as at ${formatCount(through)}.` : `in proportion from ${formatCount(through)} on.`;
  const beyond =
    "Above 100 %, the point that the ideal is taken from does worse, and by far where code was still being compiled there.";
  const table = tableOf<Point>(
    x,
    points,
    (point) => formatCount(point.x),
    [
      [unit, ({ value }) => threeDigits(value)],
      [IDEAL, (point) => threeDigits(point.ideal)],
      ["of ideal", ({ efficiency }) => percent(efficiency.value)],
      ["95 %", ({ efficiency }) => range(efficiency.low, efficiency.high, (end) => (100 * end).toFixed(0))],
      ["main thread busy", ({ mainThreadBusy }) => (mainThreadBusy === null ? "" : percent(mainThreadBusy))],
      ["cores busy", ({ coresBusy }) => (coresBusy === null ? "" : coresBusy.toFixed(2))],
    ],
    [`ideal: ${line}`, ...(points.some(({ efficiency }) => efficiency.value > BEYOND) ? [beyond] : [])],
  );
  const values = points.flatMap((point) => [point.value, point.ideal]);
  const logarithmic = (of: readonly number[]) => ({ scale: "log" as const, ...decades(of) });
  return {
    ...table,
    chart: {
      id: `series-${at + 1}`,
      title: isFlat ? `Does speed hold with more ${x}?` : proportionalTitle(x),
      sentence: `Measured ${unit} against ${x}, beside the dashed line on which nothing is lost: ${line}${isFlat ? " Both axes are logarithmic." : ""}`,
      legend: [
        { name: MEASURED, colour: INK.ours, mark: "solid" },
        { name: IDEAL, colour: INK.reference, mark: "dashed" },
      ],
      picture: curvesPicture({
        x: {
          name: x,
          format: shortNumber,
          ...(isFlat ? logarithmic(points.map((point) => point.x)) : { min: 0, whole: true }),
        },
        y: { name: unit, format: shortNumber, ...(isFlat ? logarithmic(values) : { min: 0 }) },
        curves: [
          { name: IDEAL, colour: INK.reference, mark: "dashed", points: points.map((one) => [one.x, one.ideal]) },
          { name: MEASURED, colour: INK.ours, mark: "solid", points: points.map((one) => [one.x, one.value]) },
        ],
        marks: points.map((point) => ({
          x: point.x,
          y: point.value,
          mark: "dot" as const,
          colour: INK.ours,
          name: percent(point.efficiency.value),
          tip: tipOf(point, x, unit),
        })),
      }),
    },
  };
}

function tipOf({ x: at, value, efficiency }: Point, x: string, unit: string): string {
  return `${formatCount(at)} ${x}: ${threeDigits(value)} ${unit}\n${percent(efficiency.value)} of ideal`;
}

/** Of "workers", and of "workers, data path". */
function proportionalTitle(x: string): string {
  const [what, ...where] = x.split(", ");
  const alone = where.length === 0 ? "" : `, on the ${where.join(", ")} alone`;
  return `Do twice as many ${what!} do twice as much${alone}?`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
