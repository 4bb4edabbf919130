/** Thresholds of a model by its scores of one's own messages, which have no labels and are benign for all one knows. */
import { formatCount } from "../core/counted.ts";
import type { MessageShape } from "../detect/learned/message-shape.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import { MixedMessages } from "./mixed-messages.ts";
import { decilesOf, refuseTooFewFor, rowsForShare, thresholdOfShare, usualFlagged } from "./thresholds.ts";

export interface OwnThresholdOptions {
  /** Share of these that may be blocked; whether it was asked for. Null: where the Matthews correlation is greatest. */
  readonly blocked: number | null;
  readonly isAsked: boolean;
  /** Share that may be flagged or blocked; null: the usual one. */
  readonly flagged: number | null;
  /** In words, what they are. */
  readonly rows: string;
  /** Whether fraud is to be expected among them, and the model was calibrated on labels of the same messages. */
  readonly mayHoldFraud?: boolean;
  /** What they look like, as messages to screen will; left out: as the rows of training do. */
  readonly shape?: MessageShape;
}

export interface OwnThresholds {
  readonly model: LearnedModel;
  /** What is odd about them, for people. */
  readonly remarks: readonly string[];
}

/** An advice may flag so many of few messages; of fewer than one in this share, none. */
const ADVISED = { usual: 0.01, most: 0.02 } as const;

/** Few benign messages reach a certain score. Where more than this do, and so many times as many, there is fraud. */
const SUSPECT_SHARE = 0.015;
const SUSPECT_TIMES = 3;

/**
 * Throws RingfenceError "noData" where a share that was asked for is less than one row. Without one, few rows set a
 * score to flag from, or none.
 */
export function placeThresholds(
  model: LearnedModel,
  scores: Float64Array,
  options: OwnThresholdOptions,
): OwnThresholds {
  const { blocked, isAsked, rows, mayHoldFraud = false } = options;
  const count = scores.length;
  const { card } = model;
  const isFew = blocked !== null && Math.floor(count * blocked) < 1;
  if (isFew && isAsked) {
    refuseTooFewFor(blocked, count, rows, "Give more messages, or leave out --blocked-benign: the model advises then");
  }
  const { reference } = card;
  const reached = scores.reduce((sum, score) => sum + Number(score >= reference.score), 0);
  const isSuspect = reached > count * Math.max(SUSPECT_SHARE, SUSPECT_TIMES * reference.benign) && reached > 1;
  const remarks = isSuspect && !mayHoldFraud ? [suspectWords(reached, count, rows)] : [];
  const mixed = isSuspect || mayHoldFraud ? new MixedMessages(scores, card.calibration) : null;
  const at = (share: number): number => {
    const own = thresholdOfShare(scores, share);
    if (mixed === null) return own;
    const guessed = mixed.thresholdOf(share);
    // Labels of other messages, with more fraud among them, make too much of these look like fraud.
    return Math.min(own, mayHoldFraud ? guessed : Math.max(guessed, reference.score));
  };
  const limits = [...card.limits.filter((limit) => !limit.includes(SUSPECT)), ...remarks].slice(-MAX_LIMITS);
  const basis = `${formatCount(count)} ${rows}`;
  const deciles = decilesOf(scores);
  const placed = (thresholds: ModelCard["thresholds"], advice: ModelCard["advice"]): OwnThresholds => ({
    model: { ...model, card: { ...card, thresholds, advice, limits, shape: options.shape ?? card.shape, deciles } },
    remarks,
  });
  if (isFew) {
    const share = Math.max(ADVISED.usual, 1 / count);
    const flag = share > ADVISED.most ? null : at(share);
    const few = `${basis}, too few for a threshold that blocks (${formatCount(rowsForShare(blocked))})`;
    return placed(card.thresholds, { flag, basis: few });
  }
  const block = blocked === null ? (mixed ?? new MixedMessages(scores, card.calibration)).best() : at(blocked);
  const reachedBenign = blocked ?? mixed?.guessAt(block, block).benignBlocked ?? 0;
  const flaggedBenign = Math.max(reachedBenign, options.flagged ?? usualFlagged(reachedBenign, count));
  const flag = Math.min(block, at(flaggedBenign));
  const thresholds = {
    block,
    flag,
    benign: Math.min(block, thresholdOfShare(scores, 0.5)),
    blockedBenign: blocked,
    flaggedBenign,
    basis,
    ...(mixed === null ? {} : { guess: mixed.guessAt(block, flag) }),
  };
  return placed(thresholds, null);
}

const MAX_LIMITS = 20;
const SUSPECT = "score as fraud does";

function suspectWords(reached: number, count: number, rows: string): string {
  return (
    `${formatCount(reached)} of ${formatCount(count)} ${rows} ${SUSPECT}, more than benign messages would: what is ` +
    "blocked of benign ones cannot be told. Name a file without fraud, or label more of it (ringfence label)."
  ).slice(0, 500);
}
