/** By raw UTF-16 unit, to read words: the folded unit (lower case, full width as ASCII, digits as 0), kind, signs. */

import { CAPITAL_SHIFT, DIGIT, KIND_SHIFT, LETTER, MARK, SIGNS_SHIFT, SPACE, UNSEEN, WIDE } from "./feature-numbers.ts";

const CAPITAL = 1 << CAPITAL_SHIFT;
/** Four signs: currency, bracket of a signature, question, shout. */
const SIGNS: readonly string[] = ["£$€¥￥元", "【[", "?？", "!！"];

export function unitKind(unit: number): number {
  return (unit >>> KIND_SHIFT) & 7;
}

/** A quarter of a megabyte, made in a millisecond. */
export const RAW_UNITS: Uint32Array = makeRawUnits();

function makeRawUnits(): Uint32Array {
  const units = new Uint32Array(0x10000);
  for (let unit = 0; unit < units.length; unit++) {
    const ascii = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit;
    const isCapital = ascii >= 0x41 && ascii <= 0x5a;
    const kind = kindOfUnit(unit, ascii);
    const folded = kind === DIGIT ? 0x30 : isCapital ? ascii + 0x20 : ascii;
    units[unit] = folded | (kind << KIND_SHIFT) | (isCapital ? CAPITAL : 0);
  }
  SIGNS.forEach((characters, sign) => {
    for (const character of characters) units[character.charCodeAt(0)]! |= 1 << (SIGNS_SHIFT + sign);
  });
  return units;
}

function kindOfUnit(unit: number, ascii: number): number {
  if (ascii >= 0x30 && ascii <= 0x39) return DIGIT;
  if ((ascii >= 0x41 && ascii <= 0x5a) || (ascii >= 0x61 && ascii <= 0x7a)) return LETTER;
  if (unit >= 0xc0 && unit < 0x530) return LETTER;
  if (unit <= 0x20 || unit === 0xa0 || unit === 0x3000) return SPACE;
  if (unit === 0xad || unit === 0xfeff || (unit >= 0x200b && unit <= 0x200f)) return UNSEEN;
  if ((unit >= 0x2060 && unit <= 0x2064) || (unit >= 0xfe00 && unit <= 0xfe0f)) return UNSEEN;
  return unit >= 0x3400 && unit < 0xa000 ? WIDE : MARK;
}
