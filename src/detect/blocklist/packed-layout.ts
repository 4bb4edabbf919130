/**
 * Numbers that the packed filter and its kernel (kernel/filter.ts) share: this file is compiled to WebAssembly too, and
 * so holds nothing but whole numbers.
 */

/** Random patterns of bits, which lie in front of the blocks; a power of two. */
export const MASKS = 1024;

/** Words of a block: a cache line. The lower word of a key lies in its first half, the upper word in its second. */
export const BLOCK_WORDS = 16;
export const UPPER_HALF = BLOCK_WORDS / 2;

/**
 * Of the second hash, how far it is shifted: 3 bits choose the lower word, 10 its pattern, 3 the upper word, 10 its
 * pattern.
 */
export const LOWER_WORD = 29;
export const LOWER_MASK = 19;
export const UPPER_WORD = 16;
export const UPPER_MASK = 6;

/**
 * Keys that the kernel looks up together: enough cache misses under way at once, and all about them stays in the
 * nearest cache.
 */
export const CHUNK = 128;
export const BUFFER_KEYS = 2048;
/** A buffer, in bytes: keys, then what the kernel makes of a chunk of them (block, second hash), then the answers. */
export const BUFFER_BLOCKS = BUFFER_KEYS * 8;
export const BUFFER_SECONDS = BUFFER_BLOCKS + CHUNK * 4;
export const BUFFER_ANSWERS = BUFFER_SECONDS + CHUNK * 4;
export const BUFFER_BYTES = BUFFER_ANSWERS + BUFFER_KEYS;
/**
 * Buffers of a filter, behind a word for each that says whose it is. Only the buffers of threads that read take memory.
 */
export const BUFFERS = 64;
export const BUFFER_OWNERS_BYTES = BUFFERS * 4;
