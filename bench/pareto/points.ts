/** The points of a Pareto bench: each setting with its quality, speed and place, and the rows to read them against. */
import { t, type Localised } from "../../src/ui/words.ts";
import { z } from "zod";
import { RandomStream } from "../../src/core/random.ts";
import { counted } from "../../src/ui/format.ts";
import { rate } from "../../src/metrics/rates.ts";
import type { Measurement } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
import { EXCLUSIONS, UNSURE_FACTOR, rankPoints } from "./frontier.ts";
import type { LabelledEvents } from "./labelled-events.ts";
import { MIN_FLAGGED, type Split, exclusionOf, recallAtFloor } from "./recall-at-floor.ts";
import type { Trial } from "./trial.ts";

const bound = z.number().nullable();
const rateSchema = z.object({ value: bound, low: bound, high: bound, n: z.number() });
/** One row: a setting, or one of the rows to read them against, which screen nothing and have no speed. */
const pointSchema = z.object({
  name: z.string(),
  kind: z.enum(["setting", "reference"]),
  place: z.enum(["frontier", "dominated", ...EXCLUSIONS, "reference"]),
  eventsPerSecond: z.number().positive().nullable(),
  eventsPerSecondLow: bound,
  eventsPerSecondHigh: bound,
  /** Of the test half; null where no score reaches the floor on the tuning half. */
  recall: rateSchema.nullable(),
  precision: rateSchema.nullable(),
  /** Chosen on the tuning half, in hundredths of a nat. */
  scoreThreshold: bound,
  /**
   * Events of the tuning half that the chosen score takes for fraud; without one, the most with which a score reaches
   * the floor: below the least that tell, or 0. Null where nothing is chosen at all.
   */
  tuningFlagged: bound,
});
const detailsSchema = z.object({
  source: z.string(),
  precisionFloor: z.number(),
  tuningEvents: z.number(),
  testEvents: z.number(),
  testFraud: z.number(),
  points: z.array(pointSchema).max(1000),
});

export type ParetoPoint = z.infer<typeof pointSchema>;
export type ParetoDetails = z.infer<typeof detailsSchema>;

/** Those of a result; null where they are no such details. */
export function paretoDetailsIn({ details }: BenchResult): ParetoDetails | null {
  return detailsSchema.safeParse(details).data ?? null;
}

interface PointOptions {
  readonly seed: number;
  readonly precisionFloor: number;
}

export function describePoints(
  events: LabelledEvents,
  split: Split,
  trials: readonly Trial[],
  measurements: readonly Measurement[],
  options: PointOptions,
): ParetoDetails {
  const { precisionFloor } = options;
  return {
    source: events.source,
    precisionFloor,
    tuningEvents: split.tuning.length,
    testEvents: split.test.length,
    testFraud: split.test.reduce((sum, row) => sum + events.fraud[row]!, 0),
    points: [...pointsOf(trials, measurements, events, split, precisionFloor), ...references(options, events, split)],
  };
}

/** The floor was reached where the score was chosen, and is surely missed where it is judged. */
export function missedFloors({ points, precisionFloor }: ParetoDetails): string[] {
  return points
    .filter(({ kind, place }) => kind === "setting" && place === "floor missed")
    .map(
      ({ name, precision }) =>
        `${name}: precision on the test half is ${precision!.value!.toFixed(3)}, at most ${precision!.high!.toFixed(3)}, below the floor of ${precisionFloor}`,
    );
}

/** Whether every setting is without a figure of quality, why, and what to do; else null. */
export function untoldQuality({ points, precisionFloor }: ParetoDetails): string | null {
  const settings = points.filter(({ kind }) => kind === "setting");
  if (settings.some(({ recall }) => recall !== null)) return null;
  const most = Math.max(...settings.map(({ tuningFlagged }) => tuningFlagged ?? 0));
  const found =
    most === 0
      ? "no score reaches it where scores are chosen"
      : `the best takes ${counted(most, "event")} for fraud, of ${MIN_FLAGGED} that tell`;
  return (
    `no setting got a figure: at precision ${precisionFloor}, ${found}. Give more events (a larger --file, more --hours), ` +
    "scripts and numbers that know the fraud in them (--templates, --blocklist), or a lower --precision-floor"
  );
}

/** What places go by. */
export function placesRemark(points: readonly Pick<ParetoPoint, "kind" | "eventsPerSecondLow">[]): Localised {
  const isBare = points.some(({ kind, eventsPerSecondLow }) => kind === "setting" && eventsPerSecondLow === null);
  const equal = isBare
    ? t`within a factor of ${UNSURE_FACTOR}, as they have no error bars,`
    : t`whose error bars overlap`;
  return t`dominated: one of the frontier is as good in recall and in speed, and better in one of them; speeds ${equal} count as equal`;
}

function pointsOf(
  trials: readonly Trial[],
  measurements: readonly Measurement[],
  { fraud }: LabelledEvents,
  split: Split,
  floor: number,
): ParetoPoint[] {
  const qualities = trials.map(({ scores }) => recallAtFloor(scores, fraud, split, floor));
  const speeds = measurements.map(({ value, low, high }) => ({
    eventsPerSecond: value,
    eventsPerSecondLow: low,
    eventsPerSecondHigh: high,
  }));
  const places = rankPoints(
    speeds.map((speed, index) => {
      const quality = qualities[index]!;
      return { ...speed, recall: quality.recall?.value ?? null, exclusion: exclusionOf(quality, floor) };
    }),
  );
  return measurements.map(({ name }, index) => {
    const { threshold, flagged, recall, precision } = qualities[index]!;
    const place = places[index]!;
    return {
      name,
      kind: "setting",
      place,
      ...speeds[index]!,
      recall,
      precision,
      scoreThreshold: threshold,
      tuningFlagged: flagged,
    };
  });
}

/** What flags nothing, what guesses, and what knows the truth. */
function references({ seed, precisionFloor }: PointOptions, { fraud }: LabelledEvents, split: Split): ParetoPoint[] {
  const draws = new RandomStream(seed, "pareto-random");
  const guesses = Float64Array.from(fraud, (_, row) => draws.draw(row, 0)[0]!);
  const positives = split.test.reduce((sum, row) => sum + fraud[row]!, 0);
  const chosen = (name: string, scores: ArrayLike<number>) => {
    const quality = recallAtFloor(scores, fraud, split, precisionFloor);
    return { name, place: exclusionOf(quality, precisionFloor) ?? ("reference" as const), ...quality };
  };
  const nothing = { threshold: null, flagged: null, recall: rate(0, positives), precision: null };
  const rows = [
    { name: "null (flags nothing)", place: "reference" as const, ...nothing },
    chosen("random", guesses),
    chosen("oracle", fraud),
  ];
  return rows.map(({ name, place, threshold, flagged, recall, precision }) => ({
    name,
    kind: "reference",
    place,
    eventsPerSecond: null,
    eventsPerSecondLow: null,
    eventsPerSecondHigh: null,
    recall,
    precision,
    scoreThreshold: threshold,
    tuningFlagged: flagged,
  }));
}
