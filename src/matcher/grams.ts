/** Hashes of the 3-grams and 4-grams of a text: the keys of the piece index. */

const MULTIPLIER_UNIT = 0x9e3779b1;
const MULTIPLIER_THREE = 0x85ebca6b;
const MULTIPLIER_FOUR = 0xc2b2ae35;

/** Bits of a whole hash. */
export const GRAM_HASH_BITS = 32;

/**
 * The upper `bits` bits of the hashes of the grams of units [0, length): `three[i]` and `four[i]` of those at unit i, for
 * i in [0, length - 2) and [0, length - 3). Two grams may share a hash. About 2 ns a unit.
 */
export function hashGramsInto(
  units: Uint16Array,
  length: number,
  bits: number,
  three: Int32Array,
  four: Int32Array,
): void {
  if (length < 3) return;
  const shift = GRAM_HASH_BITS - bits;
  const fours = length - 3;
  let b = units[1]!;
  let c = units[2]!;
  let triple = hashTriple(units[0]!, b, c);
  for (let i = 0; i < fours; i++) {
    const d = units[i + 3]!;
    const quadruple = (Math.imul(triple, MULTIPLIER_UNIT) + d) | 0;
    three[i] = Math.imul(triple, MULTIPLIER_THREE) >>> shift;
    four[i] = Math.imul(quadruple, MULTIPLIER_FOUR) >>> shift;
    triple = hashTriple(b, c, d);
    b = c;
    c = d;
  }
  three[fours] = Math.imul(triple, MULTIPLIER_THREE) >>> shift;
}

function hashTriple(a: number, b: number, c: number): number {
  return (Math.imul((Math.imul(a, MULTIPLIER_UNIT) + b) | 0, MULTIPLIER_UNIT) + c) | 0;
}
