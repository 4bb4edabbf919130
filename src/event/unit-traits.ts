/**
 * What one UTF-16 unit tells at a glance: one byte for each, so that a message is read once, quickly, and looked at
 * closely only where something may be found.
 */
import { BOUNDARY, IGNORED, foldUnit, isHostUnit, isWide } from "./link/host-folding.ts";
import { HOST_DOT } from "./link/host.ts";

/** The class of a unit: the lowest three bits. */
const HAN = 1;
const LATIN = 2;
const DIGIT = 3;
const PUNCTUATION = 4;
/** Half a surrogate pair among them. */
const OTHER = 5;

/** Zero-width, full-width, Greek or Cyrillic: what disguises a message, and now and then stands in a benign one. */
export const DISGUISE = 8;
export const SPACE = 16;
/** Of a message rather than of a unit: a space behind a space. The bit above SPACE. */
export const SECOND_SPACE = 32;
/** Folds to a dot or a slash (host-folding.ts). A link has one of them before a unit that JOINS. */
export const OPENS = 64;
/** Folds to a host unit other than the dot, to a slash, or to nothing. The bit above OPENS. */
export const JOINS = 128;

type UnitRange = readonly [first: number, last: number, value: number];

/**
 * By ranges rather than by Unicode properties, which change with the version of Node. A later range overrules an
 * earlier one.
 */
const RANGES: readonly UnitRange[] = [
  [0x21, 0x7e, PUNCTUATION],
  [0x30, 0x39, DIGIT],
  [0x41, 0x5a, LATIN],
  [0x61, 0x7a, LATIN],
  [0xa1, 0xbf, PUNCTUATION],
  [0xad, 0xad, OTHER | DISGUISE],
  [0xc0, 0x24f, LATIN],
  // Greek and Cyrillic.
  [0x370, 0x52f, OTHER | DISGUISE],
  [0x1e00, 0x1eff, LATIN],
  [0x1f00, 0x1fff, OTHER | DISGUISE],
  // No width, and marks of direction.
  [0x200b, 0x200f, OTHER | DISGUISE],
  [0x2010, 0x2027, PUNCTUATION],
  [0x202a, 0x202e, OTHER | DISGUISE],
  [0x2030, 0x205e, PUNCTUATION],
  [0x2060, 0x206f, OTHER | DISGUISE],
  [0x2190, 0x27bf, PUNCTUATION],
  [0x3001, 0x303f, PUNCTUATION],
  [0x3005, 0x3007, HAN],
  [0x3400, 0x9fff, HAN],
  [0xf900, 0xfaff, HAN],
  [0xfe30, 0xfe6f, PUNCTUATION],
  [0xfeff, 0xfeff, OTHER | DISGUISE],
  // Full-width punctuation is ordinary in Chinese; letters and digits of full width are not.
  [0xff01, 0xffee, PUNCTUATION],
  [0xff10, 0xff19, DIGIT | DISGUISE],
  [0xff21, 0xff3a, LATIN | DISGUISE],
  [0xff41, 0xff5a, LATIN | DISGUISE],
  [0x20, 0x20, OTHER | SPACE],
  [0xa0, 0xa0, OTHER | SPACE],
  [0x2000, 0x200a, OTHER | SPACE],
  [0x3000, 0x3000, OTHER | SPACE],
];

const SLASH = 0x2f;
const FIRST_LETTER = 0xdc00;

/** Class, DISGUISE, SPACE, OPENS and JOINS of every unit. */
export const UNIT_TRAITS = buildTraits();

function buildTraits(): Uint8Array {
  const traits = new Uint8Array(0x10000).fill(OTHER);
  for (const [first, last, value] of RANGES) traits.fill(value, first, last + 1);
  for (let unit = 0; unit < traits.length; unit++) traits[unit]! |= linkTraits(unit);
  return traits;
}

function linkTraits(unit: number): number {
  // Of a mathematical letter, this is the first half: with any second it is a letter.
  const folded = foldUnit([unit, FIRST_LETTER], 0, 2);
  if (folded === HOST_DOT) return OPENS;
  if (folded === SLASH) return OPENS | JOINS;
  return folded === IGNORED || isHostUnit(folded) ? JOINS : 0;
}

/** Whether a folded unit ends every run of host units: what stands before it has no part in a link behind it. */
export function endsRun(folded: number): boolean {
  return folded === BOUNDARY || isWide(folded);
}
