/** Hashes of the 3-grams of a text: the keys of the piece index. */

const MULTIPLIER_UNIT: i32 = 0x9e3779b1;
const MULTIPLIER_GRAM: i32 = 0x85ebca6b;

/** Grams that are hashed together. */
const LANES = 4;

/**
 * Hashes the grams of the `length` units at `units`: word i at `hashes` is that at unit i, without its lower `shift` bits. Two grams may
 * share a hash. Reads up to 5 units beyond the text, and what it writes beyond the last gram is undefined.
 */
export function hashGramsInto(hashes: usize, units: usize, length: i32, shift: i32): void {
  const ofUnit = i32x4.splat(MULTIPLIER_UNIT);
  const ofGram = i32x4.splat(MULTIPLIER_GRAM);
  for (let i = 0; i < length - 2; i += LANES) {
    const at = units + ((<usize>i) << 1);
    const pair = i32x4.add(i32x4.mul(v128.load16x4_u(at), ofUnit), v128.load16x4_u(at, 2));
    const gram = i32x4.add(i32x4.mul(pair, ofUnit), v128.load16x4_u(at, 4));
    v128.store(hashes + ((<usize>i) << 2), i32x4.shr_u(i32x4.mul(gram, ofGram), shift));
  }
}
