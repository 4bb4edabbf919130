/** Hashes of the 3-grams and 4-grams of a text: the keys of the piece index. */

const MULTIPLIER_UNIT: i32 = 0x9e3779b1;
const MULTIPLIER_THREE: i32 = 0x85ebca6b;
const MULTIPLIER_FOUR: i32 = 0xc2b2ae35;

/** Grams that are hashed together. */
const LANES = 4;

/**
 * Hashes the grams of the `length` units at `units`: words i at `three` and `four` are those at unit i, without their lower `shift` bits.
 * Two grams may share a hash. Reads up to 6 units beyond the text, and what it writes beyond the last gram is undefined.
 */
export function hashGramsInto(three: usize, four: usize, units: usize, length: i32, shift: i32): void {
  const ofUnit = i32x4.splat(MULTIPLIER_UNIT);
  const ofThree = i32x4.splat(MULTIPLIER_THREE);
  const ofFour = i32x4.splat(MULTIPLIER_FOUR);
  for (let i = 0; i < length - 2; i += LANES) {
    const at = units + ((<usize>i) << 1);
    const pair = i32x4.add(i32x4.mul(v128.load16x4_u(at), ofUnit), v128.load16x4_u(at, 2));
    const triple = i32x4.add(i32x4.mul(pair, ofUnit), v128.load16x4_u(at, 4));
    const quadruple = i32x4.add(i32x4.mul(triple, ofUnit), v128.load16x4_u(at, 6));
    v128.store(three + ((<usize>i) << 2), i32x4.shr_u(i32x4.mul(triple, ofThree), shift));
    v128.store(four + ((<usize>i) << 2), i32x4.shr_u(i32x4.mul(quadruple, ofFour), shift));
  }
}
