/**
 * What the `step` column of the normaliser says of a UTF-16 unit above the unit that it folds to: bits of its upper
 * half. This file is compiled to WebAssembly too (skim/kernel), and so holds nothing but whole numbers.
 */

/** How far the upper half is shifted. */
export const FLAGS_SHIFT = 16;

/** Folds to something. */
export const KEPT = 1;
/** Folds to the symbol of digits. */
export const DIGITS = 2;
/** Folds to several units, or is half of a surrogate pair. */
export const ODD = 4;

/**
 * What matters only before certain units: the flag for being before one is PAIR_SHIFT bits above that for being one, so
 * the flags of two neighbours tell by one shift.
 */
export const PAIR_SHIFT = 2;
/** What opens a link and what joins that (event/link-reader.ts): OPENS and JOINS of unit-traits.ts. */
export const OPENS_LINK = 8;
export const JOINS_LINK = 32;
/** Each space has both. */
export const BLANK = 16;
export const BEHIND_BLANK = 64;

/** DISGUISE of unit-traits.ts. */
export const DISGUISED = 128;
