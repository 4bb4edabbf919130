/** How hard each rung of the obfuscation ladder bites, and how shops decorate what they write. */

/** What may be done to a text, in the order of its code (phrase-bank.ts). Shares in [0, 1]. */
export interface Touches {
  /** Share of segments whose wording is drawn afresh. */
  readonly redrawnSegments: number;
  /** Share of messages in which each pair of swap segments changes places. */
  readonly swappedPairs: number;
  /** Share of characters followed by a symbol or a space. */
  readonly symbols: number;
  /** Share of characters followed by a zero-width character. */
  readonly zeroWidth: number;
  /** Share of links with a zero-width character inside. */
  readonly brokenLinks: number;
  /** Share of messages that end in a random Latin tail. */
  readonly latinTails: number;
  /** Share of Latin letters written as a look-alike, most of them Cyrillic or Greek. */
  readonly homoglyphs: number;
  /** Share of Latin letters and digits written full-width. */
  readonly fullWidth: number;
  /** Share of Chinese characters written in their traditional form, where there is one. */
  readonly traditional: number;
  /** Share of Chinese characters written as one that looks or sounds alike, where one is known. */
  readonly similarCharacters: number;
  /** Share of Chinese characters written in pinyin. */
  readonly pinyin: number;
  /** Share of Chinese characters written as their parts, where a split is known. */
  readonly splitCharacters: number;
  /** Share of Latin letters written as a digit or symbol, where there is one. */
  readonly leet: number;
  /** Share of Latin words spelled with spaces. */
  readonly spelledWords: number;
}

const NONE: Touches = {
  redrawnSegments: 0,
  swappedPairs: 0,
  symbols: 0,
  zeroWidth: 0,
  brokenLinks: 0,
  latinTails: 0,
  homoglyphs: 0,
  fullWidth: 0,
  traditional: 0,
  similarCharacters: 0,
  pinyin: 0,
  splitCharacters: 0,
  leet: 0,
  spelledWords: 0,
};

const REWORDED: Touches = { ...NONE, redrawnSegments: 0.09, swappedPairs: 0.12 };

const SPACED: Touches = { ...REWORDED, symbols: 0.03, zeroWidth: 0.005, brokenLinks: 0.1, latinTails: 0.1 };

const DISGUISED: Touches = {
  ...SPACED,
  homoglyphs: 0.02,
  fullWidth: 0.06,
  traditional: 0.12,
  similarCharacters: 0.02,
};

/**
 * By rung, 0 to 5. All assumed: the field reports which tricks are used, not how densely. A text must stay readable to
 * the person who is to fall for it, so no rung touches more than one character in seven or so, and rung 4 rewords more
 * besides. Who has a text written anew (5) needs few tricks: the writer hands over several ways to word each sentence,
 * and messages mix them, as spammers have long done by templates with alternatives.
 *
 * One draw a character is cut between symbols, zeroWidth and then the touches of its writing (Latin: fullWidth,
 * homoglyphs, leet; Chinese: traditional, similarCharacters, pinyin, splitCharacters), in that order.
 */
const RUNGS: readonly Touches[] = [
  NONE,
  REWORDED,
  SPACED,
  DISGUISED,
  { ...DISGUISED, redrawnSegments: 0.3, pinyin: 0.03, splitCharacters: 0.03, leet: 0.06, spelledWords: 0.05 },
  { ...REWORDED, redrawnSegments: 0.5 },
];

/**
 * Of decorated benign messages: with stars, odd spaces and a code at the end; and with full-width, traditional and
 * spelled letters too. Assumed.
 */
const SHOPS: readonly Touches[] = [
  { ...NONE, symbols: 0.08, zeroWidth: 0.004, latinTails: 0.1 },
  {
    ...NONE,
    symbols: 0.08,
    zeroWidth: 0.004,
    latinTails: 0.1,
    fullWidth: 0.08,
    traditional: 0.12,
    similarCharacters: 0.01,
    spelledWords: 0.04,
  },
];

/** Shares by style: the rungs, then the two of shops. */
export const STYLES: readonly Touches[] = [...RUNGS, ...SHOPS];

/** Of a message on this rung. Benign messages are decorated (rungs 2 and 3), not disguised. */
export function styleOf(level: number, benign: boolean): number {
  return benign && level >= 2 ? Math.min(level, 3) + RUNGS.length - 2 : level;
}
