/** The points of a Pareto bench: each setting with its quality, speed and place, and the rows to read them against. */
import { RandomStream } from "../../src/core/random.ts";
import { counted } from "../../src/ui/format.ts";
import { type Rate, rate } from "../../src/metrics/rates.ts";
import type { Measurement } from "../harness/measurement.ts";
import { type Place, rankPoints } from "./frontier.ts";
import type { LabelledEvents } from "./labelled-events.ts";
import { MIN_FLAGGED, type Split, exclusionOf, recallAtFloor } from "./recall-at-floor.ts";
import type { Trial } from "./trial.ts";

/** A setting, or one of the rows to read settings against, which screen nothing and have no speed. */
export interface ParetoPoint {
  readonly name: string;
  readonly kind: "setting" | "reference";
  readonly place: Place | "reference";
  readonly eventsPerSecond: number | null;
  readonly eventsPerSecondLow: number | null;
  readonly eventsPerSecondHigh: number | null;
  /** Of the test half; null where no score reaches the floor on the tuning half. */
  readonly recall: Rate | null;
  readonly precision: Rate | null;
  /** Chosen on the tuning half, in hundredths of a nat. */
  readonly scoreThreshold: number | null;
  /**
   * Events of the tuning half that the chosen score takes for fraud; without one, the most with which a score reaches
   * the floor: below the least that tell, or 0. Null where nothing is chosen at all.
   */
  readonly tuningFlagged: number | null;
}

export interface ParetoDetails {
  readonly source: string;
  readonly precisionFloor: number;
  readonly tuningEvents: number;
  readonly testEvents: number;
  readonly testFraud: number;
  readonly points: readonly ParetoPoint[];
}

export function describePoints(
  events: LabelledEvents,
  split: Split,
  trials: readonly Trial[],
  measurements: readonly Measurement[],
  { seed, precisionFloor }: { readonly seed: number; readonly precisionFloor: number },
): ParetoDetails {
  return {
    source: events.source,
    precisionFloor,
    tuningEvents: split.tuning.length,
    testEvents: split.test.length,
    testFraud: split.test.reduce((sum, row) => sum + events.fraud[row]!, 0),
    points: [
      ...settings(trials, measurements, events, split, precisionFloor),
      ...references(seed, precisionFloor, events, split),
    ],
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

/** If every setting is without a figure of quality: why, and what to do. Else null. */
export function untoldQuality({ points, precisionFloor }: ParetoDetails): string | null {
  const all = points.filter(({ kind }) => kind === "setting");
  if (all.some(({ recall }) => recall !== null)) return null;
  const most = Math.max(...all.map(({ tuningFlagged }) => tuningFlagged ?? 0));
  const found =
    most === 0
      ? "no score reaches it where scores are chosen"
      : `the best takes ${counted(most, "event")} for fraud, of ${MIN_FLAGGED} that tell`;
  return (
    `no setting got a figure: at precision ${precisionFloor}, ${found}. Give more events (a larger --file, more --hours), ` +
    "scripts and numbers that know the fraud in them (--templates, --blocklist), or a lower --precision-floor"
  );
}

function settings(
  trials: readonly Trial[],
  measurements: readonly Measurement[],
  { fraud }: LabelledEvents,
  split: Split,
  floor: number,
): ParetoPoint[] {
  const found = measurements.map(({ name, value, low, high }, at) => {
    const { threshold, flagged, recall, precision } = recallAtFloor(trials[at]!.scores, fraud, split, floor);
    return {
      name,
      kind: "setting" as const,
      eventsPerSecond: value,
      eventsPerSecondLow: low,
      eventsPerSecondHigh: high,
      recall,
      precision,
      scoreThreshold: threshold,
      tuningFlagged: flagged,
      exclusion: exclusionOf({ threshold, flagged, precision }, floor),
    };
  });
  const places = rankPoints(found.map((point) => ({ ...point, recall: point.recall?.value ?? null })));
  return found.map(({ exclusion: _exclusion, ...point }, at) => ({ ...point, place: places[at]! }));
}

/** What flags nothing, what guesses, and what knows the truth. */
function references(seed: number, floor: number, { fraud }: LabelledEvents, split: Split): ParetoPoint[] {
  const draws = new RandomStream(seed, "pareto-random");
  const guesses = Float64Array.from(fraud, (_, row) => draws.draw(row, 0)[0]!);
  const positives = split.test.reduce((sum, row) => sum + fraud[row]!, 0);
  const chosen = (name: string, scores: ArrayLike<number>) => {
    const found = recallAtFloor(scores, fraud, split, floor);
    return { name, place: exclusionOf(found, floor) ?? ("reference" as const), ...found };
  };
  const nothing = { threshold: null, flagged: null, recall: rate(0, positives), precision: null };
  return [
    { name: "null (flags nothing)", place: "reference" as const, ...nothing },
    chosen("random", guesses),
    chosen("oracle", fraud),
  ].map(({ threshold, flagged, ...row }) => ({
    ...row,
    kind: "reference",
    eventsPerSecond: null,
    eventsPerSecondLow: null,
    eventsPerSecondHigh: null,
    scoreThreshold: threshold,
    tuningFlagged: flagged,
  }));
}
