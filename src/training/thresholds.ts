/** Thresholds of a score, and what they come to. */
import { formatCount } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { DEFAULT_CLASSIFIER } from "../detect/classifier/weights.ts";
import { type Rate, matthews, rate } from "../metrics/rates.ts";
import { calibrateScores } from "./calibrate-scores.ts";

/** Scores of models that had not seen their rows; labels are 1 or -1. */
export interface ScoredRows {
  readonly scores: Float64Array;
  readonly labels: Int8Array;
  /** By row; left out: nothing but the prior. */
  readonly beside?: readonly Beside[] | undefined;
}

/** What screening holds against a message beside the model, in hundredths of a nat, and what of it excuses a text. */
export interface Beside {
  readonly score: number;
  readonly excuse: number;
}

/** What a threshold comes to. */
export interface ThresholdFigures {
  readonly caught: Rate;
  readonly benignBlocked: Rate;
  /** Flagged or blocked. */
  readonly benignFlagged: Rate;
  readonly mcc: number | null;
}

/** Shares of benign messages that may be blocked, and that may be flagged or blocked. */
export interface Shares {
  /** In (0, 0.5]; null: block where fraud is as likely as not. */
  readonly blocked: number | null;
  /** Of the share that is blocked, and of how many benign rows there are. */
  readonly flagged: (blocked: number, benign: number) => number;
}

/** Share of benign messages that may be blocked where nobody states one. */
export const DEFAULT_BLOCKED_BENIGN = 0.002;
/** By default flags are at most so many times what is blocked, and at most this share of benign messages. */
const FLAGGED_TIMES = 5;
const FLAGGED_MOST = 0.02;

/** The share that may be flagged or blocked where nobody states one: never less than what is blocked. */
export function usualFlagged(blocked: number, benign: number): number {
  // Of none that is blocked, flags are counted from one row on.
  return Math.max(blocked, Math.min(FLAGGED_TIMES * Math.max(blocked, 1 / benign), FLAGGED_MOST));
}

/**
 * Scores from which is blocked and flagged, and the shares that these come to. Where a share is less than one row, the
 * threshold is above all of them.
 */
export function thresholdsAt({ scores, labels }: ScoredRows, { blocked, flagged }: Shares) {
  const benign = descendingOf(scores.filter((_, row) => labels[row] === -1));
  const block = blocked === null ? evenThreshold(scores, labels) : thresholdAmong(benign, blocked);
  const reached = blocked ?? figuresAt(scores, labels, block).benignBlocked.value ?? 0;
  const flaggedBenign = Math.min(0.5, flagged(reached, benign.length));
  const flag = Math.min(block, thresholdAmong(benign, flaggedBenign));
  return { block, flag, benign: thresholdAmong(benign, 0.5), flaggedBenign };
}

/** Of a share, the fewest rows of which it is one. */
export function rowsForShare(share: number): number {
  return Math.ceil(1 / share - 1e-9);
}

/**
 * Throws RingfenceError "noData" where so great a share of benign rows is less than one of them: nobody could tell it
 * from none. `rows`: in words, what they are; `orElse`: what else to do than to give more of them.
 */
export function refuseTooFewFor(share: number, benign: number, rows: string, orElse: string): void {
  if (Math.floor(benign * share) >= 1) return;
  throw new RingfenceError(
    "noData",
    `a threshold that blocks ${Number((100 * share).toPrecision(6))} % of benign messages cannot be set on ${formatCount(benign)} ` +
      `of them (${rows}): it takes ${formatCount(rowsForShare(share))} at least. ${orElse}`,
  );
}

/** The lowest threshold that at most so great a share of the benign scores reaches; of less than one, above all. */
export function thresholdOfShare(benign: Float64Array, share: number): number {
  return thresholdAmong(descendingOf(benign), share);
}

/** An advice may flag this share of benign messages where no share was asked for: of fewer rows it is one of them. */
const ADVISED_BENIGN = 0.01;
const ADVISED_MOST = 0.02;

/** The score to flag from by benign rows that are too few to block by; null: too few for that too. */
export function advisedFlag(benign: Float64Array): number | null {
  const share = Math.max(ADVISED_BENIGN, 1 / benign.length);
  return share > ADVISED_MOST ? null : thresholdOfShare(benign, share);
}

