/** What a model says of itself: what it was trained on, what it reads, how to read its scores, what it reached. */
import { z } from "zod";

/** Far beyond any score, and far from where sums of them are infinite. */
const score = z.number().min(-1e12).max(1e12);
const share = z.number().min(0).max(1);

/** A share with its trials and 95 % interval (Wilson). */
const rate = z.strictObject({
  value: share.nullable(),
  n: z.int().min(0),
  low: share.nullable(),
  high: share.nullable(),
});

/** What a threshold comes to on rows that the model had not seen. */
const figures = z.strictObject({
  caught: rate,
  benignBlocked: rate,
  benignFlagged: rate,
  mcc: z.number().min(-1).max(1).nullable(),
});

/** Of thresholds that were set on the rows of training, and not on messages of whoever screens. */
export const OWN_ROWS = "rows of training, each scored by a model that saw no near-duplicate of it";

export const modelCardSchema = z.strictObject({
  featureVersion: z.int().min(1),
  /** Day of training as the user states it, else null: the same rows give the same bytes. */
  date: z.string().max(40).nullable(),
  trainedOn: z.strictObject({
    files: z.array(z.string().max(200)).max(100),
    rows: z.int().min(2),
    fraud: z.int().min(1),
    benign: z.int().min(1),
    groups: z.int().min(2),
    /** Label values and how many rows each has; which of them mean fraud. */
    labels: z.array(z.strictObject({ label: z.string().max(100), rows: z.int().min(1), fraud: z.boolean() })).max(200),
  }),
  reads: z.strictObject({ raw: z.boolean(), sender: z.boolean() }),
  /** Whether a message scores as the greatest of its heads and tails, too. */
  scoresParts: z.boolean(),
  seed: z.int().min(0),
  /** Value of one step of a weight, and what is added to every score. */
  step: z.number().positive().max(1e6),
  bias: score,
  /** Log-odds of fraud among the rows of training: slope * score + offset (Platt 1999), on out-of-fold scores. */
  calibration: z.strictObject({ slope: score, offset: score }),
  /**
   * Scores from which a message is blocked, and flagged; benign rows that may be blocked, and where that was measured.
   */
  thresholds: z
    .strictObject({
      block: score,
      flag: score,
      /** Up to which it reads like benign messages. */
      benign: score,
      /** Null where the threshold is that of the greatest Matthews correlation. */
      blockedBenign: share.nullable(),
      /** Of benign messages, the share that may be flagged or blocked. */
      flaggedBenign: share,
      basis: z.string().max(200),
    })
    .refine(({ block, flag }) => flag <= block, "expected flag to be at most block"),
  /**
   * Where nobody set thresholds on messages of whoever screens, `screen` only advises: it flags from this score on, and
   * the text alone never blocks; null: the model ranks messages, and decides nothing. All null: the thresholds hold.
   */
  advice: z.strictObject({ flag: score.nullable(), basis: z.string().max(200) }).nullable(),
  /** A score that few benign messages reach, and what share of them: what many more reach still holds fraud. */
  reference: z.strictObject({ score, benign: share }),
  /** Of its rows, or of messages that set its thresholds: shares with Chinese, with links, by length, never met. */
  shape: z.strictObject({ han: share, links: share, lengths: z.array(share).max(20), unseen: share }),
  /** Scores between tenths of benign messages that set the thresholds, the lowest first. */
  deciles: z.array(score).length(9),
  /** The model whose weights count too, and how much; null: none was asked for. */
  base: z.strictObject({ name: z.string().max(200), share: z.number().min(0).max(100) }).nullable(),
  /**
   * Of rows that the scoring model had not seen, at a threshold that other rows set in the same way. By group: five
   * folds, none of which has a near-duplicate of another's row. By text: three tenths by a hash of the text, all of
   * them and those of which no near-duplicate was trained on.
   */
  figures: z.strictObject({ byGroup: figures, byText: figures, byTextFresh: figures }),
  limits: z.array(z.string().max(500)).max(20),
});

export type ModelCard = z.output<typeof modelCardSchema>;
