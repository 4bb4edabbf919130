/**
 * Trains a model: a linear machine on all rows, and on four fifths of them five times over, so that every row has a
 * score of a model that saw neither it nor a near-duplicate of it. Those scores calibrate the model, set its thresholds
 * and tell what it reaches.
 */
import { formatCount } from "../core/counted.ts";
import { fnv1a } from "../core/fnv.ts";
import { RingfenceError } from "../core/errors.ts";
import { BUCKETS, FEATURE_VERSION } from "../detect/learned/feature-numbers.ts";
import { type ModelCard, OWN_ROWS } from "../detect/learned/model-card.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import { Scorer } from "../detect/learned/scorer.ts";
import { fileNames, labelCounts, shorten } from "./card-labels.ts";
import { calibrateScores } from "./calibrate-scores.ts";
import type { Example, ExampleTable, Reads } from "./examples.ts";
import { type LinearWeights, SVM_SETTINGS, type SvmOptions, trainLinearSvm } from "./linear-svm.ts";
import {
  advisedFlag,
  type Beside,
  decilesOf,
  evenThreshold,
  figuresAt,
  judge,
  refuseTooFewFor,
  rowsForShare,
  rowsWhere,
  type ScoredRows,
  type Shares,
  thresholdOfShare,
  thresholdsAt,
  usualFlagged,
} from "./thresholds.ts";

export interface TrainOptions {
  readonly reads: Reads;
  readonly seed: number;
  /**
   * Share of benign messages that may be blocked: where the threshold lies. In (0, 0.5]; null: where fraud is as likely
   * as not.
   */
  readonly blockedBenign: number | null;
  /** The share that may be flagged, of that which is blocked; left out: five times as many, at most 2 %. */
  readonly flagged?: Shares["flagged"];
  /**
   * Whether a model may advise only, where the rows are too few for a threshold that blocks: it flags then, or ranks.
   * Left out: such rows are refused.
   */
  readonly mayAdvise?: boolean;
  /**
   * For messages of strangers the model only advises: it flags from the score that this share of the benign rows reach
   * by a model that saw no near-duplicate of them. Left out: the thresholds hold for whoever screens.
   */
  readonly advisedBenign?: number;
  /** Names of the files, for the card. */
  readonly files: readonly string[];
  readonly limits?: readonly string[];
  /** How to get more rows, for errors. Left out: as `train` does. */
  readonly moreRows?: string;
  /** A foreign model whose weights are added in part: what part, rows that were held out decide. */
  readonly base?: LearnedModel | null;
  /** What that model is called, for the card. */
  readonly baseName?: string;
  /** What screening holds against each message beside the model. Left out: figures are of the model alone. */
  readonly beside?: (examples: readonly Example[]) => readonly Beside[];
}

const FOLDS = 5;
const HELD_OUT_TENTHS = 3;
/**
 * Throws RingfenceError "noData" where a class is missing or has too few rows, or where the rows cannot support the
 * threshold. Cost: some 0.1 ms a row.
 */
