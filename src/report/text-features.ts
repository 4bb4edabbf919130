/** Single features of a text and of the host it links to: what a filter that looks at nothing else would see. */
import { HOST_DOT } from "../event/host.ts";

/** What the last unit of a text is; the first is "no text". */
export const LAST_CHARACTERS = ["none", "Han", "Latin", "digit", "punctuation", "other"] as const;
const HAN = 1;
const LATIN = 2;
const DIGIT = 3;
const PUNCTUATION = 4;
const OTHER = 5;
const CLASS_BITS = 7;
/** Zero-width, full-width, Greek or Cyrillic: what disguises a text, and now and then stands in an honest one. */
const DISGUISE = 8;
const SPACE = 16;

/** Disguise characters: 0, 1, 2, 3 to 4, 5 to 8, 9 and more. */
export const DISGUISE_STARTS = [0, 1, 2, 3, 5, 9] as const;

/** Where the first host of a text ends; the first is "no link". */
export const HOST_ENDINGS = ["none", "com", "cn or com.cn", "net or org", "other generic", "country"] as const;
const COM = 1;
const CN = 2;
const NET_ORG = 3;
const OTHER_GENERIC = 4;
const COUNTRY = 5;

/** Disguise characters among units [from, to) of `text`, a space behind a space counted as one. About 1 ns a unit. */
export function countDisguises(text: Uint16Array, from: number, to: number): number {
  // Most texts have neither a disguise nor a space, which the shortest of loops tells.
  let any = 0;
  for (let i = from; i < to; i++) any |= UNITS[text[i]!]!;
  if ((any & (DISGUISE | SPACE)) === 0) return 0;
  let disguises = 0;
  let before = 0;
  for (let i = from; i < to; i++) {
    const found = UNITS[text[i]!]!;
    disguises += ((found & DISGUISE) >> 3) + ((found & before & SPACE) >> 4);
    before = found;
  }
  return disguises;
}

/** An index into DISGUISE_STARTS. */
export function disguiseBin(disguises: number): number {
  if (disguises <= 2) return disguises;
  return disguises <= 4 ? 3 : disguises <= 8 ? 4 : 5;
}

/** An index into LAST_CHARACTERS, of units [from, to) of `text`. Half a surrogate pair is "other". */
export function lastCharacter(text: Uint16Array, from: number, to: number): number {
  return from === to ? 0 : UNITS[text[to - 1]!]! & CLASS_BITS;
}

/** An index into HOST_ENDINGS, by the last label of units [from, to) of `host`, as links.host holds it. */
export function hostEnding(host: Uint16Array, from: number, to: number): number {
  if (from === to) return 0;
  let start = to;
  while (start > from && host[start - 1] !== HOST_DOT) start--;
  const length = to - start;
  if (length === 2) {
    if (host[start] === 0x63 && host[start + 1] === 0x6e) return CN;
    return isLetter(host[start]!) && isLetter(host[start + 1]!) ? COUNTRY : OTHER_GENERIC;
  }
  if (length !== 3) return OTHER_GENERIC;
  const a = host[start]!;
  const b = host[start + 1]!;
  const c = host[start + 2]!;
  if (a === 0x63 && b === 0x6f && c === 0x6d) return COM;
  const isNet = a === 0x6e && b === 0x65 && c === 0x74;
  const isOrg = a === 0x6f && b === 0x72 && c === 0x67;
  return isNet || isOrg ? NET_ORG : OTHER_GENERIC;
}

function isLetter(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

type UnitRange = readonly [first: number, last: number, value: number];

/** By ranges rather than by Unicode properties, which change with the version of Node. A later range overrules an earlier one. */
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

/** Class, DISGUISE and SPACE of every UTF-16 unit. */
const UNITS = new Uint8Array(0x10000).fill(OTHER);
for (const [first, last, value] of RANGES) UNITS.fill(value, first, last + 1);