function descendingOf(scores: Float64Array): Float64Array {
  return scores.toSorted().toReversed();
}

function thresholdAmong(descending: Float64Array, share: number): number {
  const reached = Math.floor(descending.length * share);
  if (reached < 1) return nextAbove(descending, descending[0] ?? 0);
  // Between the last that may be blocked and the next.
  const next = descending[reached] ?? descending[reached - 1]! - 1;
  const last = descending[reached - 1]!;
  return last > next ? (last + next) / 2 : nextAbove(descending, last);
}

/** Scores between tenths of them, the lowest first. */
export function decilesOf(scores: Float64Array): number[] {
  const ascending = scores.slice().sort();
  return Array.from({ length: 9 }, (_, at) => ascending[Math.floor(((at + 1) * ascending.length) / 10)] ?? 0);
}

/** Of equal scores none may be blocked, as all would be. */
function nextAbove(descending: Float64Array, score: number): number {
  const above = descending.findLast((other) => other > score);
  return above === undefined ? score + 1e-6 : (above + score) / 2;
}

/**
 * The score from which on fraud is as likely as not, by a curve through all of them: on few labels it is steadier than
 * the score that parts them best. Above all of them where that tells no more than chance. `labels`: 1 or -1.
 */
export function evenThreshold(scores: Float64Array, labels: Int8Array): number {
  const { slope, offset } = calibrateScores(scores, labels);
  const even = -offset / slope;
  const tells = (figuresAt(scores, labels, even).mcc ?? 0) > 0;
  return tells ? even : scores.reduce((most, score) => Math.max(most, score), 0) + 1;
}

/**
 * What a message from `block` on is taken for, against what it is, and how many benign ones are flagged. `labels`: 1 or
 * -1.
 */
export function figuresAt(scores: Float64Array, labels: Int8Array, block: number, flag = block): ThresholdFigures {
  const counts = { tp: 0, fn: 0, fp: 0, tn: 0 };
  let flagged = 0;
  scores.forEach((score, row) => {
    const isBlocked = score >= block;
    if (labels[row] === 1) counts[isBlocked ? "tp" : "fn"]++;
    else {
      counts[isBlocked ? "fp" : "tn"]++;
      flagged += Number(score >= flag);
    }
  });
  const benign = counts.fp + counts.tn;
  return {
    caught: rate(counts.tp, counts.tp + counts.fn),
    benignBlocked: rate(counts.fp, benign),
    benignFlagged: rate(flagged, benign),
    mcc: matthews(counts).value,
  };
}

/** Rows that are judged, by a threshold that others set. */
export interface JudgedRows {
  readonly judged: ScoredRows;
  readonly setOn: ScoredRows;
}

/**
 * What thresholds come to on rows that did not set them, all together: on those that did they look better than they are.
 */
export function judge(parts: readonly JudgedRows[], shares: Shares): ThresholdFigures {
  const placed = parts.map(({ judged, setOn }) => ({ judged, at: thresholdsAt(setOn, shares) }));
  const labels = Int8Array.from(placed.flatMap(({ judged }) => [...judged.labels]));
  const sums = placed.flatMap(({ judged: { scores, beside }, at }) =>
    Array.from(scores, (score, row) => sumOf(score, at, beside?.[row])),
  );
  return figuresAt(Float64Array.from(sums), labels, blockScore, flagScore);
}

const { weights, prior, blockScore, flagScore } = DEFAULT_CLASSIFIER;

/** As `classify` adds evidence up where the model knows the messages. */
function sumOf(
  score: number,
  at: ReturnType<typeof thresholdsAt>,
  beside: Beside = { score: prior, excuse: 0 },
): number {
  if (score < at.flag) return beside.score + (score <= at.benign ? weights.learnedBenign : 0);
  return beside.score - beside.excuse + (score >= at.block ? weights.learnedSure : weights.learnedLikely);
}

/** Those rows of them for which `isIn` holds. */
export function rowsWhere({ scores, labels, beside }: ScoredRows, isIn: (row: number) => boolean): ScoredRows {
  return {
    scores: scores.filter((_, row) => isIn(row)),
    labels: labels.filter((_, row) => isIn(row)),
    beside: beside?.filter((_, row) => isIn(row)),
  };
}
