/**
 * A linear support vector machine with squared hinge loss, by coordinate descent on the dual (Hsieh, Chang, Lin,
 * Keerthi and Sundararajan 2008). Rare features count more (Spärck Jones 1972). The same rows give the same weights.
 */
import { BUCKETS } from "../detect/learned/feature-numbers.ts";
import { RandomStream, shuffle } from "../core/random.ts";

/** Sparse rows: the features of row r are `features[start[r]]` to `features[start[r + 1] - 1]`; one may occur again. */
export interface SparseRows {
  readonly start: Uint32Array;
  /** From here on a row has only features again that it has before. */
  readonly again: Uint32Array;
  /** Buckets, in 16 bits: what a pass reads has to fit into a cache. */
  readonly features: Uint16Array;
  /** 1 or -1. */
  readonly label: Int8Array;
}

export interface SvmOptions {
  readonly buckets: number;
  /** What an error costs, against large weights. */
  readonly cost: number;
  /** So many times as much costs an error about a benign row. */
  readonly benignTimes: number;
  /** Passes at most. It stops after one that gains less than this share of what all have gained. */
  readonly passes: number;
  readonly hardlyGains: number;
  readonly seed: number;
}

/** What errors cost, and when to stop: chosen on the visible parts of five real sets. */
export const SVM_SETTINGS = { buckets: BUCKETS, cost: 1, benignTimes: 1, passes: 14, hardlyGains: 0.002 } as const;

export interface LinearWeights {
  readonly weights: Float32Array;
  readonly bias: number;
}

/**
 * Trains on the rows that `chosen` lists. A row is scaled by the root of its number of features, so that long texts do
 * not outweigh short ones; the bias is one more feature of value 1. A feature has the value of its rarity among the
 * chosen rows. The weights have it in them already, so a score just adds them up. Cost: some 25 ns a feature.
 */
export function trainLinearSvm(rows: SparseRows, chosen: Int32Array, options: SvmOptions): LinearWeights {
  const { buckets, cost, benignTimes, passes, hardlyGains, seed } = options;
  const { start, features, label } = rows;
  const weights = new Float32Array(buckets);
  const rarity = squaredRarity(rows, chosen, buckets);
  const { scale, curvature } = measureRows(rows, chosen, rarity);
  const dual = new Float64Array(chosen.length);
  // A row far from the border hardly ever comes back to it: the longer it was not needed, the seldomer it is looked at.
  const rest = new Uint8Array(chosen.length);
  const nextPass = new Uint8Array(chosen.length);
  const order = new Int32Array(chosen.length);
  const draws = new RandomStream(seed, "svm-order");
  let bias = 0;
  let allGained = 0;
  for (let pass = 0; pass < passes; pass++) {
    const due = rowsDue(nextPass, pass, order);
    shuffle(due, draws, pass);
    let gained = 0;
    for (const at of due) {
      const row = chosen[at]!;
      const from = start[row]!;
      const to = start[row + 1]!;
      const y = label[row]!;
      const slack = 0.5 / (y < 0 ? benignTimes * cost : cost);
      const curve = curvature[at]! + slack;
      const old = dual[at]!;
      const gradient = y * (sumOf(weights, features, from, to) * scale[at]! + bias) - 1 + slack * old;
      if (old === 0 && gradient >= 0) {
        rest[at] = Math.min(MOST_REST, 2 * rest[at]! + 1);
        nextPass[at] = pass + 1 + rest[at]!;
        continue;
      }
      rest[at] = 0;
      const next = Math.max(0, old - gradient / curve);
      if (next === old) continue;
      dual[at] = next;
      const change = next - old;
      gained -= change * (gradient + 0.5 * curve * change);
      const step = change * y;
      bias += step;
      const scaled = step * scale[at]!;
      for (let i = from; i < to; i++) {
        const feature = features[i]!;
        weights[feature]! += scaled * rarity[feature]!;
      }
    }
    allGained += gained;
    if (gained < hardlyGains * allGained) break;
  }
  return { weights, bias };
}

/** Of chosen rows those that a pass looks at, written to the front of `out`. */
function rowsDue(nextPass: Uint8Array, pass: number, out: Int32Array): Int32Array {
  let due = 0;
  for (let at = 0; at < nextPass.length; at++) if (nextPass[at]! <= pass) out[due++] = at;
  return out.subarray(0, due);
}

/** Four sums at a time: none waits for the one before. */
function sumOf(weights: Float32Array, features: Uint16Array, from: number, to: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= to; i += 4) {
    one += weights[features[i]!]!;
    two += weights[features[i + 1]!]!;
    three += weights[features[i + 2]!]!;
    four += weights[features[i + 3]!]!;
  }
  for (; i < to; i++) one += weights[features[i]!]!;
  return one + two + (three + four);
}

/** Passes that a row is left out of, at most. */
const MOST_REST = 7;

/** Of few rows most features are rare: so many more rows are taken to have every feature. */
const COMMON_ROWS = 20;

/** By feature the square of its inverse document frequency. */
function squaredRarity({ start, again, features }: SparseRows, chosen: Int32Array, buckets: number): Float32Array {
  const rowsWith = new Int32Array(buckets);
  for (const row of chosen) {
    const to = again[row]!;
    for (let i = start[row]!; i < to; i++) rowsWith[features[i]!]!++;
  }
  const rarity = new Float32Array(buckets);
  for (let feature = 0; feature < buckets; feature++) {
    const one = 1 + Math.log((COMMON_ROWS + chosen.length) / (COMMON_ROWS + rowsWith[feature]!));
    rarity[feature] = one * one;
  }
  return rarity;
}

/** Of each chosen row: one over the root of its number of features, and the second derivative of its dual without slack. */
function measureRows({ start, again, features }: SparseRows, chosen: Int32Array, rarity: Float32Array) {
  const scale = new Float64Array(chosen.length);
  const curvature = new Float64Array(chosen.length);
  const before = new Uint16Array(rarity.length).fill(1);
  for (let at = 0; at < chosen.length; at++) {
    const row = chosen[at]!;
    const [from, repeated, to] = [start[row]!, again[row]!, start[row + 1]!];
    let squares = sumOf(rarity, features, from, repeated);
    for (let i = repeated; i < to; i++) squares += (2 * before[features[i]!]!++ + 1) * rarity[features[i]!]!;
    for (let i = repeated; i < to; i++) before[features[i]!] = 1;
    const length = Math.max(1, to - from);
    scale[at] = 1 / Math.sqrt(length);
    curvature[at] = squares / length + 1;
  }
  return { scale, curvature };
}
