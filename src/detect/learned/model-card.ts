/** The card of a model: its training data, its features, the meaning of its scores, its quality. */
import { z } from "zod";

/** Limits far beyond any score, so that sums stay finite. */
const score = z.number().min(-1e12).max(1e12);
const share = z.number().min(0).max(1);

/** A share with its trials and 95 % interval (Wilson). */
const rate = z.strictObject({
  value: share.nullable(),
  n: z.int().min(0),
  low: share.nullable(),
  high: share.nullable(),
});

/** The figures of a threshold on rows that the model had not seen. */
const figures = z.strictObject({
  caught: rate,
  benignBlocked: rate,
  benignFlagged: rate,
  mcc: z.number().min(-1).max(1).nullable(),
});

/** The basis of thresholds that were set on training rows, not on the user's messages. */
export const OWN_ROWS = "rows of training, each scored by a model that saw no near-duplicate of it";

export const modelCardSchema = z.strictObject({
  featureVersion: z.int().min(1),
  trainedOn: z.strictObject({
    files: z.array(z.string().max(200)).max(100),
    rows: z.int().min(2),
    fraud: z.int().min(1),
    benign: z.int().min(1),
    groups: z.int().min(2),
    /** Label values, the number of rows of each, and whether it means fraud. */
    labels: z.array(z.strictObject({ label: z.string().max(100), rows: z.int().min(1), fraud: z.boolean() })).max(200),
  }),
  reads: z.strictObject({ raw: z.boolean(), sender: z.boolean() }),
  /** True if the score is the greatest of the whole message, its heads and its tails. */
  scoresParts: z.boolean(),
  seed: z.int().min(0),
  /** The value of one step of a weight, and the number that is added to every score. */
  step: z.number().positive().max(1e6),
  bias: score,
  /**
   * Log-odds of fraud among the training rows: slope * score + offset (Platt 1999), fitted on out-of-fold scores. Null:
   * the messages of the user are others, so no probability is known.
   */
  calibration: z.strictObject({ slope: score, offset: score }).nullable(),
  /** Scores to block or flag from, the shares of benign messages that they allow, and the rows they were set on. */
  thresholds: z
    .strictObject({
      block: score,
      flag: score,
      /** Up to this score a message reads like benign ones. */
      benign: score,
      /** Null if the threshold is the score from which on fraud is as likely as not. */
      blockedBenign: share.nullable(),
      /** The share of benign messages that may be flagged or blocked. */
      flaggedBenign: share,
      basis: z.string().max(200),
    })
    .refine(({ block, flag }) => flag <= block, "expected flag to be at most block"),
  /**
   * Present if no thresholds were set on the user's messages. `screen` then only advises: it flags from the score
   * `flag` on, and a text alone never blocks. If `flag` is null, the model only ranks messages. If `advice` is null,
   * the thresholds hold.
   */
  advice: z.strictObject({ flag: score.nullable(), basis: z.string().max(200) }).nullable(),
  /** Statistics of the training rows, or of the messages that set the thresholds (message-shape.ts). */
  shape: z.strictObject({ han: share, links: share, lengths: z.array(share).max(20), unseen: share }),
  /** The deciles of benign scores, the lowest first, on the messages that set the thresholds. */
  deciles: z.array(score).length(9),
  /** The deciles of fraud scores, the lowest first, on the training rows; null: users' fraud differs from it. */
  fraudDeciles: z.array(score).length(9).nullable(),
  /** The model whose weights were added, and their share; null: none. */
  base: z.strictObject({ name: z.string().max(200), share: z.number().min(0).max(100) }).nullable(),
  /**
   * Measured as `screen` decides, on rows that the scoring model had not seen, at a threshold that other rows set in the same way. By group:
   * five folds without near-duplicates across folds. By text: three tenths of the rows, chosen by a hash of the text;
   * all of them, and those without a near-duplicate among the training rows.
   */
  figures: z.strictObject({ byGroup: figures, byText: figures, byTextFresh: figures }),
  limits: z.array(z.string().max(500)).max(20),
});

export type ModelCard = z.output<typeof modelCardSchema>;
