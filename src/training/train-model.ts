/**
 * Trains a model: a linear machine on all rows, and on four fifths of them five times over, so that every row has a
 * score of a model that saw neither it nor a near-duplicate of it. Those scores calibrate the model, set its thresholds
 * and tell what it reaches.
 */
import { formatCount } from "../core/counted.ts";
import { fnv1a } from "../core/fnv.ts";
import { RingfenceError } from "../core/errors.ts";
import { BUCKETS } from "../detect/learned/feature-numbers.ts";
import { FEATURE_VERSION } from "../detect/learned/features.ts";
import type { ModelCard } from "../detect/learned/model-card.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import { Scorer } from "../detect/learned/scorer.ts";
import { fileNames, labelCounts } from "./card-labels.ts";
import { calibrateScores } from "./calibrate-scores.ts";
import type { ExampleTable, Reads } from "./examples.ts";
import { judge, rowsWhere } from "./judge.ts";
import { type LinearWeights, trainLinearSvm } from "./linear-svm.ts";
import { bestThreshold, blockedShareThreshold, figuresAt } from "./thresholds.ts";

export interface TrainOptions {
  readonly reads: Reads;
  readonly seed: number;
  /**
   * Share of benign messages that may be blocked: where the threshold lies. In (0, 0.5]; null: where the Matthews
   * correlation is greatest.
   */
  readonly blockedBenign: number | null;
  /** Names of the files, for the card. */
  readonly files: readonly string[];
  readonly date: string | null;
  readonly limits?: readonly string[];
  /** A foreign model whose weights are added in part: what part, rows that were held out decide. */
  readonly base?: LearnedModel | null;
}

/** What errors cost, and when to stop: chosen on the visible parts of five real sets. */
const SVM = { buckets: BUCKETS, cost: 1, passes: 15, tolerance: 0.05 } as const;
const FOLDS = 5;
const HELD_OUT_TENTHS = 3;
/** Of benign messages, so many times the share that is blocked may be flagged. */
export const FLAGGED_TIMES = 10;

/**
 * Throws RingfenceError "noData" where a class is missing or has too few rows, or where the rows cannot support the
 * threshold. Cost: some 0.1 ms a row.
 */
export function trainModel(table: ExampleTable, options: TrainOptions): LearnedModel {
  refuseTooFew(table);
  const { reads, seed, base = null } = options;
  const train = (chosen: Int32Array): LinearWeights => trainLinearSvm(table, chosen, { ...SVM, seed });
  const rows = Int32Array.from({ length: table.count }, (_, row) => row);
  const folds = rows.map((row) => foldOf(table.group[row]!, seed));
  const parts = Array.from({ length: FOLDS }, (_, fold) => train(rows.filter((row) => folds[row] !== fold)));
  const unseen = (share: number, scoresParts: boolean): Float64Array => {
    const scorers = parts.map((part) => new Scorer(rawModel(withBase(part, base, share), reads, scoresParts)));
    return Float64Array.from(rows, (row) => table.scoreWith(scorers[folds[row]!]!, row));
  };
  const share = base === null ? 0 : bestShare(table, (tried) => unseen(tried, false));
  const { scoresParts, scores } = bestScoring(table, (tried) => unseen(share, tried));
  const whole = rawModel(withBase(train(rows), base, share), reads, scoresParts);
  const scored = { scores, labels: table.label };
  const calibration = calibrateScores(scores, table.label);
  const thresholds = thresholdsOf(scores, table.label, options.blockedBenign);
  return { weights: whole.weights, card: { ...whole.card, ...cardOf() } };

  /** A split as others measure it, where a near-duplicate may stand on both sides; and without those. */
  function heldOutFigures(): Pick<ModelCard["figures"], "byText" | "byTextFresh"> {
    const isHeldOut = table.normalised.map((text) => fnv1a(text) % 10 < HELD_OUT_TENTHS);
    const trained = rows.filter((row) => !isHeldOut[row]);
    const scorer = new Scorer(rawModel(withBase(train(trained), base, share), reads, scoresParts));
    const known = new Set(trained.map((row) => table.group[row]!));
    const held = { scores: Float64Array.from(rows, (row) => table.scoreWith(scorer, row)), labels: table.label };
    const setOn = rowsWhere(scored, (row) => !isHeldOut[row]);
    const figuresWhere = (isIn: (row: number) => boolean) =>
      judge([{ judged: rowsWhere(held, (row) => isHeldOut[row]! && isIn(row)), setOn }], options.blockedBenign);
    return { byText: figuresWhere(() => true), byTextFresh: figuresWhere((row) => !known.has(table.group[row]!)) };
  }

  /** Each fold by a threshold that the others set. */
  function foldFigures(): ModelCard["figures"]["byGroup"] {
    const judged = Array.from({ length: FOLDS }, (_, fold) => ({
      judged: rowsWhere(scored, (row) => folds[row] === fold),
      setOn: rowsWhere(scored, (row) => folds[row] !== fold),
    }));
    return judge(judged, options.blockedBenign);
  }

  function cardOf(): Omit<ModelCard, "step" | "bias" | "reads" | "scoresParts" | "featureVersion"> {
    return {
      date: options.date,
      trainedOn: { files: fileNames(options.files), rows: table.count, ...countsOf(table) },
      seed,
      calibration,
      thresholds: {
        ...thresholds,
        blockedBenign: options.blockedBenign,
        basis: "rows of training, each scored by a model that saw no near-duplicate of it",
      },
      figures: { byGroup: foldFigures(), ...heldOutFigures() },
      limits: [...(options.limits ?? [])],
    };
  }
}

