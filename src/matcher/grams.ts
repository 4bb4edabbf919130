/** Hashes of the 3-grams and 4-grams of a text: the keys of the piece index. */

const MULTIPLIER_UNIT = 0x9e3779b1;
const MULTIPLIER_THREE = 0x85ebca6b;
const MULTIPLIER_FOUR = 0xc2b2ae35;

/**
 * Hashes of `bits` bits of the grams of units [start, start + length): `three[i]` and `four[i]` of those at unit i, for
 * i in [0, length - 2) and [0, length - 3). Two grams may share a hash.
 */
export function hashGramsInto(
  units: Uint16Array,
  start: number,
  length: number,
  bits: number,
  three: Uint32Array,
  four: Uint32Array,
): void {
  const shift = 32 - bits;
  const threes = length - 2;
  for (let i = 0; i < threes; i++) {
    const at = start + i;
    const pair = (Math.imul(units[at]!, MULTIPLIER_UNIT) + units[at + 1]!) | 0;
    const triple = (Math.imul(pair, MULTIPLIER_UNIT) + units[at + 2]!) | 0;
    three[i] = Math.imul(triple, MULTIPLIER_THREE) >>> shift;
    if (i + 1 < threes) {
      const quadruple = (Math.imul(triple, MULTIPLIER_UNIT) + units[at + 3]!) | 0;
      four[i] = Math.imul(quadruple, MULTIPLIER_FOUR) >>> shift;
    }
  }
}
