/**
 * Recall at a precision floor. The score from which an event counts as taken for fraud is chosen on one half of the
 * events and judged on the other: chosen and judged on the same, it would flatter whatever it was chosen for.
 */
import { assert } from "../../src/core/assert.ts";
import { RandomStream } from "../../src/core/random.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { type Rate, rate } from "../../src/metrics/rates.ts";
import type { Exclusion } from "./frontier.ts";

/** Rows of the two halves, over all batches. No row is in both. */
export interface Split {
  readonly tuning: readonly number[];
  readonly test: readonly number[];
}

/** Halves by a draw keyed by the event's identity: the same however events are ordered or cut into batches. */
export function splitEvents(batches: readonly EventBatch[], seed: number): Split {
  const draws = new RandomStream(seed, "pareto-split");
  const tuning: number[] = [];
  const test: number[] = [];
  let row = 0;
  for (const { idLow, idHigh, count } of batches) {
    for (let i = 0; i < count; i++, row++) {
      const isTuning = draws.draw(idLow[i]!, idHigh[i]!)[0]! % 2 === 0;
      (isTuning ? tuning : test).push(row);
    }
  }
  return { tuning, test };
}

interface Choice {
  /**
   * The lowest score that reaches the floor on the tuning half and takes enough events for fraud; null where none does.
   */
  readonly threshold: number | null;
  /**
   * Events of the tuning half that it takes for fraud; without one, the most, below MIN_FLAGGED, with which a score
   * reaches the floor, or 0.
   */
  readonly flagged: number;
}

interface RecallAtFloor extends Choice {
  /** Of the test half, with 95 % intervals that take events as independent; null where no score reaches the floor. */
  readonly recall: Rate | null;
  readonly precision: Rate | null;
}

/** Fewer events than this say nothing of precision: a lucky first few would pass for a threshold. */
export const MIN_FLAGGED = 10;

export function recallAtFloor(
  scores: ArrayLike<number>,
  fraud: ArrayLike<number>,
  { tuning, test }: Split,
  floor: number,
): RecallAtFloor {
  const { threshold, flagged } = chooseThreshold(scores, fraud, tuning, floor);
  if (threshold === null) return { threshold, flagged, recall: null, precision: null };
  const judged = judge(scores, fraud, test, threshold);
  return { threshold, flagged, recall: rate(judged.tp, judged.positives), precision: rate(judged.tp, judged.flagged) };
}

/** Why it is out of the running for this floor; null where it is not. */
export function exclusionOf(
  { threshold, flagged, precision }: Omit<RecallAtFloor, "recall">,
  floor: number,
): Exclusion | null {
  if (threshold === null) return flagged > 0 ? "too few" : "below floor";
  return precision?.high != null && precision.high < floor ? "floor missed" : null;
}

/**
 * The lowest score s such that the events scoring at least s are fraud to a share of at least `floor`. Equal scores
 * stand and fall together.
 */
export function chooseThreshold(
  scores: ArrayLike<number>,
  fraud: ArrayLike<number>,
  rows: readonly number[],
  floor: number,
): Choice {
  const ranked = rows.toSorted((a, b) => scores[b]! - scores[a]!);
  let threshold: number | null = null;
  let flagged = 0;
  let tp = 0;
  for (const [index, row] of ranked.entries()) {
    tp += fraud[row]!;
    const score = scores[row]!;
    const isLastOfItsScore = index + 1 === ranked.length || scores[ranked[index + 1]!]! < score;
    if (!isLastOfItsScore || tp / (index + 1) < floor) continue;
    flagged = index + 1;
    if (flagged >= MIN_FLAGGED) threshold = score;
  }
  return { threshold, flagged };
}

function judge(
  scores: ArrayLike<number>,
  fraud: ArrayLike<number>,
  rows: readonly number[],
  threshold: number,
): { readonly tp: number; readonly flagged: number; readonly positives: number } {
  let tp = 0;
  let flagged = 0;
  let positives = 0;
  for (const row of rows) {
    const isFlagged = scores[row]! >= threshold;
    positives += fraud[row]!;
    if (isFlagged) flagged++;
    if (isFlagged) tp += fraud[row]!;
  }
  assert(tp <= positives && tp <= flagged, `${tp} of ${positives} frauds were flagged, among ${flagged}`);
  return { tp, flagged, positives };
}
