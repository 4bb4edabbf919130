/**
 * A linear support vector machine with squared hinge loss, by coordinate descent on the dual (Hsieh, Chang, Lin,
 * Keerthi and Sundararajan 2008). Rare features count more (Spärck Jones 1972). The same rows give the same weights.
 */
import { BUCKETS } from "../detect/learned/feature-numbers.ts";
import { RandomStream, shuffle } from "../core/random.ts";

/** Sparse rows: the features of row r are `features[start[r]]` to `features[start[r + 1] - 1]`; one may occur again. */
export interface SparseRows {
  readonly start: Uint32Array;
  /** Buckets, in 16 bits: what a pass reads has to fit into a cache. */
  readonly features: Uint16Array;
  /** 1 or -1. */
  readonly label: Int8Array;
}

export interface SvmOptions {
  readonly buckets: number;
  /** What an error costs, against large weights. */
  readonly cost: number;
  /** Passes over all rows at most. It stops when no row is off by more than the tolerance. */
  readonly passes: number;
  readonly tolerance: number;
  readonly seed: number;
}

/** What errors cost, and when to stop: chosen on the visible parts of five real sets. */
export const SVM_SETTINGS = { buckets: BUCKETS, cost: 1, passes: 15, tolerance: 0.05 } as const;

export interface LinearWeights {
  readonly weights: Float64Array;
  readonly bias: number;
}

/**
 * Trains on the rows that `chosen` lists. A row is scaled by the root of its number of features, so that long texts do
 * not outweigh short ones; the bias is one more feature of value 1. A feature has the value of its rarity among the
 * chosen rows. The weights have it in them already, so a score just adds them up. Cost: passes times features, some 3
 * ns each.
 */
export function trainLinearSvm(rows: SparseRows, chosen: Int32Array, options: SvmOptions): LinearWeights {
  const { buckets, cost, passes, tolerance, seed } = options;
  const { start, features, label } = rows;
  const weights = new Float64Array(buckets);
  const slack = 0.5 / cost;
  const rarity = squaredRarity(rows, chosen, buckets);
  const { scale, curvature } = measureRows(rows, chosen, rarity, slack);
  const dual = new Float64Array(chosen.length);
  const order = Int32Array.from(chosen.keys());
  // A row far from the border hardly ever comes back to it: the longer it was not needed, the seldomer it is looked at.
  const rest = new Uint8Array(chosen.length);
  const nextPass = new Uint8Array(chosen.length);
  const draws = new RandomStream(seed, "svm-order");
  let bias = 0;
  for (let pass = 0; pass < passes; pass++) {
    shuffle(order, draws, pass);
    let farthest = 0;
    for (const at of order) {
      if (pass < nextPass[at]!) continue;
      const row = chosen[at]!;
      const from = start[row]!;
      const to = start[row + 1]!;
      const y = label[row]!;
      let sum = 0;
      for (let i = from; i < to; i++) sum += weights[features[i]!]!;
      const old = dual[at]!;
      const gradient = y * (sum * scale[at]! + bias) - 1 + slack * old;
      if (old === 0 && gradient >= 0) {
        rest[at] = Math.min(MOST_REST, 2 * rest[at]! + 1);
        nextPass[at] = pass + 1 + rest[at]!;
        continue;
      }
      rest[at] = 0;
      farthest = Math.max(farthest, Math.abs(gradient));
      const next = Math.max(0, old - gradient / curvature[at]!);
      if (next === old) continue;
      dual[at] = next;
      const step = (next - old) * y;
      bias += step;
      const scaled = step * scale[at]!;
      for (let i = from; i < to; i++) {
        const feature = features[i]!;
        weights[feature]! += scaled * rarity[feature]!;
      }
    }
    if (farthest < tolerance) break;
  }
  return { weights, bias };
}

/** Passes that a row is left out of, at most. */
const MOST_REST = 7;

/** Of few rows most features are rare: so many more rows are taken to have every feature. */
const COMMON_ROWS = 20;

/** By feature the square of its inverse document frequency. */
function squaredRarity({ start, features }: SparseRows, chosen: Int32Array, buckets: number): Float64Array {
  const rowsWith = new Int32Array(buckets);
  const lastRow = new Int32Array(buckets).fill(-1);
  for (const row of chosen) {
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const feature = features[i]!;
      if (lastRow[feature] === row) continue;
      lastRow[feature] = row;
      rowsWith[feature]!++;
    }
  }
  const rarity = new Float64Array(buckets);
  for (let feature = 0; feature < buckets; feature++) {
    rarity[feature] = (1 + Math.log((COMMON_ROWS + chosen.length) / (COMMON_ROWS + rowsWith[feature]!))) ** 2;
  }
  return rarity;
}

/** Of each chosen row: one over the root of its number of features, and the second derivative of its dual. */
function measureRows({ start, features }: SparseRows, chosen: Int32Array, rarity: Float64Array, slack: number) {
  const scale = new Float64Array(chosen.length);
  const curvature = new Float64Array(chosen.length);
  const seen = new Int32Array(rarity.length);
  for (let at = 0; at < chosen.length; at++) {
    const from = start[chosen[at]!]!;
    const to = start[chosen[at]! + 1]!;
    let squares = 0;
    for (let i = from; i < to; i++) squares += (2 * seen[features[i]!]!++ + 1) * rarity[features[i]!]!;
    for (let i = from; i < to; i++) seen[features[i]!] = 0;
    const length = Math.max(1, to - from);
    scale[at] = 1 / Math.sqrt(length);
    curvature[at] = squares / length + 1 + slack;
  }
  return { scale, curvature };
}
