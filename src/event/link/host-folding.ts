/**
 * Folding of UTF-16 units for the reading of links: what a browser or a reader takes for the same letter becomes the
 * same unit. Full-width and circled forms, mathematical alphabets, Cyrillic and Greek look-alikes of Latin letters,
 * upper case and the Chinese full stop are folded to ASCII; zero-width characters, bidirectional marks and combining
 * marks are dropped.
 */
import { HOST_DOT } from "./host.ts";

/** Ends a host name and a path: spaces, controls, quotes, brackets, most punctuation. */
export const BOUNDARY = 0;
export const IGNORED = 1;

/** Any letter or digit beyond ASCII that has no fold; part of a host name only behind a scheme. */
export function isWide(unit: number): boolean {
  return unit >= 0x80;
}

/** a-z, 0-9, dot, hyphen and underscore, after folding. */
export function isHostUnit(unit: number): boolean {
  return unit < 0x80 && HOST_UNITS[unit] === 1;
}

/**
 * The fold of unit `i` of a message that ends before unit `to`: BOUNDARY, IGNORED, an ASCII unit, or a wide letter in
 * lower case.
 */
export function foldUnit(text: ArrayLike<number>, i: number, to: number): number {
  const unit = text[i]!;
  // Most units of a Chinese text: spared the table, which is larger than the nearest cache.
  if (unit >= 0x3400 && unit <= 0x9fff) return unit;
  if (unit !== MATHEMATICAL) return FOLDED[unit]!;
  // Half a letter may end a message: what lies behind is of another.
  return i + 1 < to ? foldMathematical(text[i + 1]!) : BOUNDARY;
}

/**
 * Whether a unit is folded for its looks alone: a browser would open another host. The other folds (width, case,
 * mathematical and circled forms, the Chinese full stop) are the browser's own.
 */
export function isDisguise(unit: number): boolean {
  if (unit < 0x80 || (unit >= 0x3400 && unit <= 0x9fff)) return false;
  return DISGUISES.has(unit) || (unit >= 0x0300 && unit <= 0x036f);
}

/**
 * Folds a host name as in messages and writes it to `out`, which needs a unit for each of its own. A dot at the end is
 * dropped. Returns its length in units.
 */
export function foldHostInto(host: string, out: Uint16Array): number {
  const { length } = host;
  for (let i = 0; i < length; i++) out[i] = host.charCodeAt(i);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const unit = foldUnit(out, i, length);
    // In place: it lies no further than what was read.
    if (unit > IGNORED) out[count++] = unit;
  }
  return out[count - 1] === HOST_DOT ? count - 1 : count;
}

/** The upper surrogate of the mathematical alphabets, U+1D400 to U+1D7FF. */
const MATHEMATICAL = 0xd835;
const LETTERS_FROM = 0xdc00;
const LETTERS_TO = 0xdea4;
const DIGITS_FROM = 0xdfce;

/** Thirteen alphabets of 26 capital and 26 small letters, then five sets of ten digits, each without a gap. */
function foldMathematical(lower: number): number {
  if (lower >= LETTERS_FROM && lower < LETTERS_TO) return 0x61 + ((lower - LETTERS_FROM) % 26);
  if (lower >= DIGITS_FROM && lower <= 0xdfff) return 0x30 + ((lower - DIGITS_FROM) % 10);
  return BOUNDARY;
}

/**
 * Characters that resemble a Latin letter, each followed by that letter. Enough to read through a disguise; not all of
 * Unicode.
 */
const LOOK_ALIKES =
  "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwкkмmтtвbнhгrпnӏlАaВbЕeКkМmНhОoРpСcТtУyХxІiЈjЅs" +
  "αaβbεeηnιiκkνvοoρpτtυuχxγyωwΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxıiɡgɑaɩiʟlɪiօoսuհhցg";

const DISGUISES = new Set(Array.from({ length: LOOK_ALIKES.length / 2 }, (_, i) => LOOK_ALIKES.charCodeAt(2 * i)));

/** Dots to a browser (IDNA), or to the eye. */
const DOTS = "。．｡․﹒";
const HYPHENS = "‐‑‒–−﹣－";
const SLASHES = "\\⁄∕／＼";
/** ASCII that ends a path as well as a host: brackets and what separates links in a list. */
const ASCII_BOUNDARIES = "\"'`<>()[]{}|,;^";

/**
 * Zero-width and invisible: joiners, marks of direction, variation selectors, soft hyphen, fillers, combining accents.
 */
const IGNORED_RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x00ad, 0x00ad],
  [0x0300, 0x036f],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  // Lower surrogates: the upper one has been a boundary or a mathematical letter; a lone one is noise.
  [0xdc00, 0xdfff],
];

const HOST_UNITS = buildHostUnits();
const FOLDED = buildFolded();

function buildHostUnits(): Uint8Array {
  const table = new Uint8Array(0x80);
  for (const unit of "abcdefghijklmnopqrstuvwxyz0123456789.-_") table[unit.charCodeAt(0)] = 1;
  return table;
}

function buildFolded(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0x21; unit < 0x10000; unit++) table[unit] = foldByUnicode(String.fromCharCode(unit));
  for (let i = 0; i < LOOK_ALIKES.length; i += 2) table[LOOK_ALIKES.charCodeAt(i)] = LOOK_ALIKES.charCodeAt(i + 1);
  foldAll(table, DOTS, HOST_DOT);
  foldAll(table, HYPHENS, 0x2d);
  foldAll(table, SLASHES, 0x2f);
  for (const [from, to] of IGNORED_RANGES) table.fill(IGNORED, from, to + 1);
  return table;
}

function foldAll(table: Uint16Array, letters: string, unit: number): void {
  for (const letter of letters) table[letter.charCodeAt(0)] = unit;
}

/** Compatibility form and lower case, where that is one unit: full-width, circled, superscript, Roman numeral one. */
function foldByUnicode(letter: string): number {
  const folded = letter.normalize("NFKC").toLowerCase();
  if (folded.length !== 1 || ASCII_BOUNDARIES.includes(folded)) return BOUNDARY;
  const unit = folded.charCodeAt(0);
  if (unit < 0x80) return unit > 0x20 && unit < 0x7f ? unit : BOUNDARY;
  return /[\p{L}\p{N}]/u.test(folded) ? unit : BOUNDARY;
}
