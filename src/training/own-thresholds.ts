/** Thresholds of a model by its scores of one's own messages, which have no labels and are taken to be benign. */
import { formatCount } from "../core/counted.ts";
import { isForeign, type MessageShape } from "../detect/learned/message-shape.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import {
  advisedFlag,
  DEFAULT_BLOCKED_BENIGN,
  decilesOf,
  refuseTooFewFor,
  rowsForShare,
  thresholdOfShare,
  usualFlagged,
} from "./thresholds.ts";

export interface OwnThresholdOptions {
  /** Share of these that may be blocked; undefined: the usual one. */
  readonly blocked: number | undefined;
  /** Share that may be flagged or blocked; undefined: the usual one. */
  readonly flagged: number | undefined;
  /** Share that may be fraud all the same, as far as the user knows. */
  readonly mixed: number;
  /** In words, what they are. */
  readonly rows: string;
  /** What they look like, as messages to screen will. */
  readonly shape: MessageShape;
}

/** Most that may be said to be fraud: of more, too much would hang on what a model takes for fraud. */
export const MOST_MIXED = 0.03;
/** From this share on, messages that score as fraud does are named. */
const NAMED_SHARE = 0.003;
/** So many times what may be blocked of benign messages may reach the lowest scores of fraud. */
const OVERLAP_TIMES = 5;

/**
 * Throws RingfenceError "noData" where a share that was asked for is less than one row. Without one, few rows set a
 * score to flag from, or none.
 */
export function placeThresholds(model: LearnedModel, scores: Float64Array, options: OwnThresholdOptions): LearnedModel {
  const { blocked = DEFAULT_BLOCKED_BENIGN, rows, shape } = options;
  const { fraudDeciles } = model.card;
  const count = scores.length;
  const isFew = Math.floor(count * blocked) < 1;
  if (isFew && options.blocked !== undefined) {
    refuseTooFewFor(blocked, count, rows, "Give more messages, or leave out --blocked-benign: the model advises then");
  }
  const basis = `${formatCount(count)} ${rows}`;
  const placed = (thresholds: ModelCard["thresholds"], advice: ModelCard["advice"]): LearnedModel => ({
    ...model,
    card: { ...model.card, thresholds, advice, shape, deciles: decilesOf(scores) },
  });
  if (isFew) {
    const few = `${basis}, too few for a threshold that blocks (${formatCount(rowsForShare(blocked))})`;
    return placed(model.card.thresholds, { flag: advisedFlag(scores), basis: few });
  }
  const fraud = fraudAmong(model, scores, options);
  const block = thresholdBeside(scores, blocked, fraudDeciles, fraud);
  const flaggedBenign = Math.max(blocked, options.flagged ?? usualFlagged(blocked, count));
  const flag = Math.min(block, thresholdBeside(scores, flaggedBenign, fraudDeciles, fraud));
  const benign = Math.min(block, thresholdOfShare(scores, 0.5));
  return placed({ block, flag, benign, blockedBenign: blocked, flaggedBenign, basis }, null);
}

type FraudDeciles = ModelCard["fraudDeciles"];

/**
 * The lowest threshold that at most so great a share of the benign messages reaches, where a share of all is fraud and
 * scores as labelled fraud does.
 */
function thresholdBeside(scores: Float64Array, share: number, fraudDeciles: FraudDeciles, fraud: number): number {
  const alone = thresholdOfShare(scores, share);
  if (fraudDeciles === null || fraud === 0) return alone;
  for (let tenths = 9; tenths > 0; tenths--) {
    const threshold = thresholdOfShare(scores, share * (1 - fraud) + (fraud * tenths) / 10);
    if (tenthsCaught(fraudDeciles, threshold) >= tenths) return threshold;
  }
  return alone;
}

/** Of labelled fraud, at least so many tenths reach a threshold. */
function tenthsCaught(fraudDeciles: readonly number[], threshold: number): number {
  return fraudDeciles.filter((score) => score >= threshold).length;
}

/** The share of messages that reach the score that nine tenths of labelled fraud reach, and half of it. */
function sharesReaching(scores: Float64Array, fraudDeciles: readonly number[]) {
  const [most, half] = [fraudDeciles[0]!, fraudDeciles[4]!].map(
    (from) => scores.reduce((sum, score) => sum + Number(score >= from), 0) / scores.length,
  );
  return { most: most!, half: half! };
}

/**
 * The share of fraud that a threshold allows for: as was said, but no more than the scores show. None of messages that
 * the model does not know, nor where more of them score as fraud does: it cannot tell these from benign ones.
 */
function fraudAmong({ card }: LearnedModel, scores: Float64Array, options: OwnThresholdOptions): number {
  const { mixed, shape, blocked = DEFAULT_BLOCKED_BENIGN } = options;
  if (mixed === 0 || card.fraudDeciles === null || isForeign(card.shape, shape)) return 0;
  const { most, half } = sharesReaching(scores, card.fraudDeciles);
  if (most > mixed + OVERLAP_TIMES * blocked) return 0;
  // Half of little fraud is few messages, which chance may make fewer still.
  return Math.min(mixed, 3 * half, most / 0.9);
}

/**
 * Names messages that score as fraud does, with what they mean for the threshold, or says why `mixed` does not count;
 * null where there is nothing to say.
 */
export function suspectWords(model: LearnedModel, scores: Float64Array, options: OwnThresholdOptions): string | null {
  const { fraudDeciles } = model.card;
  if (fraudDeciles === null) return null;
  const { mixed, rows, blocked = DEFAULT_BLOCKED_BENIGN } = options;
  const { most, half } = sharesReaching(scores, fraudDeciles);
  const seeming = Math.min(2 * half, most / 0.9);
  const found = `of ${formatCount(scores.length)} ${rows}, ${percent(seeming)} score as labelled fraud does`;
  if (mixed > 0) {
    const words = `--mixed does not count, as the model finds no such fraud, or cannot tell it: ${found}, ${percent(most)} nearly so`;
    return fraudAmong(model, scores, options) > 0 ? null : words;
  }
  if (seeming < NAMED_SHARE || seeming * scores.length < 2) return null;
  const tenths = (share: number): number => {
    const fraud = fraudAmong(model, scores, { ...options, mixed: share });
    return tenthsCaught(fraudDeciles, thresholdBeside(scores, blocked, fraudDeciles, fraud));
  };
  const [alone, beside] = [tenths(0), seeming > MOST_MIXED ? 0 : tenths(seeming)];
  return (
    `${found}: if they are fraud, the threshold is too high and blocks at most ${10 * (alone + 1)} % of such fraud. ` +
    (beside > alone ? `With --mixed ${percent(seeming).replace(" ", "")} it blocks ${10 * beside} % or more. ` : "") +
    "Name a file without fraud, or label more of it (ringfence label)"
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
