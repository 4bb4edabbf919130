/**
 * How much one feature can do alone. For each feature the best rule is found on the merged counts, with hindsight: it
 * is a bound on what a filter on that feature could reach, and no such bound may come near to what all stages reach.
 *
 * Best by F1: it weighs what a rule blocks rightly against what it blocks wrongly, at the run's own prevalence, as the
 * other rows of the baselines are read. Youden's J does not: where fraud is rare it prefers rules that block a fifth of
 * benign traffic.
 */
import { assert } from "../core/assert.ts";
import { sumOf } from "../core/sum.ts";
import { CELLS, type Feature, FEATURE_OFFSETS, FEATURES } from "./features.ts";
import type { Confusion } from "./rates.ts";
import type { Tally } from "./tally.ts";

interface SingleFeatureRule {
  readonly feature: string;
  /** For people: "fan-out >= 16", "route in {international, virtual}". */
  readonly rule: string;
  readonly confusion: Confusion;
  readonly f1: number;
}

interface Split {
  readonly confusion: Confusion;
  readonly f1: number;
}

/**
 * The best rule of each feature, best first; ties in the order of FEATURES. A feature that varies in nothing has none.
 */
export function rankSingleFeatures(tally: Tally): SingleFeatureRule[] {
  const rules: SingleFeatureRule[] = [];
  for (const [index, feature] of FEATURES.entries()) {
    const { fraud, benign } = featureCounts(tally, index);
    const rule = feature.kind === "threshold" ? bestThreshold(feature, fraud, benign) : bestSet(feature, fraud, benign);
    if (rule) rules.push(rule);
  }
  return rules.sort((a, b) => b.f1 - a.f1);
}

/** The best rule "at least so many" of a feature with thresholds, by name; null where it varies in nothing. */
export function bestAtLeast(tally: Tally, name: string): SingleFeatureRule | null {
  const index = FEATURES.findIndex((feature) => feature.name === name);
  assert(index >= 0, () => `no feature is called ${name}`);
  const { fraud, benign } = featureCounts(tally, index);
  return bestThreshold(FEATURES[index]!, fraud, benign, true);
}

function featureCounts(tally: Tally, index: number): { readonly fraud: number[]; readonly benign: number[] } {
  const { features } = tally.columns;
  const fraud: number[] = [];
  const benign: number[] = [];
  for (let bin = 0; bin < FEATURES[index]!.bins; bin++) {
    const at = (FEATURE_OFFSETS[index]! + bin) * CELLS;
    benign.push(features[at]! + features[at + 1]!);
    fraud.push(features[at + 2]! + features[at + 3]!);
  }
  return { fraud, benign };
}

function bestThreshold(
  feature: Feature,
  fraud: number[],
  benign: number[],
  atLeastAlone = false,
): SingleFeatureRule | null {
  const holdsAny = (bin: number): boolean => fraud[bin]! + benign[bin]! > 0;
  const [atLeast, below] = feature.bins === 2 ? BINARY_RULES : THRESHOLD_RULES;
  let best: SingleFeatureRule | null = null;
  for (let t = 1; t < feature.bins; t++) {
    // Thresholds across empty bins make the same split: the one next to the events names it.
    if (holdsAny(t)) best = better(best, feature, atLeast(feature, t), split(range(t, feature.bins), fraud, benign));
    if (!atLeastAlone && holdsAny(t - 1))
      best = better(best, feature, below(feature, t), split(range(0, t), fraud, benign));
  }
  return best;
}

type RuleName = (feature: Feature, bin: number) => string;
const BINARY_RULES: readonly [RuleName, RuleName] = [({ name }) => name, ({ name }) => `no ${name}`];
const THRESHOLD_RULES: readonly [RuleName, RuleName] = [
  ({ name, label }, bin) => `${name} >= ${label(bin)}`,
  ({ name, label }, bin) => `${name} < ${label(bin)}`,
];

/**
 * The best set of bins. F1 is greatest for a set of the bins with the highest shares of fraud (Lipton, Elkan and
 * Naryanaswamy 2014), so only as many sets as bins need be tried.
 */
function bestSet(feature: Feature, fraud: number[], benign: number[]): SingleFeatureRule | null {
  const share = (bin: number): number => fraud[bin]! / (fraud[bin]! + benign[bin]!);
  const order = range(0, feature.bins)
    .filter((bin) => fraud[bin]! + benign[bin]! > 0)
    .sort((a, b) => share(b) - share(a) || a - b);
  let best: SingleFeatureRule | null = null;
  for (let size = 1; size < order.length; size++) {
    const bins = order.slice(0, size).sort((a, b) => a - b);
    best = better(best, feature, `${feature.name} in {${setLabel(feature, bins)}}`, split(bins, fraud, benign));
  }
  return best;
}

/** The better of a rule and a split; a split that takes all events, or none, says nothing and never wins. */
function better(
  best: SingleFeatureRule | null,
  feature: Feature,
  rule: string,
  found: Split,
): SingleFeatureRule | null {
  const { tp, fn, fp, tn } = found.confusion;
  if (tp + fp === 0 || fn + tn === 0) return best;
  if (best && best.f1 >= found.f1) return best;
  return { feature: feature.name, rule, ...found };
}

function split(bins: readonly number[], fraud: number[], benign: number[]): Split {
  const tp = sumOf(bins.map((bin) => fraud[bin]!));
  const fp = sumOf(bins.map((bin) => benign[bin]!));
  const fn = sumOf(fraud) - tp;
  const tn = sumOf(benign) - fp;
  return { confusion: { tp, fn, fp, tn }, f1: tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn) };
}

/** Bins by name, neighbours of an ordered scale joined: "9h to 11h, 14h". */
function setLabel(feature: Feature, bins: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < bins.length; i++) {
    const first = i;
    while (!feature.unordered && i + 1 < bins.length && bins[i + 1] === bins[i]! + 1) i++;
    const [from, to] = [feature.label(bins[first]!), feature.label(bins[i]!)];
    parts.push(first === i ? from : `${from} to ${to}`);
  }
  return parts.join(", ");
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
