/** Single features of a text and of the host it links to: the view of a filter that looks at nothing else. */
import { HOST_DOT } from "../event/link/host.ts";
import { DISGUISE, SPACE, UNIT_CLASS, UNIT_TRAITS } from "../event/unit-traits.ts";

/** What the last unit of a text is: "no text", then the classes of unit-traits.ts. */
export const LAST_CHARACTERS = ["none", "Han", "Latin", "digit", "punctuation", "other"] as const;

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
  let disguises = 0;
  let before = 0;
  for (let i = from; i < to; i++) {
    const found = UNIT_TRAITS[text[i]!]!;
    disguises += ((found & DISGUISE) >> 3) + ((found & before & SPACE) >> 4);
    before = found;
  }
  return disguises;
}

export function disguiseBin(disguises: number): number {
  if (disguises <= 2) return disguises;
  return disguises <= 4 ? 3 : disguises <= 8 ? 4 : 5;
}

/** An index into LAST_CHARACTERS, of units [from, to) of `text`. Half a surrogate pair is "other". */
export function lastCharacter(text: Uint16Array, from: number, to: number): number {
  return from === to ? 0 : UNIT_TRAITS[text[to - 1]!]! & UNIT_CLASS;
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
