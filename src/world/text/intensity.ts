/** What may be done to a text, in the order of its code (phrase-bank.ts). Shares in [0, 1]. */
export interface Touches {
  /** Segments whose wording is drawn afresh. */
  readonly redrawnSegments: number;
  /** Messages in which each pair of swap segments changes places. */
  readonly swappedPairs: number;
  /** Characters followed by a symbol or a space. */
  readonly symbols: number;
  /** Characters followed by a zero-width character. */
  readonly zeroWidth: number;
  /** Links with a zero-width character inside. */
  readonly brokenLinks: number;
  readonly latinTails: number;
  /** Latin letters written as a look-alike, most of them Cyrillic or Greek. */
  readonly homoglyphs: number;
  readonly fullWidth: number;
  /** Chinese characters in their traditional form, where there is one. */
  readonly traditional: number;
  /** Chinese characters replaced by one that looks or sounds alike, where one is known. */
  readonly similarCharacters: number;
  readonly pinyin: number;
  /** Chinese characters written as their parts, where a split is known. */
  readonly splitCharacters: number;
  /** Latin letters written as a digit or symbol, where there is one. */
  readonly leet: number;
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
 * its victim, so no rung touches more than one character in seven or so, and rung 4 rewords more as well. A gang that
 * has texts written anew (5) needs few tricks: the writer gives several wordings of each sentence, and messages mix
 * them, as spammers' templates do. One draw a character is cut between symbols, zeroWidth and then the touches of its
 * writing (Latin: fullWidth, homoglyphs, leet; Chinese: traditional, similarCharacters, pinyin, splitCharacters), in
 * that order.
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

/** Benign messages are decorated (rungs 2 and 3), not disguised. */
export function styleOf(level: number, benign: boolean): number {
  return benign && level >= 2 ? Math.min(level, 3) + RUNGS.length - 2 : level;
}
