/**
 * Rates with intervals. A rate over nothing is null with n = 0: it is said, never guessed.
 *
 * What an interval covers: `low` to `high` takes events as independent, which in traffic they are not, and is too
 * narrow wherever clusters matter; `clusterLow` to `clusterHigh` takes gangs and benign callers as drawn at random from
 * those of this world. What share of worlds each holds the truth in is measured: docs/statistics.md.
 */
import { assert } from "../core/assert.ts";
import { sumOf } from "../core/sum.ts";
import { peopleDesignEffect, rateDesignEffect } from "./cluster-effect.ts";
import { NORMAL_95 } from "./quantiles.ts";

/** A figure with its 95 % interval; null where there is none. */
export interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A proportion, and the number of trials it rests on. All null when there is none. */
export interface Rate extends Interval {
  readonly n: number;
}

/** Trials come in clusters: a gang's contacts stand and fall together. Null bounds where there are too few to tell. */
export interface ClusteredRate extends Rate {
  readonly clusterLow: number | null;
  readonly clusterHigh: number | null;
}

export interface Confusion {
  /** Fraud blocked; fraud let through; benign blocked; benign let through. */
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
  readonly tn: number;
}

const Z = NORMAL_95;

/** The rate k / n with its Wilson interval (Wilson 1927), sound near 0 and 1, for independent trials. */
export function rate(k: number, n: number): Rate {
  assert(k >= 0 && k <= n, `a rate needs 0 <= k <= n, got ${k} of ${n}`);
  if (n === 0) return NO_RATE;
  const value = k / n;
  return { value, ...wilson(value, n), n };
}

function wilson(value: number, trials: number): { readonly low: number; readonly high: number } {
  const spread = (Z * Z) / trials;
  const centre = (value + spread / 2) / (1 + spread);
  const half = Math.sqrt((value * (1 - value) + spread / 4) * spread) / (1 + spread);
  // At the ends the bound is the value itself; rounding must not leave it a hair inside.
  return { low: value === 0 ? 0 : centre - half, high: value === 1 ? 1 : centre + half };
}

/** Wilson's interval of as many independent trials as they are worth, n / designEffect. `n` stays the true number. */
export function clustered(plain: Rate, designEffect: number | null): ClusteredRate {
  assert(designEffect === null || designEffect >= 1, `a design effect is at least 1, got ${designEffect}`);
  if (plain.value === null || designEffect === null) return { ...plain, clusterLow: null, clusterHigh: null };
  const { low, high } = wilson(plain.value, plain.n / designEffect);
  return { ...plain, clusterLow: low, clusterHigh: high };
}

const NO_RATE: Rate = { value: null, low: null, high: null, n: 0 };

/** A rate in units of one in `scale`: false interceptions per 10,000, say. */
export function scaleClusteredRate({ n, ...found }: ClusteredRate, scale: number): ClusteredRate {
  const { value, low, high, clusterLow, clusterHigh } = found;
  const [a, b, c, d, e] = [value, low, high, clusterLow, clusterHigh].map((each) => each && each * scale);
  return { value: a!, low: b!, high: c!, n, clusterLow: d!, clusterHigh: e! };
}

/**
 * Matthews' correlation of decision and truth. Interval: the large-sample variance of the phi coefficient (Bishop,
 * Fienberg and Holland 1975, 11.3) carried to Fisher's z scale, which keeps it inside [-1, 1], over counts with a half
 * added to each, which keeps it from collapsing when a cell is empty. Null when a margin is empty, as nothing then
 * varies.
 */
export function matthews(confusion: Confusion): Rate {
  const { tp, fn, fp, tn } = confusion;
  const n = tp + fn + fp + tn;
  const value = phi(tp, fn, fp, tn);
  if (value === null) return { value: null, low: null, high: null, n };
  const centre = phi(tp + 0.5, fn + 0.5, fp + 0.5, tn + 0.5)!;
  const error = Math.sqrt(phiVariance(centre, tp + 0.5, fn + 0.5, fp + 0.5, tn + 0.5));
  const z = Math.log((1 + centre) / (1 - centre)) / 2;
  const half = (Z * error) / (1 - centre * centre);
  return { value, low: Math.min(value, fromFisher(z - half)), high: Math.max(value, fromFisher(z + half)), n };
}

