/**
 * Numbers that the kernel (kernel/) and its users share: this file is compiled to WebAssembly too, and so holds nothing
 * but whole numbers.
 */

/** Of what is read, and of how it is hashed. */
export const FEATURE_VERSION = 5;

export const BUCKET_BITS = 16;
export const BUCKETS = 1 << BUCKET_BITS;
export const SHIFT = 32 - BUCKET_BITS;

/** Units that are read, of the normalised text as of the raw one: READ_UNITS of the normaliser. */
export const MAX_UNITS = 255;

/** Two, three and four units, as they are and about digits; one unit; two features a word; the counts, the sender. */
export const MAX_FEATURES = 3 * (MAX_UNITS + 1) + 3 * MAX_UNITS + MAX_UNITS + 2 * (MAX_UNITS + 1) + 80;

/**
 * A text with a link and so many normalised units at most, a Chinese one counted as three, is a link with a short word
 * at most: of it nothing is read. Its digits and marks are those of the link, and tell whether there is one.
 */
export const LINK_ALONE = 6;

export const CUT_UNITS = 48;

export const WHOLE = 0;
export const HEAD = 1;
export const TAIL = 2;

/** Frames of a text: no unit of a normalised text is below a space. */
export const BEGIN = 2;
export const END = 3;

/** The golden ratio in 32 bits, and other odd numbers with as many ones as zeros. */
export const MIX = 0x9e3779b1 | 0;
export const MIX_WORD = 0x85ebca6b | 0;
export const MIX_PAIR = 0xc2b2ae35 | 0;
export const FIRST = 0x2545f491;
export const NO_WORD = 0x51ed270b;
export const OF_COUNTS = 0x5bd1e995;
export const OF_SINGLES = 0x1b873593;
export const OF_DIGITS = 0x38b34ae5;

/** Characters that are words by themselves: where they begin among the units, and how many there are. */
export const FIRST_SINGLE = 0x3400;
export const SINGLES = 0xa000 - FIRST_SINGLE;

/** Units that a gram with a digit has at most. */
export const DIGIT_GRAM = 4;

export const SPACE = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 3;
/** Chinese, which has no spaces between words. */
export const WIDE = 4;
/** Has no width: words go on behind it as if it were not there. */
export const UNSEEN = 5;

/** Of a raw unit, above what it folds to: its kind, whether it is a capital, four signs. */
export const KIND_SHIFT = 16;
export const CAPITAL_SHIFT = 19;
export const SIGNS_SHIFT = 20;
/** The last sign. */
export const SHOUT_SHIFT = 23;
