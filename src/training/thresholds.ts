/** Thresholds of a score, and what they come to. */
import { formatCount } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { type Rate, matthews, rate } from "../metrics/rates.ts";

/** What a threshold comes to. */
export interface ThresholdFigures {
  readonly caught: Rate;
  readonly benignBlocked: Rate;
  readonly mcc: number | null;
}

/**
 * The lowest threshold that at most so great a share of the benign scores reaches. Throws RingfenceError "noData" where
 * that share of them is less than one row: nobody could tell it from none. `rows`: in words, what they are.
 */
export function blockedShareThreshold(benign: Float64Array, share: number, rows: string): number {
  const reached = Math.floor(benign.length * share);
  if (reached < 1) {
    const needed = formatCount(Math.ceil(1 / share));
    // The least share that is a row of these, in tenths of a percent: floor(n * share) must come to 1.
    const enough = `${Math.ceil(1000 / benign.length) / 10}%`;
    throw new RingfenceError(
      "noData",
      `a threshold that blocks ${Number((100 * share).toPrecision(6))} % of benign messages cannot be set on ${formatCount(benign.length)} ` +
        `of them (${rows}): it takes ${needed} at least. Give more rows, or a larger share (${enough} is enough) with --blocked-benign`,
    );
  }
  return thresholdOfShare(benign, share);
}

/** The same, where less than one row may be blocked: above all of them. */
export function thresholdOfShare(benign: Float64Array, share: number): number {
  const reached = Math.floor(benign.length * share);
  const descending = benign.slice().sort().toReversed();
  if (reached < 1) return nextAbove(descending, descending[0] ?? 0);
  // Between the last that may be blocked and the next.
  const next = descending[reached] ?? descending[reached - 1]! - 1;
  const last = descending[reached - 1]!;
  return last > next ? (last + next) / 2 : nextAbove(descending, last);
}

/** Of equal scores none may be blocked, as all would be. */
function nextAbove(descending: Float64Array, score: number): number {
  const above = descending.filter((other) => other > score).at(-1);
  return above === undefined ? score + 1e-6 : (above + score) / 2;
}

/**
 * The threshold with the greatest Matthews correlation, between two scores; above all of them where none is above 0.
 * `labels`: 1 or -1.
 */
export function bestThreshold(scores: Float64Array, labels: Int8Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const fraud = labels.reduce((sum, label) => sum + Number(label === 1), 0);
  const counts = { tp: 0, fn: fraud, fp: 0, tn: labels.length - fraud };
  // Where no threshold tells more than chance, nothing is blocked.
  let best = 0;
  let threshold = (scores[order[0]!] ?? 0) + 1;
  order.forEach((row, at) => {
    const isFraud = labels[row] === 1;
    counts.tp += Number(isFraud);
    counts.fn -= Number(isFraud);
    counts.fp += Number(!isFraud);
    counts.tn -= Number(!isFraud);
    const score = scores[row]!;
    const next = at + 1 < order.length ? scores[order[at + 1]!]! : score - 1;
    if (next === score) return;
    const value = matthews(counts).value ?? 0;
    if (value <= best) return;
    best = value;
    threshold = (score + next) / 2;
  });
  return threshold;
}

/** What a message from `threshold` on is taken for, against what it is. `labels`: 1 or -1. */
export function figuresAt(scores: Float64Array, labels: Int8Array, threshold: number): ThresholdFigures {
  const counts = { tp: 0, fn: 0, fp: 0, tn: 0 };
  scores.forEach((score, row) => {
    const isBlocked = score >= threshold;
    if (labels[row] === 1) counts[isBlocked ? "tp" : "fn"]++;
    else counts[isBlocked ? "fp" : "tn"]++;
  });
  return {
    caught: rate(counts.tp, counts.tp + counts.fn),
    benignBlocked: rate(counts.fp, counts.fp + counts.tn),
    mcc: matthews(counts).value,
  };
}
