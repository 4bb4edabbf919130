/**
 * Shared with the kernel (kernel/filter.ts). This file is compiled to WebAssembly too, so it holds whole numbers only.
 */

/** Number of random bit patterns, which lie in front of the blocks. A power of two. */
export const MASKS = 1024;

/** Words of a block, which is a cache line. A key's lower word lies in the first half, its upper word in the second. */
export const BLOCK_WORDS = 16;
export const UPPER_HALF = BLOCK_WORDS / 2;

/** Shifts of the second hash: 3 bits choose the lower word, 10 its pattern, 3 the upper word, 10 its pattern. */
export const LOWER_WORD = 29;
export const LOWER_MASK = 19;
export const UPPER_WORD = 16;
export const UPPER_MASK = 6;

/** Looked up together: enough for many cache misses at once, few enough for the nearest cache. */
export const CHUNK = 128;
export const BUFFER_KEYS = 2048;
/** A buffer, in bytes: the keys, then block and second hash of a chunk of them, then the answers. */
export const BUFFER_BLOCKS = BUFFER_KEYS * 8;
export const BUFFER_SECONDS = BUFFER_BLOCKS + CHUNK * 4;
export const BUFFER_ANSWERS = BUFFER_SECONDS + CHUNK * 4;
export const BUFFER_BYTES = BUFFER_ANSWERS + BUFFER_KEYS;
/** Buffers of a filter. In front of them, a word a buffer says who owns it. Only buffers in use take memory. */
export const BUFFERS = 64;
export const BUFFER_OWNERS_BYTES = BUFFERS * 4;
