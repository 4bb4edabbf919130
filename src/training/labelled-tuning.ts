/**
 * Tuning on labelled messages: marks and weights of the classifier, chosen on one half of the groups of near-duplicates
 * and judged on the other. What a stage finds does not hang on them, so the evidence of each row is scored again: no
 * loop reacts to what is blocked in a file.
 */
import { RingfenceError } from "../core/errors.ts";
import { RandomStream } from "../core/random.ts";
import type { ClassifierSettings } from "../detect/classifier/weights.ts";
import { isOfTextAlone } from "../detect/classifier/classify.ts";
import { type Evidence, sumWeights, weightColumn } from "../detect/evidence.ts";
import type { Bounds } from "../scenario/bounds.ts";
import { searchLeast } from "../core/search/pattern-search.ts";
import { type Bound, ENDS_COUNT, type Keeping, keepingOf, missOf, missWords } from "../metrics/constraint.ts";
import { clusteredRate, type ClusteredRate, type Interval } from "../metrics/rates.ts";

/** Rows as they were screened: `outcome.evidence` of each, its label, and its group (near-duplicates.ts). */
export interface LabelledRows {
  readonly evidence: Uint32Array;
  /** 1 where it is fraud. */
  readonly fraud: Uint8Array;
  /** From 0 on. */
  readonly group: Int32Array;
}

export const LABELLED_FIGURES = {
  recall: "fraud blocked",
  precision: "fraud, of all blocked",
  benignBlocked: "benign blocked",
  flaggedRecall: "fraud flagged or blocked",
  flaggedPrecision: "fraud, of all flagged or blocked",
  benignFlagged: "benign flagged or blocked",
} as const;

export type LabelledFigure = keyof typeof LABELLED_FIGURES;

export interface LabelledConstraint extends Bound {
  readonly figure: LabelledFigure;
}

/** What of the classifier may move on labelled rows, for which goal, under which constraints. */
export interface LabelledTuneOptions {
  readonly rows: LabelledRows;
  readonly classifier: ClassifierSettings;
  /** `screening.flagScore`, `screening.blockScore`, `screening.prior`, `screening.weights.*`. */
  readonly over: readonly Bounds[];
  readonly goal: LabelledFigure;
  readonly isMost: boolean;
  readonly constraints: readonly LabelledConstraint[];
  /** Settings tried at most. */
  readonly budget: number;
  /** Of the halves and of the search. */
  readonly seed: number;
}

/** Each rate with Wilson's interval, and the wider one over groups, which stand and fall together. */
export type LabelledFigures = Readonly<Record<LabelledFigure, ClusteredRate>>;

export interface LabelledHalf {
  readonly rows: number;
  readonly fraud: number;
  readonly groups: number;
}

/** The setting that was chosen on one half of the groups beside the one that was there, each judged on both halves. */
export interface LabelledTuning {
  readonly halves: { readonly tuning: LabelledHalf; readonly heldOut: LabelledHalf };
  readonly settings: number;
  readonly start: LabelledJudged;
  readonly best: LabelledJudged;
  /** On the held-out half. Better and worse: the intervals before and after do not overlap. */
  readonly verdicts: Readonly<Record<LabelledFigure, LabelledVerdict>>;
}

export type LabelledVerdict = "better" | "worse" | "cannot tell";

export interface LabelledJudged {
  readonly values: readonly number[];
  readonly tuning: LabelledFigures;
  readonly heldOut: LabelledFigures;
  /** By constraint, in their order. */
  readonly kept: { readonly tuning: readonly Keeping[]; readonly heldOut: readonly Keeping[] };
}

const BROKEN = 1e6;

/**
 * Deterministic. Cost: microseconds a setting and distinct evidence of a group. Throws RingfenceError: "noData" where a
 * half lacks fraud or benign rows, or no setting that was tried keeps the constraints on the tuning half, with all of
 * the interval; "usage" for what cannot be scored again.
 */
