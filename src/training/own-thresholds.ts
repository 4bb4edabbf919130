/** Thresholds of a model by its scores of one's own messages, which have no labels and are taken to be benign. */
import { formatCount } from "../core/counted.ts";
import type { MessageShape } from "../detect/learned/message-shape.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import {
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
  /** In words, what they are. */
  readonly rows: string;
  /** What they look like, as messages to screen will. */
  readonly shape: MessageShape;
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
export function placeThresholds(model: LearnedModel, scores: Float64Array, options: OwnThresholdOptions): LearnedModel {
  const { blocked = DEFAULT_BLOCKED_BENIGN, rows, shape } = options;
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
    const share = Math.max(ADVISED.usual, 1 / count);
    const flag = share > ADVISED.most ? null : thresholdOfShare(scores, share);
    const few = `${basis}, too few for a threshold that blocks (${formatCount(rowsForShare(blocked))})`;
    return placed(model.card.thresholds, { flag, basis: few });
  }
  const block = thresholdOfShare(scores, blocked);
  const flaggedBenign = Math.max(blocked, options.flagged ?? usualFlagged(blocked, count));
  const flag = Math.min(block, thresholdOfShare(scores, flaggedBenign));
  const benign = Math.min(block, thresholdOfShare(scores, 0.5));
  return placed({ block, flag, benign, blockedBenign: blocked, flaggedBenign, basis }, null);
}

/** Of messages that hold fraud, thresholds lie too high. Null where they seem to hold none. */
export function suspectWords({ card: { reference } }: LearnedModel, scores: Float64Array, rows: string): string | null {
  const count = scores.length;
  const reached = scores.reduce((sum, score) => sum + Number(score >= reference.score), 0);
  if (reached <= 1 || reached <= count * Math.max(SUSPECT_SHARE, SUSPECT_TIMES * reference.benign)) return null;
  return (
    `${formatCount(reached)} of ${formatCount(count)} ${rows} score as fraud does, more than benign messages would: ` +
    "with fraud among them too little is blocked. Name a file without fraud, or label more of it (ringfence label)"
  );
}