export function trainModel(table: ExampleTable, options: TrainOptions): LearnedModel {
  refuseTooFew(table, options.moreRows);
  const { reads, seed, base = null } = options;
  const shares: Shares = { blocked: options.blockedBenign, flagged: options.flagged ?? usualFlagged };
  const benign = countsOf(table).benign;
  const advises = adviseOrRefuse(benign, options);
  const rows = Int32Array.from({ length: table.count }, (_, row) => row);
  const folds = rows.map((row) => foldOf(table.group[row]!, seed));
  const train = (isIn: (row: number) => boolean, cost: Cost): LinearWeights =>
    trainLinearSvm(table, rows.filter(isIn), { ...cost, seed });
  const partsAt = (cost: Cost, from: number, to: number): LinearWeights[] =>
    Array.from({ length: to - from }, (_, at) => train((row) => folds[row] !== from + at, cost));
  const modelOf = (part: LinearWeights, share: number, scoresParts = true): LearnedModel =>
    rawModel(withBase(part, base, share), reads, scoresParts);
  /** Rows that these parts did not see. */
  const heldOutOf = (parts: readonly LinearWeights[], share: number): ScoredRows => {
    const found = { scores: unseen(parts.map((part) => modelOf(part, share))).whole, labels: table.label };
    return rowsWhere(found, (row) => folds[row]! < parts.length);
  };
  const { cost, first } = chosenCost();
  const parts = [...first, ...partsAt(cost, first.length, FOLDS)];
  const share = base === null ? 0 : bestShare((tried) => lossOf(heldOutOf(parts, tried)));
  const models = parts.map((part) => modelOf(part, share));
  const { scoresParts, scores } = bestScoring(table, unseen(models));
  const ofAll = train(() => true, cost);
  const whole = modelOf(ofAll, share, scoresParts);
  const scored = { scores, labels: table.label, beside: options.beside?.(table.examples) };
  const calibration = calibrateScores(scores, table.label);
  const { flaggedBenign, ...placed } = thresholdsAt(scored, shares);
  return { weights: whole.weights, card: { ...whole.card, ...cardOf() } };

  /** What an error costs, by the first folds: their models are kept. */
  function chosenCost(): { readonly cost: Cost; readonly first: readonly LinearWeights[] } {
    const usual = partsAt(SVM_SETTINGS, 0, FOLDS_TO_CHOOSE);
    const told = heldOutOf(usual, 0);
    if (table.count >= MIN_ROWS_TO_CHOOSE && reached(told) < EASY) {
      const low = partsAt(LOW_COST, 0, FOLDS_TO_CHOOSE);
      if (lossOf(heldOutOf(low, 0)) < (1 - WORTH) * lossOf(told)) return { cost: LOW_COST, first: low };
    }
    return { cost: SVM_SETTINGS, first: usual };
  }

  /** Of each row, by the model of its fold. Fold by fold: one model follows another at a cost. */
  function unseen(ofFolds: readonly LearnedModel[]): UnseenScores {
    const found = { whole: new Float64Array(table.count), withParts: new Float64Array(table.count) };
    ofFolds.forEach((model, fold) => {
      const scorer = new Scorer(model);
      for (const row of rows) {
        if (folds[row] !== fold) continue;
        found.withParts[row] = table.scoreWith(scorer, row);
        found.whole[row] = scorer.whole;
      }
    });
    return found;
  }

  /** A split as others measure it, where a near-duplicate may stand on both sides; and without those. */
  function heldOutFigures(): Pick<ModelCard["figures"], "byText" | "byTextFresh"> {
    const isHeldOut = table.normalised.map((text) => fnv1a(text) % 10 < HELD_OUT_TENTHS);
    const trained = train((row) => !isHeldOut[row], cost);
    const scorer = new Scorer(modelOf(trained, share, scoresParts));
    const known = new Set(table.group.filter((_, row) => !isHeldOut[row]));
    const held = { ...scored, scores: scores.map((_, row) => (isHeldOut[row] ? table.scoreWith(scorer, row) : 0)) };
    const setOn = rowsWhere(scored, (row) => !isHeldOut[row]);
    const judged = rowsWhere(held, (row) => isHeldOut[row]!);
    const fresh = rowsWhere(held, (row) => isHeldOut[row]! && !known.has(table.group[row]!));
    return { byText: judge([{ judged, setOn }], shares), byTextFresh: judge([{ judged: fresh, setOn }], shares) };
  }

  /** Each fold by a threshold that the others set. */
  function foldFigures(): ModelCard["figures"]["byGroup"] {
    const judged = Array.from({ length: FOLDS }, (_, fold) => ({
      judged: rowsWhere(scored, (row) => folds[row] === fold),
      setOn: rowsWhere(scored, (row) => folds[row] !== fold),
    }));
    return judge(judged, shares);
  }

  function cardOf(): Omit<ModelCard, "step" | "bias" | "reads" | "scoresParts" | "featureVersion"> {
    const { advisedBenign } = options;
    const [benignScores, fraudScores] = [-1, 1].map((side) => scores.filter((_, row) => table.label[row] === side));
    const few = `${formatCount(benignScores!.length)} benign rows of training, too few for a threshold that blocks`;
    const advice = advises ? { flag: advisedFlag(benignScores!), basis: few } : null;
    const forStrangers = advisedBenign !== undefined;
    return {
      trainedOn: { files: fileNames(options.files), rows: table.count, ...countsOf(table) },
      seed,
      calibration: options.advisedBenign === undefined ? calibration : null,
      thresholds: { ...placed, blockedBenign: options.blockedBenign, flaggedBenign, basis: OWN_ROWS },
      advice: forStrangers ? { flag: thresholdOfShare(benignScores!, advisedBenign), basis: FOR_STRANGERS } : advice,
      shape: table.shape((row) => models[folds[row]!]!.weights),
      deciles: decilesOf(benignScores!),
      fraudDeciles: forStrangers ? null : decilesOf(fraudScores!),
      base: base === null ? null : { name: (options.baseName ?? "a model").slice(0, MAX_NAME), share },
      figures: { byGroup: foldFigures(), ...heldOutFigures() },
      limits: [...(options.limits ?? [])],
    };
  }
}

