/**
 * Shared with the kernel (kernel/sketch.ts). This file is compiled to WebAssembly too, so it holds whole numbers only.
 */

/** Words of an event: the cells of the caller, then a packed word. */
export const OBSERVATION_WORDS = 2;
export const OBSERVATION_BYTES = OBSERVATION_WORDS * 4;

/** The packed word: bits 0-15 seconds, 16 answered, 17 call, 18-23 the callee's bit in a 64-bit map. */
export const ANSWERED_BIT = 1 << 16;
export const CALL_BIT = 1 << 17;
export const CALLEE_SHIFT = 18;
export const CALLEE_MASK = 63;

/** 65,536 cells a row: with 60,000 callers in a span, one light caller in a thousand reads as a heavy one. */
export const CELL_BITS = 16;
/** Two spans side by side: a caller's readings in one row lie in one cache line. */
export const CELL_BYTES = 64;
/** A span has a word each for attempts, calls, answered and seconds, two words of callee map, and two spare words. */
export const SPAN_BYTES = CELL_BYTES / 2;
export const CALLEES_AT = 16;

const ROWS = 2;
export const ROW_BYTES = CELL_BYTES << CELL_BITS;

/** One slot is brought up to date while workers read the other. */
export const SLOTS = 2;
export const SLOT_BYTES = ROWS * ROW_BYTES;

/** Behind the slots: distinct callees by the number of bits set in a map, 16 bits each, in whole cache lines. */
export const DISTINCT_AT = SLOTS * SLOT_BYTES;
export const DISTINCT_COUNT = CALLEE_MASK + 2;
const DISTINCT_BYTES = 192;

export const BUFFER_ROWS = 2048;
/** A buffer, in bytes: observations or the cells of callers, then five columns of readings. */
export const BUFFER_READINGS = BUFFER_ROWS * OBSERVATION_BYTES;
export const READING_COLUMN_BYTES = BUFFER_ROWS * 2;
export const BUFFER_BYTES = BUFFER_READINGS + 5 * READING_COLUMN_BYTES;
/** More than a run may have workers. In front, a word a buffer says who owns it. Only buffers in use take memory. */
export const BUFFERS = 1024;
export const BUFFER_OWNERS_AT = DISTINCT_AT + DISTINCT_BYTES;
export const BUFFERS_AT = BUFFER_OWNERS_AT + BUFFERS * 4;
