/**
 * Numbers that the kernel (kernel/index.ts) and the builder of its tables share: this file is compiled to WebAssembly
 * too, and so holds nothing but whole numbers.
 *
 * A gram's place is twice its position less the length of its text: how far it lies from the middle, in half units. If
 * d edits leave it whole, its places in both texts differ by at most d: a shift by s takes |s| edits before it and |D -
 * s| behind, D being the difference of both lengths, and |2s - D| is no more than their sum. So one number says where a
 * piece that survives can lie, whatever the lengths.
 */

/** A posting is row << PLACE_BITS | PLACE_MIDDLE + place. */
export const PLACE_BITS = 9;
export const PLACE_MIDDLE = 256;
export const PLACES = 512;

/** Bits of a mask: classes of length, so many (2 to the power), then buckets of 16 places around the middle. */
export const MASK_CLASS_BITS = 3;
export const MASK_CLASSES = 8;
export const MASK_BUCKETS = 24;
export const BUCKET_BITS = 4;
/** The middle of a text is the middle of the buckets; the first and the last hold what lies beyond. */
export const FIRST_BUCKET = (PLACE_MIDDLE >> BUCKET_BITS) - (MASK_BUCKETS >> 1);

/**
 * Counts of rows whose count bounds nothing, with room above for all pieces that are found nevertheless
 * (kernel/tally.ts).
 */
export const UNCOUNTED = 0x4000;

export const GRAM_HASH_BITS = 32;

/** Buckets of a bag (kernel/bag.ts): a byte each, a cache line in all. */
export const BAG_BUCKETS = 64;
