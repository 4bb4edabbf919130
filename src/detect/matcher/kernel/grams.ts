/** Hashes of the grams of a text, the keys of the index. Grams of 4 are rarer, and pay only with many templates. */

const MULTIPLIER_UNIT: i32 = 0x9e3779b1;
const MULTIPLIER_GRAM: i32 = 0x85ebca6b;

const LANES = 4;

/** By position: the hash of the gram of a tight piece. With room for writing beyond the end. */
export const tightHashes: usize = memory.data(264 * 4, 16);
const foursHashes: usize = memory.data(264 * 4, 16);
/** The same for a loose piece. The same array if that has 3 units too. */
export let looseHashes: usize = tightHashes;
export let looseUnits: i32 = 3;

export function setLooseUnits(units: i32): void {
  looseUnits = units;
  looseHashes = units == 4 ? foursHashes : tightHashes;
}

/** Drops the lower `shift` bits. Reads up to 3 units beyond the text; hashes beyond the last gram are undefined. */
export function hashGrams(units: usize, length: i32, shift: i32): void {
  hashGramsInto(tightHashes, units, length, 3, shift);
  if (looseHashes != tightHashes) hashGramsInto(looseHashes, units, length, 4, shift);
}

function hashGramsInto(hashes: usize, units: usize, length: i32, gramUnits: i32, shift: i32): void {
  const ofUnit = i32x4.splat(MULTIPLIER_UNIT);
  const ofGram = i32x4.splat(MULTIPLIER_GRAM);
  for (let i = 0; i <= length - gramUnits; i += LANES) {
    const at = units + ((<usize>i) << 1);
    const pair = i32x4.add(i32x4.mul(v128.load16x4_u(at), ofUnit), v128.load16x4_u(at, 2));
    let gram = i32x4.add(i32x4.mul(pair, ofUnit), v128.load16x4_u(at, 4));
    if (gramUnits == 4) gram = i32x4.add(i32x4.mul(gram, ofUnit), v128.load16x4_u(at, 6));
    v128.store(hashes + ((<usize>i) << 2), i32x4.shr_u(i32x4.mul(gram, ofGram), shift));
  }
}
