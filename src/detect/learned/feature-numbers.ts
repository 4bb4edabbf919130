/** Shared with the kernel. This file is compiled to WebAssembly too, so it holds whole numbers only. */

/** The version of what is read of a text, and of how it is hashed. */
export const FEATURE_VERSION = 6;

export const BUCKET_BITS = 16;
export const BUCKETS = 1 << BUCKET_BITS;
export const SHIFT = 32 - BUCKET_BITS;

/** Units that are read of the normalised text, and of the raw one: READ_UNITS of the normaliser. */
export const MAX_UNITS = 255;

/** Grams of two to four units; the same with a digit; single units; two features a word; counts and sender. */
export const MAX_FEATURES = 3 * (MAX_UNITS + 1) + 3 * MAX_UNITS + MAX_UNITS + 2 * (MAX_UNITS + 1) + 80;

/**
 * A text with a link and at most so many normalised units (a Chinese one counts as three) is a link alone: not read. Nor
 * is a number alone, unless the sender is read.
 */
export const LINK_ALONE = 6;

export const CUT_UNITS = 48;

export const WHOLE = 0;
export const HEAD = 1;
export const TAIL = 2;

/** Units that stand before and behind a text. No unit of a normalised text is below a space. */
export const BEGIN = 2;
export const END = 3;

/** Multipliers of hashes: the golden ratio in 32 bits, and other odd numbers with about as many ones as zeros. */
export const MIX = 0x9e3779b1 | 0;
export const MIX_WORD = 0x85ebca6b | 0;
export const MIX_PAIR = 0xc2b2ae35 | 0;
export const FIRST = 0x2545f491;
export const NO_WORD = 0x51ed270b;
export const OF_COUNTS = 0x5bd1e995;
export const OF_SINGLES = 0x1b873593;
export const OF_DIGITS = 0x38b34ae5;

/** Chinese characters, which are words by themselves: the first, and how many there are. */
export const FIRST_SINGLE = 0x3400;
export const SINGLES = 0xa000 - FIRST_SINGLE;

/** The most units of a gram with a digit. */
export const DIGIT_GRAM = 4;

export const SPACE = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 3;
/** Chinese, which has no spaces between words. */
export const WIDE = 4;
/** Has no width: it is skipped, even within a word. */
export const UNSEEN = 5;

/** In the entry of a raw unit, the bits above the folded unit: its kind, capital or not, four signs. */
export const KIND_SHIFT = 16;
export const CAPITAL_SHIFT = 19;
export const SIGNS_SHIFT = 20;
/** The sign of a shout. */
export const SHOUT_SHIFT = 23;
