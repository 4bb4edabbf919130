/** Touches: what may be done to a text, and how often by level of obfuscation. */

export const TOUCH = {
  redrawnSegments: 0,
  /** Messages in which each pair of swap segments changes places. */
  swappedPairs: 1,
  symbols: 2,
  zeroWidth: 3,
  brokenLinks: 4,
  latinTails: 5,
  /** Latin letters written as a look-alike, most of them Cyrillic or Greek. */
  homoglyphs: 6,
  fullWidth: 7,
  traditional: 8,
  /** Chinese characters replaced by one that looks or sounds alike, where one is known. */
  similarCharacters: 9,
  pinyin: 10,
  /** Chinese characters written as their parts, where a split is known. */
  splitCharacters: 11,
  /** Latin letters written as a digit or symbol, where there is one. */
  leet: 12,
  spelledWords: 13,
} as const;
export const TOUCHES = 14;

/** Shares in [0, 1]; 0 if left out. */
type Touches = Readonly<Partial<Record<keyof typeof TOUCH, number>>>;

const REWORDED: Touches = { redrawnSegments: 0.09, swappedPairs: 0.12 };

const SPACED: Touches = { ...REWORDED, symbols: 0.03, zeroWidth: 0.005, brokenLinks: 0.1, latinTails: 0.1 };

const DISGUISED: Touches = { ...SPACED, homoglyphs: 0.02, fullWidth: 0.06, traditional: 0.12, similarCharacters: 0.02 };

/**
 * By level, 0 to 5. All assumed: the field reports which tricks are used, not how densely. A text must stay readable,
 * so no level touches more than one character in seven or so. A gang that has texts written anew (5) needs few tricks.
 * One draw a character is cut between symbols, zeroWidth and then the touches of its writing (Latin: fullWidth,
 * homoglyphs, leet; Chinese: traditional, similarCharacters, pinyin, splitCharacters), in that order.
 */
const LEVELS: readonly Touches[] = [
  {},
  REWORDED,
  SPACED,
  DISGUISED,
  { ...DISGUISED, redrawnSegments: 0.3, pinyin: 0.03, splitCharacters: 0.03, leet: 0.06, spelledWords: 0.05 },
  { ...REWORDED, redrawnSegments: 0.5 },
];

/** Of decorated benign messages: stars, odd spaces and a code at the end; then also letters as in DISGUISED. Assumed. */
const STARS: Touches = { symbols: 0.08, zeroWidth: 0.004, latinTails: 0.1 };
const FANCY: Touches = { ...STARS, fullWidth: 0.08, traditional: 0.12, similarCharacters: 0.01, spelledWords: 0.04 };

/** Shares by style: the levels of gangs, then the two of shops. */
export const STYLES: readonly Touches[] = [...LEVELS, STARS, FANCY];

/** Benign messages are decorated (levels 2 and 3), not disguised. */
export function styleOf(level: number, benign: boolean): number {
  return benign && level >= 2 ? Math.min(level, 3) + LEVELS.length - 2 : level;
}