export async function tuneLabelled(options: LabelledTuneOptions): Promise<LabelledTuning> {
  const { rows, over, constraints, budget, seed, goal, isMost } = options;
  for (const { parameter } of over) checkScorable(parameter);
  const { tuning, heldOut } = halvesOf(rows, seed);
  const start = over.map(({ parameter }) => valueOf(options.classifier, parameter));
  const settingsAt = (values: readonly number[]): ClassifierSettings =>
    over.reduce((each, { parameter }, i) => withValue(each, parameter, values[i]!), options.classifier);
  let settings = 0;
  const attempt = (values: readonly number[]): Promise<number> => {
    const at = settingsAt(values);
    // What is blocked is flagged too.
    if (at.blockScore < at.flagScore) return Promise.resolve(Infinity);
    const figures = tuning.figuresOf(at);
    const misses = constraints.reduce((sum, each) => sum + missOf(each, intervalOf(figures[each.figure])), 0);
    const value = figures[goal].value;
    settings++;
    return Promise.resolve(misses > 0 ? BROKEN * (1 + misses) : value === null ? BROKEN / 10 : isMost ? -value : value);
  };
  const rankOfStart = await attempt(start);
  const dimensions = over.map(({ low, high }, i) => ({ low, high, start: start[i]!, isWhole: true }));
  const found = await searchLeast({ dimensions, budget: budget - 1, seed }, attempt);
  const judge = (values: readonly number[]): LabelledJudged => {
    const at = settingsAt(values);
    const [ours, others] = [tuning.figuresOf(at), heldOut.figuresOf(at)];
    return {
      values,
      tuning: ours,
      heldOut: others,
      kept: { tuning: keptOf(constraints, ours), heldOut: keptOf(constraints, others) },
    };
  };
  const judged = judge(found.value < rankOfStart ? found.point : start);
  if (judged.kept.tuning.some((each) => each !== "kept")) throw noneKeeps(options, judged, settings);
  const before = judge(start);
  const names = Object.keys(LABELLED_FIGURES) as LabelledFigure[];
  const verdicts = names.map((name) => {
    const isMoreBetter = name === goal ? isMost : !name.startsWith("benign");
    return [name, verdictOf(before.heldOut[name], judged.heldOut[name], isMoreBetter)] as const;
  });
  return {
    halves: { tuning: tuning.size, heldOut: heldOut.size },
    settings,
    start: before,
    best: judged,
    verdicts: Object.fromEntries(verdicts) as LabelledTuning["verdicts"],
  };
}

function verdictOf(before: ClusteredRate, tuned: ClusteredRate, isMoreBetter: boolean): LabelledVerdict {
  const [a, b] = [intervalOf(before), intervalOf(tuned)];
  if (a.low === null || a.high === null || b.low === null || b.high === null) return "cannot tell";
  if (b.low > a.high) return isMoreBetter ? "better" : "worse";
  if (b.high < a.low) return isMoreBetter ? "worse" : "better";
  return "cannot tell";
}

function keptOf(constraints: readonly LabelledConstraint[], of: LabelledFigures): Keeping[] {
  return constraints.map((each) => keepingOf(each, intervalOf(of[each.figure])));
}

/** Over groups where there are enough to tell, else of rows. */
export function intervalOf({ value, low, high, clusterLow, clusterHigh }: ClusteredRate): Interval {
  return { value, low: clusterLow ?? low, high: clusterHigh ?? high };
}

function noneKeeps(
  { over, constraints }: LabelledTuneOptions,
  judged: LabelledJudged,
  settings: number,
): RingfenceError {
  const at = over.map(({ parameter }, i) => `${parameter}=${judged.values[i]}`).join(", ");
  const missed = constraints
    .filter((_, i) => judged.kept.tuning[i] !== "kept")
    .map((constraint) => {
      const found = judged.tuning[constraint.figure];
      return missWords(constraint.figure, constraint, { ...intervalOf(found), n: found.n });
    });
  return new RingfenceError(
    "noData",
    `no setting tried keeps it: of ${settings}, the nearest is ${at}, with ${missed.join("; ")}. ${ENDS_COUNT}: loosen a constraint, label more rows, or widen --over`,
  );
}

const WEIGHT = /^screening\.weights\.(\w+)$/;
const MARK = /^screening\.(flagScore|blockScore|prior)$/;

function checkScorable(parameter: string): void {
  if (WEIGHT.test(parameter) || MARK.test(parameter)) return;
  throw new RingfenceError(
    "usage",
    `--over ${parameter}: of a file, screening.flagScore, screening.blockScore, screening.prior and screening.weights.* can be tuned`,
  );
}

function valueOf(settings: ClassifierSettings, parameter: string): number {
  const weight = WEIGHT.exec(parameter)?.[1];
  if (weight !== undefined) return settings.weights[weight as Evidence];
  return settings[MARK.exec(parameter)![1] as "flagScore" | "blockScore" | "prior"];
}

function withValue(settings: ClassifierSettings, parameter: string, value: number): ClassifierSettings {
  const weight = WEIGHT.exec(parameter)?.[1];
  if (weight !== undefined) return { ...settings, weights: { ...settings.weights, [weight]: value } };
  return { ...settings, [MARK.exec(parameter)![1]!]: value };
}

/** Rows of one half: by group, each distinct evidence with how many rows of either kind show it. */
class Half {
  readonly size: LabelledHalf;
  readonly #groups: readonly (readonly (readonly [evidence: number, benign: number, fraud: number])[])[];

  constructor(groups: readonly ReadonlyMap<number, readonly [number, number]>[]) {
    this.#groups = groups.map((group) => [...group].map(([evidence, [benign, fraud]]) => [evidence, benign, fraud]));
    const all = this.#groups.flat();
    const fraud = all.reduce((sum, [, , each]) => sum + each, 0);
    const benign = all.reduce((sum, [, each]) => sum + each, 0);
    this.size = { rows: fraud + benign, fraud, groups: groups.length };
  }

