/** Thresholds of a model by its scores of one's own messages, which have no labels and are benign for all one knows. */
import { formatCount } from "../core/counted.ts";
import type { MessageShape } from "../detect/learned/message-shape.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import { decilesOf, refuseTooFewFor, rowsForShare, thresholdOfShare, usualFlagged } from "./thresholds.ts";

export interface OwnThresholdOptions {
  /** Share of these that may be blocked; whether it was asked for. */
  readonly blocked: number;
  readonly isAsked: boolean;
  /** Share that may be flagged or blocked; null: the usual one. */
  readonly flagged: number | null;
  /** In words, what they are. */
  readonly rows: string;
  /** Whether fraud is to be expected among them: it is left out then as well, and nobody is told. */
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
  const { blocked, isAsked, rows } = options;
  const count = scores.length;
  const { card } = model;
  const isFew = Math.floor(count * blocked) < 1;
  if (isFew && isAsked) {
    refuseTooFewFor(blocked, count, rows, "Give more messages, or leave out --blocked-benign: the model advises then");
  }
  const { reference } = card;
  const reached = scores.reduce((sum, score) => sum + Number(score >= reference.score), 0);
  const isSuspect = reached > count * Math.max(SUSPECT_SHARE, SUSPECT_TIMES * reference.benign) && reached > 1;
  const remarks = isSuspect && options.mayHoldFraud !== true ? [suspectWords(reached, count, rows)] : [];
  const at = (share: number): number => {
    const own = thresholdOfShare(scores, share);
    // What is above it then is most likely fraud, and says nothing of benign messages.
    return isSuspect ? Math.min(own, reference.score) : own;
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
  const flaggedBenign = Math.max(blocked, options.flagged ?? usualFlagged(blocked, count));
  const block = at(blocked);
  const thresholds = {
    block,
    flag: Math.min(block, at(flaggedBenign)),
    benign: Math.min(block, thresholdOfShare(scores, 0.5)),
    blockedBenign: blocked,
    flaggedBenign,
    basis,
  };
  return placed(thresholds, null);
}

const MAX_LIMITS = 20;
const SUSPECT = "score as fraud does";

function suspectWords(reached: number, count: number, rows: string): string {
  return (
    `${formatCount(reached)} of ${formatCount(count)} ${rows} ${SUSPECT}, more than benign messages would: the ` +
    "thresholds were set as if these were fraud. Take fraud out of the file and set them again, or label some of it."
  ).slice(0, 500);
}
