/** Points of a series beside the line on which they would lie if nothing were lost. */
import { assert } from "../../src/core/assert.ts";
import { type Measurement } from "../harness/measurement.ts";
import { medianWithInterval } from "../harness/statistics.ts";

/** What is measured at one setting. */
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

/** Proportional to x, or the same at every x. */
type IdealLine = "proportional" | "flat";

/** A type, as details of a result must be plain data and an interface is not taken for it; so is Series. */
export type Point = {
  readonly x: number;
  readonly value: number;
  readonly ideal: number;
  /** How much of the ideal was reached, within rounds: 1 is all of it. */
  readonly efficiency: number;
  readonly efficiencyLow: number | null;
  readonly efficiencyHigh: number | null;
  readonly mainThreadBusy: number | null;
  readonly coresBusy: number | null;
};

export type Series = {
  /** What x counts. */
  readonly x: string;
  readonly unit: string;
  readonly ideal: IdealLine;
  /** The x through which the ideal line goes. */
  readonly through: number;
  points: Point[];
};

/** From here on a point lies above the line, whatever is rounded. */
const BEYOND = 1.05;
export const BEYOND_WORDS =
  "above 100 %: the point that the ideal is taken from does worse, and by far where code was still being compiled there";

export function isBeyond({ efficiency }: Pick<Point, "efficiency">): boolean {
  return efficiency > BEYOND;
}

/** All points must have been measured in the same rounds. */
export function seriesOf(x: string, ideal: IdealLine, through: number, measured: readonly MeasuredPoint[]): Series {
  const reference = measured.find((point) => point.x === through);
  assert(reference !== undefined, () => `the line through ${through} ${x} needs a point there`);
  const points = measured.map((point) => placePoint(point, reference, ideal));
  return { x, unit: reference.measurement.unit, ideal, through, points };
}

function placePoint(
  { x, measurement, mainThreadBusy, coresBusy }: MeasuredPoint,
  reference: MeasuredPoint,
  line: IdealLine,
): Point {
  const factor = line === "flat" ? 1 : x / reference.x;
  const { samples } = reference.measurement;
  assert(measurement.samples.length === samples.length, `${measurement.name}: rounds differ`);
  const shares = measurement.samples.map((sample, round) =>
    measurement.better === "higher" ? sample / (samples[round]! * factor) : (samples[round]! * factor) / sample,
  );
  const { value: efficiency, low: efficiencyLow, high: efficiencyHigh } = medianWithInterval(shares);
  const ideal = reference.measurement.value * factor;
  return { x, value: measurement.value, ideal, efficiency, efficiencyLow, efficiencyHigh, mainThreadBusy, coresBusy };
}
