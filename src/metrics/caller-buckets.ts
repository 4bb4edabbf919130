/** Callers by a hash into a fixed number of buckets: enough to see whether false interceptions fall on few of them. */
import { canonicalInto } from "../event/identity.ts";

/** A power of two. */
export const CALLER_BUCKETS = 4096;
const BUCKET_BITS = 12;

/** Buckets of callers taken together, where each class of benign traffic has its own: a power of two. */
export const CALLER_GROUPS = 128;
const GROUP_SHIFT = BUCKET_BITS - Math.log2(CALLER_GROUPS);

const key = new Float64Array(1);

/** However the number is written, below CALLER_BUCKETS. Two callers in one bucket only widen an interval. A few ns. */
export function callerBucket(callers: Float64Array, row: number): number {
  canonicalInto(callers, row, 1, key);
  // Both halves of the integer: the lower one by the modulus that a conversion to 32 bits takes.
  const low = key[0]! | 0;
  const high = Math.floor(key[0]! / 4294967296) | 0;
  let h = low ^ Math.imul(high, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> (32 - BUCKET_BITS);
}

export function callerGroup(bucket: number): number {
  return bucket >>> GROUP_SHIFT;
}
