/**
 * Numbers that the kernel (kernel/index.ts) and the builder of its tables share. This file is compiled to WebAssembly
 * too, so it holds only whole numbers.
 *
 * A gram's place is twice its position minus the length of its text: its distance from the middle, in half units. If a
 * gram survives d edits, its places in both texts differ by at most d. Proof: let D be the difference of both lengths.
 * To shift the gram by s takes |s| edits before it and |D - s| behind it, and |2s - D| <= |s| + |D - s| <= d. So one
 * number limits the place of a surviving piece, for texts of any length.
 */

/** A posting is row << PLACE_BITS | PLACE_MIDDLE + place. */
export const PLACE_BITS = 9;
export const PLACE_MIDDLE = 256;
export const PLACES = 512;

/** Bits of a mask: 8 classes of length, then 24 buckets of 16 places around the middle. */
export const MASK_CLASS_BITS = 3;
export const MASK_CLASSES = 8;
export const MASK_BUCKETS = 24;
export const BUCKET_BITS = 4;
/** The middle of a text is the middle of the buckets. The first and the last bucket also hold all places beyond. */
export const FIRST_BUCKET = (PLACE_MIDDLE >> BUCKET_BITS) - (MASK_BUCKETS >> 1);

/** The count of rows whose count proves nothing, with room for all pieces that are found on top (kernel/tally.ts). */
export const UNCOUNTED = 0x4000;

export const GRAM_HASH_BITS = 32;

/** Buckets of a bag (kernel/bag.ts): a byte each, one cache line together. */
export const BAG_BUCKETS = 64;