/** What heads and tails may cost of the Matthews correlation, for being hard to pad. */
const PARTS_COST = 0.02;

/** Scores of rows by models that did not see them: of the whole message, and of the greatest of its heads and tails. */
interface UnseenScores {
  readonly whole: Float64Array;
  readonly withParts: Float64Array;
}

/** With heads and tails, unless that costs too much, as it does where short messages are fraud by their sender. */
function bestScoring({ label: labels }: ExampleTable, { whole, withParts }: UnseenScores) {
  const scoresParts = reached({ scores: withParts, labels }) >= reached({ scores: whole, labels }) - PARTS_COST;
  return { scoresParts, scores: scoresParts ? withParts : whole };
}

/** The Matthews correlation where fraud is as likely as not. */
function reached({ scores, labels }: ScoredRows): number {
  return figuresAt(scores, labels, evenThreshold(scores, labels)).mcc ?? 0;
}

const FOR_STRANGERS = "a score that hardly any benign row of training reaches: no message of yours was seen";

/** Whether so few benign rows set no threshold that blocks. Throws "noData" where that is not asked for. */
function adviseOrRefuse(benign: number, { blockedBenign, mayAdvise = false }: TrainOptions): boolean {
  if (blockedBenign === null || Math.floor(benign * blockedBenign) >= 1) return false;
  if (mayAdvise) return true;
  const needed = formatCount(rowsForShare(blockedBenign));
  refuseTooFewFor(
    blockedBenign,
    benign,
    "the benign rows of training",
    `Label more, or give ${needed} messages of your own with --benign of train, which need no labels; or leave out --blocked-benign`,
  );
  return true;
}

/** A card has room for so many characters of a name. */
const MAX_NAME = 200;

/** The same fold for all near-duplicates of a row. */
function foldOf(group: number, seed: number): number {
  return fnv1a(`${seed} ${group}`) % FOLDS;
}

/** Shares of a foreign model that are tried. */
const SHARES = [0, 0.25, 0.5, 1, 2] as const;

/** Of that share the labels are likeliest. */
function bestShare(lossAt: (share: number) => number): number {
  let best: number = SHARES[0];
  let least = Infinity;
  for (const share of SHARES) {
    const loss = lossAt(share);
    if (loss < least - 1e-6) [least, best] = [loss, share];
  }
  return best;
}

type Cost = Omit<SvmOptions, "seed">;
/**
 * Where labels contradict each other, an error must cost less than usual, and one about a benign row more than one about
 * fraud, as few benign rows set the threshold. Two folds tell, of so many rows.
 */
const LOW_COST: Cost = { ...SVM_SETTINGS, cost: SVM_SETTINGS.cost / 100, benignTimes: 5 };
const FOLDS_TO_CHOOSE = 2;
const MIN_ROWS_TO_CHOOSE = 1000;
/** They do not where so high a correlation is reached. */
const EASY = 0.9;
/** So much less unlikely it must make the labels. */
const WORTH = 0.01;

/** How unlikely the labels are under calibrated scores. */
function lossOf({ scores, labels }: ScoredRows): number {
  const { slope, offset } = calibrateScores(scores, labels);
  let loss = 0;
  scores.forEach((score, row) => {
    loss += Math.log1p(Math.exp(-labels[row]! * (slope * score + offset)));
  });
  return loss;
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

const MIN_ROWS_A_CLASS = 2;
/** Of the label values that an error names. */
const FOUND_UNITS = 200;

function refuseTooFew(table: ExampleTable, moreRows: string | undefined): void {
  const { fraud, benign, groups, labels } = countsOf(table);
  const found = labels.map(({ label, rows }) => `${label} ${formatCount(rows)}`).join(", ") || "none";
  if (Math.min(fraud, benign) < MIN_ROWS_A_CLASS) {
    throw new RingfenceError(
      "noData",
      `expected at least ${MIN_ROWS_A_CLASS} rows of fraud and as many benign ones, found ${fraud} and ${benign} ` +
        `(label values: ${shorten(found, FOUND_UNITS)}). ${moreRows ?? "Name the values that mean fraud with --positive, or give more files"}`,
    );
  }
  if (groups >= FOLDS) return;
  throw new RingfenceError(
    "noData",
    `expected at least ${FOLDS} messages that are no near-duplicates of each other, found ${groups} among ` +
      `${table.count} rows: a model could be judged only on what it was trained on. ${moreRows ?? "Give more messages"}`,
  );
}