  figuresOf(settings: ClassifierSettings): LabelledFigures {
    const { weights, prior, flagScore, blockScore, advises = false } = settings;
    const column = weightColumn(weights);
    const counts = this.#groups.map((group) => {
      const count = { fraud: 0, benign: 0, fraudBlocked: 0, benignBlocked: 0, fraudFlagged: 0, benignFlagged: 0 };
      for (const [evidence, benign, fraud] of group) {
        const score = prior + sumWeights(column, evidence);
        const isBlocked = score >= blockScore && !(advises && isOfTextAlone(evidence, score, column, settings));
        count.fraud += fraud;
        count.benign += benign;
        if (isBlocked) {
          count.fraudBlocked += fraud;
          count.benignBlocked += benign;
        }
        if (isBlocked || score >= flagScore) {
          count.fraudFlagged += fraud;
          count.benignFlagged += benign;
        }
      }
      return count;
    });
    type Count = (typeof counts)[number];
    const share = (of: (count: Count) => number, among: (count: Count) => number) =>
      clusteredRate(counts.map(of), counts.map(among));
    return {
      recall: share(
        (c) => c.fraudBlocked,
        (c) => c.fraud,
      ),
      precision: share(
        (c) => c.fraudBlocked,
        (c) => c.fraudBlocked + c.benignBlocked,
      ),
      benignBlocked: share(
        (c) => c.benignBlocked,
        (c) => c.benign,
      ),
      flaggedRecall: share(
        (c) => c.fraudFlagged,
        (c) => c.fraud,
      ),
      flaggedPrecision: share(
        (c) => c.fraudFlagged,
        (c) => c.fraudFlagged + c.benignFlagged,
      ),
      benignFlagged: share(
        (c) => c.benignFlagged,
        (c) => c.benign,
      ),
    };
  }
}

/** By group, never by row. Throws "noData" where a half would lack a kind. */
function halvesOf(rows: LabelledRows, seed: number): { readonly tuning: Half; readonly heldOut: Half } {
  const isHeldOut = heldOutGroups(rows, seed);
  const groups = new Map<number, Map<number, [number, number]>>();
  rows.group.forEach((group, row) => {
    const ofGroup = groups.get(group) ?? new Map<number, [number, number]>();
    groups.set(group, ofGroup);
    const count = ofGroup.get(rows.evidence[row]!) ?? [0, 0];
    count[rows.fraud[row]!]!++;
    ofGroup.set(rows.evidence[row]!, count);
  });
  const half = (held: boolean): Half =>
    new Half([...groups].filter(([group]) => (isHeldOut[group] === 1) === held).map(([, each]) => each));
  const [tuning, heldOut] = [half(false), half(true)];
  for (const { size } of [tuning, heldOut]) {
    if (size.fraud > 0 && size.fraud < size.rows) continue;
    const all = { fraud: rows.fraud.reduce((sum, each) => sum + each, 0), rows: rows.fraud.length };
    const lacking = size.fraud === 0 ? "fraud" : "benign rows";
    const isOneClass = all.fraud === 0 || all.fraud === all.rows;
    throw new RingfenceError(
      "noData",
      isOneClass
        ? `no data: all ${all.rows} labelled rows are ${all.fraud === 0 ? "benign" : "fraud"}: a threshold takes rows of both kinds (--positive says which labels mean fraud)`
        : `no data: a half of the groups of near-duplicates has no ${lacking}: ${all.fraud} of ${all.rows} rows are fraud, in too few groups to be parted`,
    );
  }
  return { tuning, heldOut };
}

/**
 * By number of group, 1 for those held out. Groups are drawn in turn, and each goes to the half that has fewer rows of
 * its rarer kind, so that both halves have fraud and benign rows about alike.
 */
export function heldOutGroups({ fraud, group }: LabelledRows, seed: number): Uint8Array {
  const count = group.reduce((most, each) => Math.max(most, each + 1), 0);
  const [frauds, benign] = [new Int32Array(count), new Int32Array(count)];
  group.forEach((each, row) => (fraud[row] === 1 ? frauds : benign)[each]!++);
  const draws = new RandomStream(seed, "tuning-halves");
  const order = Array.from({ length: count }, (_, each) => ({ each, draw: draws.draw(each, 0)[0]! })).toSorted(
    // Those with fraud first, while both halves can still be evened out.
    (a, b) => Number(frauds[b.each]! > 0) - Number(frauds[a.each]! > 0) || a.draw - b.draw || a.each - b.each,
  );
  const isHeldOut = new Uint8Array(count);
  const had = { fraud: [0, 0], benign: [0, 0] };
  for (const { each } of order) {
    const kind = frauds[each]! > 0 ? "fraud" : "benign";
    const side = had[kind][0]! <= had[kind][1]! ? 0 : 1;
    isHeldOut[each] = side;
    had.fraud[side]! += frauds[each]!;
    had.benign[side]! += benign[each]!;
  }
  return isHeldOut;
}