/** Matthews' correlation with the interval of clustered events as well: that of counts by the design effect smaller. */
export function clusteredMatthews(confusion: Confusion, designEffect: number | null): ClusteredRate {
  const plain = matthews(confusion);
  if (plain.value === null || designEffect === null) return { ...plain, clusterLow: null, clusterHigh: null };
  const { tp, fn, fp, tn } = confusion;
  const d = designEffect;
  const { low, high } = matthews({ tp: tp / d, fn: fn / d, fp: fp / d, tn: tn / d });
  return { ...plain, clusterLow: Math.min(plain.value, low!), clusterHigh: Math.max(plain.value, high!) };
}

function phi(tp: number, fn: number, fp: number, tn: number): number | null {
  const fraud = tp + fn;
  const benign = fp + tn;
  const blocked = tp + fp;
  const passed = fn + tn;
  if (fraud === 0 || benign === 0 || blocked === 0 || passed === 0) return null;
  const truth = fraud * benign;
  const decision = blocked * passed;
  // Roots apart, as the product of four counts of ten million leaves the integers; one root when they agree, so that
  // rounding does not keep an oracle from 1.
  return (tp * tn - fp * fn) / (truth === decision ? truth : Math.sqrt(truth) * Math.sqrt(decision));
}

function phiVariance(value: number, tp: number, fn: number, fp: number, tn: number): number {
  const n = tp + fn + fp + tn;
  const fraud = (tp + fn) / n;
  const blocked = (tp + fp) / n;
  const fraudSkew = (2 * fraud - 1) / Math.sqrt(fraud * (1 - fraud));
  const blockedSkew = (2 * blocked - 1) / Math.sqrt(blocked * (1 - blocked));
  const square = value * value;
  const skews = fraudSkew * fraudSkew + blockedSkew * blockedSkew;
  const variance = 1 - square + value * (1 + square / 2) * fraudSkew * blockedSkew - 0.75 * square * skews;
  return Math.max(0, variance) / n;
}

function fromFisher(z: number): number {
  const e = Math.exp(-2 * Math.abs(z));
  return (z < 0 ? -1 : 1) * ((1 - e) / (1 + e));
}

/**
 * Precision if a share `prevalence` of events were fraud, from recall and false-interception rate, which do not depend
 * on it. Each interval pairs the worst bounds of both rates, so it holds at least as often as both of them do at once:
 * 90 % where each holds 95 % of the time, which of the plain bounds is true for independent events alone. Null, cluster
 * bounds too, where it does not follow.
 */
export function precisionAt(prevalence: number, recall: ClusteredRate, falsePositive: ClusteredRate): ClusteredRate {
  assert(prevalence > 0 && prevalence < 1, `a prevalence lies between 0 and 1, got ${prevalence}`);
  const n = recall.n + falsePositive.n;
  const value = bayes(prevalence, recall.value, falsePositive.value);
  if (value === null) return { ...NO_RATE, n, clusterLow: null, clusterHigh: null };
  return {
    value,
    low: bayes(prevalence, recall.low, falsePositive.high),
    high: bayes(prevalence, recall.high, falsePositive.low),
    n,
    clusterLow: bayes(prevalence, recall.clusterLow, falsePositive.clusterHigh),
    clusterHigh: bayes(prevalence, recall.clusterHigh, falsePositive.clusterLow),
  };
}

function bayes(prevalence: number, recall: number | null, falsePositive: number | null): number | null {
  if (recall === null || falsePositive === null) return null;
  const right = prevalence * recall;
  const blocked = right + (1 - prevalence) * falsePositive;
  return blocked === 0 ? null : right / blocked;
}

type Counts = ArrayLike<number> & Iterable<number>;

/**
 * Over all clusters, `k[i]` of `n[i]` in cluster i: Wilson's interval of as many independent trials as they are worth
 * (cluster-effect.ts). Null bounds below two clusters; empty ones do not count. `kinds`: what each cluster is.
 */
export function clusteredRate(k: Counts, n: Counts, kinds?: ArrayLike<number>): ClusteredRate {
  return clustered(rate(sumOf(k), sumOf(n)), rateDesignEffect(k, n, kinds));
}

/** The same of people, of whom each decides alone though one gang is after several. */
export function peopleRate(k: Counts, n: Counts): ClusteredRate {
  return clustered(rate(sumOf(k), sumOf(n)), peopleDesignEffect(k, n));
}
