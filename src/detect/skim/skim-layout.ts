/**
 * Numbers that the skimmer and its kernel share: this file is compiled to WebAssembly too, and so holds nothing but
 * whole numbers.
 */

/** Units of messages that are skimmed at a time: what is read and written stays in the cache. No text is longer. */
export const HELD_UNITS = 65_536;

/**
 * A text is folded until it has come to more units than these. Then a vector more may have been written: as many as
 * take part in a match.
 */
export const FOLDED_AHEAD = 247;
/** Room for what a text is folded to, by the skim and by whoever finishes it. */
export const MAX_FOLDED = 256;

/** DISGUISE and SECOND_SPACE of unit-traits.ts. */
export const DISGUISE_TRAIT = 8;
export const SECOND_SPACE_TRAIT = 32;