/** What heads and tails may cost of the Matthews correlation, for being hard to pad. */
const PARTS_COST = 0.02;

/** With heads and tails, unless that costs too much, as it does where short messages are fraud by their sender. */
function bestScoring(table: ExampleTable, unseen: (scoresParts: boolean) => Float64Array) {
  const [whole, parts] = [unseen(false), unseen(true)];
  const reached = (scores: Float64Array): number =>
    figuresAt(scores, table.label, bestThreshold(scores, table.label)).mcc ?? 0;
  const scoresParts = reached(parts) >= reached(whole) - PARTS_COST;
  return { scoresParts, scores: scoresParts ? parts : whole };
}

function thresholdsOf(scores: Float64Array, labels: Int8Array, share: number | null) {
  const benign = scores.filter((_, row) => labels[row] === -1);
  const at = (wanted: number): number => blockedShareThreshold(benign, wanted, "the benign rows of training");
  const likeBenign = at(0.5);
  if (share !== null) {
    const block = at(share);
    return { block, flag: Math.min(block, at(Math.min(0.5, FLAGGED_TIMES * share))), benign: likeBenign };
  }
  const block = bestThreshold(scores, labels);
  const blocked = figuresAt(scores, labels, block).benignBlocked.value ?? 0;
  return {
    block,
    // Of few rows, one: a hundredth of them would be none.
    flag: Math.min(block, at(Math.min(0.5, Math.max(0.01, FLAGGED_TIMES * blocked, 1.5 / benign.length)))),
    benign: likeBenign,
  };
}

/** The same fold for all near-duplicates of a row. */
function foldOf(group: number, seed: number): number {
  return fnv1a(`${seed} ${group}`) % FOLDS;
}

/** Shares of a foreign model that are tried. */
const SHARES = [0, 0.25, 0.5, 1, 2] as const;

/** By likelihood of the labels under calibrated scores. */
function bestShare(table: ExampleTable, unseen: (share: number) => Float64Array): number {
  let best: number = SHARES[0];
  let least = Infinity;
  for (const share of SHARES) {
    const scores = unseen(share);
    const { slope, offset } = calibrateScores(scores, table.label);
    let loss = 0;
    scores.forEach((score, row) => {
      loss += Math.log1p(Math.exp(-table.label[row]! * (slope * score + offset)));
    });
    if (loss < least - 1e-6) [least, best] = [loss, share];
  }
  return best;
}

/** Both are linear in the same features: so is their sum. */
function withBase({ weights, bias }: LinearWeights, base: LearnedModel | null, share: number): LinearWeights {
  if (base === null || share === 0) return { weights, bias };
  const step = share * base.card.step;
  return {
    weights: weights.map((weight, at) => weight + step * base.weights[at]!),
    bias: bias + share * base.card.bias,
  };
}

/** Weights in 16 bits, which loses nothing that was measured. */
function rawModel({ weights, bias }: LinearWeights, reads: Reads, scoresParts: boolean): LearnedModel {
  let most = 1e-12;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const step = most / 32_767;
  const table = new Int16Array(new SharedArrayBuffer(2 * BUCKETS));
  for (let at = 0; at < BUCKETS; at++) table[at] = Math.round(weights[at]! / step);
  const card = { featureVersion: FEATURE_VERSION, step, bias, reads, scoresParts } as ModelCard;
  return { weights: table, card };
}

function countsOf({ examples, label, group }: ExampleTable) {
  const fraud = label.reduce((sum, one) => sum + Number(one === 1), 0);
  return {
    fraud,
    benign: label.length - fraud,
    groups: group.reduce((most, one) => Math.max(most, one), 0) + 1,
    labels: labelCounts(examples),
  };
}

const MAX_LISTED_LABELS = 5;

function labelWords(labels: readonly { readonly label: string; readonly rows: number }[]): string {
  const most = [...labels].sort((a, b) => b.rows - a.rows).slice(0, MAX_LISTED_LABELS);
  const words = most.map(({ label, rows }) => `${label.slice(0, 40)} ${formatCount(rows)}`).join(", ");
  return labels.length > most.length ? `${words} and ${labels.length - most.length} more` : words;
}

const MIN_ROWS_A_CLASS = 4;

function refuseTooFew(table: ExampleTable): void {
  const { fraud, benign, groups, labels } = countsOf(table);
  if (Math.min(fraud, benign) < MIN_ROWS_A_CLASS) {
    throw new RingfenceError(
      "noData",
      `expected at least ${MIN_ROWS_A_CLASS} rows of fraud and as many benign ones, found ${fraud} and ${benign} ` +
        `(label values: ${labelWords(labels)}). Name the values that mean fraud with --positive, or give more files`,
    );
  }
  if (groups >= FOLDS) return;
  throw new RingfenceError(
    "noData",
    `expected at least ${FOLDS} messages that are no near-duplicates of each other, found ${groups} among ` +
      `${table.count} rows: a model could be judged only on what it was trained on. Give more messages`,
  );
}
