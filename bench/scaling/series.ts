/** Events a second over workers, beside the line on which they would lie if nothing were lost. */
import { assert } from "../../src/core/assert.ts";
import { shortNumber } from "../../src/ui/chart/axes.ts";
import { curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import type { Measurement } from "../harness/measurement.ts";
import { type Part, tableOf } from "../harness/part.ts";
import { type Estimate, medianWithInterval } from "../harness/statistics.ts";

/** What is measured with so many workers. */
export interface MeasuredPoint {
  readonly workers: number;
  readonly measurement: Measurement;
  /** Share of the time that the main thread was busy. */
  readonly mainThreadBusy: number;
  /** Processor time of all threads a second. */
  readonly coresBusy: number;
}

interface Point extends Omit<MeasuredPoint, "measurement"> {
  readonly value: number;
  readonly ideal: number;
  /** How much of the ideal was reached, within rounds: 1 is all of it. */
  readonly efficiency: Estimate;
}

/** In proportion from the first on. All points must have been measured in the same rounds. */
export function againstIdeal(measured: readonly MeasuredPoint[]): Point[] {
  const [first] = measured as [MeasuredPoint];
  return measured.map(({ measurement, ...point }) => {
    const factor = point.workers / first.workers;
    const { samples, value } = first.measurement;
    assert(measurement.samples.length === samples.length, `${measurement.name}: rounds differ`);
    const shares = measurement.samples.map((sample, round) => sample / (samples[round]! * factor));
    return { ...point, value: measurement.value, ideal: value * factor, efficiency: medianWithInterval(shares) };
  });
}

/** From here on a point lies above the line, whatever is rounded. */
const BEYOND = 1.05;

/** `where`: what is run, "in a run" or "data path alone". */
export function workersPart(where: string, points: readonly Point[]): Part {
  const title = `workers, ${where}`;
  const through = formatCount(points[0]!.workers);
  const isBeyond = points.some(({ efficiency }) => efficiency.value > BEYOND);
  const table = tableOf<Point>(
    title,
    points,
    ({ workers }) => formatCount(workers),
    [
      ["events/s", ({ value }) => threeDigits(value)],
      ["ideal", ({ ideal }) => threeDigits(ideal)],
      ["of ideal", ({ efficiency }) => percent(efficiency.value)],
      ["95 %", ({ efficiency }) => range(efficiency.low, efficiency.high, (end) => (100 * end).toFixed(0))],
      ["main busy", ({ mainThreadBusy }) => percent(mainThreadBusy)],
      ["cores busy", ({ coresBusy }) => coresBusy.toFixed(2)],
    ],
    [
      `ideal: in proportion from ${through} on`,
      ...(isBeyond
        ? ["above 100 %, the point that the ideal is taken from does worse: code was still being compiled there"]
        : []),
    ],
  );
  return {
    ...table,
    chart: {
      id: title.replaceAll(/\W+/g, "-"),
      title: `Do twice as many workers do twice as much ${where}?`,
      sentence: `Events a second against workers, beside the dashed line on which nothing is lost: in proportion from ${through} on.`,
      legend: [
        { name: "measured", colour: INK.ours, mark: "solid" },
        { name: "ideal", colour: INK.reference, mark: "dashed" },
      ],
      picture: curvesPicture({
        x: { name: "workers", format: (at) => (Number.isInteger(at) ? String(at) : ""), min: 0 },
        y: { name: "events/s", format: shortNumber, min: 0 },
        curves: [
          {
            name: "ideal",
            colour: INK.reference,
            mark: "dashed",
            points: points.map((one) => [one.workers, one.ideal]),
          },
          { name: "measured", colour: INK.ours, mark: "solid", points: points.map((one) => [one.workers, one.value]) },
        ],
        marks: points.map(({ workers, value, efficiency }) => ({
          x: workers,
          y: value,
          mark: "dot" as const,
          colour: INK.ours,
          name: percent(efficiency.value),
          tip: `${formatCount(workers)} workers: ${threeDigits(value)} events/s\n${percent(efficiency.value)} of ideal`,
        })),
      }),
    },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
