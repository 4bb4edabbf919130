/** Points of a series beside the line on which they would lie if nothing were lost. */
import { z } from "zod";
import { t } from "../../src/ui/words.ts";
import { assert } from "../../src/core/assert.ts";
import { type Measurement } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
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

const bound = z.number().nullable();
const pointSchema = z.object({
  x: z.number().positive(),
  value: z.number().positive(),
  ideal: z.number().positive(),
  /** How much of the ideal was reached, within rounds: 1 is all of it. */
  efficiency: z.number(),
  efficiencyLow: bound,
  efficiencyHigh: bound,
  mainThreadBusy: bound,
  coresBusy: bound,
});
const seriesSchema = z.object({
  /** What x counts. */
  x: z.string(),
  unit: z.string(),
  /** Proportional to x, or the same at every x. */
  ideal: z.enum(["proportional", "flat"]),
  /** The x through which the ideal line goes. */
  through: z.number(),
  points: z.array(pointSchema).min(1).max(1000),
});
const detailsSchema = z.object({ series: z.array(seriesSchema).max(100) });

export type Point = z.infer<typeof pointSchema>;
export type Series = z.infer<typeof seriesSchema>;
type IdealLine = Series["ideal"];

/** Those of a result; none where its details are no such details. */
export function seriesIn({ details }: BenchResult): readonly Series[] {
  return detailsSchema.safeParse(details).data?.series ?? [];
}

/** From here on a point lies above the line, whatever is rounded. */
const BEYOND = 1.05;
export const BEYOND_WORDS = t`above 100 %: the point that the ideal is taken from does worse, and by far where code was still being compiled there`;

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
