/** What each code point can be in a link: the alphabet that url.ts reads. */

/** What a code point can be in a link. */
export const URL_OUTSIDE = 0;
/** Invisible: neither ends a link nor belongs to its letters. */
export const URL_IGNORABLE = 1;
/** A letter or digit that folds to ASCII, or a hyphen. */
export const URL_HOST = 2;
export const URL_DOT = 3;
export const URL_COLON = 4;
export const URL_SLASH = 5;
/** ? or #: after a host it opens the rest of a link, as a slash does. */
export const URL_QUERY = 6;
/** Other ASCII that a path may hold. */
const URL_OTHER = 7;
/** Half of a surrogate pair: ask for the whole code point. */
export const URL_PAIR = 8;

const DOTS = ".．。｡․";
const COLONS = ":：∶";
const SLASHES = "/／⁄∕";
const QUERIES = "?#";
const HYPHENS = "-－‐‑";
const OTHERS = "!$%&'()*+,;=@[]_~＿＝＆％";
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]$/u;

/** The class of a code point, given its fold (fold.ts). For building the table. */
export function urlClassOf(codePoint: number, fold: string): number {
  if (codePoint >= 0xd800 && codePoint < 0xe000) return URL_PAIR;
  const character = String.fromCodePoint(codePoint);
  if (HYPHENS.includes(character) || /^[a-z0]$/.test(fold)) return URL_HOST;
  if (DOTS.includes(character)) return URL_DOT;
  if (COLONS.includes(character)) return URL_COLON;
  if (SLASHES.includes(character)) return URL_SLASH;
  if (QUERIES.includes(character)) return URL_QUERY;
  if (OTHERS.includes(character)) return URL_OTHER;
  return IGNORABLE.test(character) ? URL_IGNORABLE : URL_OUTSIDE;
}
