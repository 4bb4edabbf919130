/** Numbers that the skimmer and its kernel share: this file is compiled to WebAssembly too, and so holds nothing but whole numbers. */

/** Units of texts that are skimmed at a time: what is read and written stays in the cache. No text is longer. */
export const ROOM_UNITS = 65_536;

/** A text is folded until it has come to so many units, and a few more: no more take part in a match (matcher.ts). */
export const FOLDED_AHEAD = 247;
export const MOST_FOLDED = 256;

/** DISGUISE and SECOND_SPACE of unit-traits.ts. */
export const DISGUISE_TRAIT = 8;
export const SECOND_SPACE_TRAIT = 32;
