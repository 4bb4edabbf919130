/**
 * Adds to sketches of callers and reads them (src/detect/behaviour/sketches.ts), in WebAssembly. The counts of a cell
 * are one vector; its map of callees is one word. All threads share the memory, so the kernel has no static data: it
 * uses only the addresses that its caller gives.
 */
import {
  ANSWERED_BIT,
  CALLEES_AT,
  CALLEE_MASK,
  CALLEE_SHIFT,
  CALL_BIT,
  CELL_BITS,
  CELL_BYTES,
  OBSERVATION_BYTES,
  READING_COLUMN_BYTES,
  ROW_BYTES,
  SPAN_BYTES,
} from "../sketch-layout";

/** Cells loaded together: enough for many cache misses at once, few enough to stay in the cache. */
const CHUNK: i32 = 128;

const CELL_SHIFT: i32 = ctz(CELL_BYTES);
const CALLER_BYTES: i32 = 4;
const CELL_MASK: i32 = (1 << CELL_BITS) - 1;
const SATURATED: i32 = 0xffff;

/** Never read. Without it the compiler would remove the loops that touch cells. */
let touched: i32 = 0;

/** Adds `count` observations to one row of the span at `span`; its cells start at bit `shift` of callers' words. */
export function add(span: usize, shift: i32, observations: usize, count: i32): void {
  for (let from = 0; from < count; from += CHUNK) {
    const size = min(count - from, CHUNK);
    const chunk = observations + from * OBSERVATION_BYTES;
    touchRow(span, shift, chunk, size);
    for (let i = 0; i < size; i++) {
      const at = chunk + i * OBSERVATION_BYTES;
      const packed = load<i32>(at, 4);
      const callee = (<u64>1) << ((packed >>> CALLEE_SHIFT) & CALLEE_MASK);
      addToCell(cellOf(span, load<i32>(at) >>> shift), countsOf(packed), callee);
    }
  }
}

function touchRow(span: usize, shift: i32, observations: usize, count: i32): void {
  let sink = 0;
  for (let i = 0; i < count; i++) {
    sink ^= load<i32>(cellOf(span, load<i32>(observations + i * OBSERVATION_BYTES) >>> shift));
  }
  touched ^= sink;
}

/** What an observation adds to attempts, calls, answered and seconds. A call that was not answered has no seconds. */
function countsOf(packed: i32): v128 {
  const attempts = i32x4(1, 0, 0, 0);
  const calls = i32x4.replace_lane(attempts, 1, i32((packed & CALL_BIT) != 0));
  const answered = i32x4.replace_lane(calls, 2, i32((packed & ANSWERED_BIT) != 0));
  return i32x4.replace_lane(answered, 3, packed & 0xffff);
}

function addToCell(cell: usize, counts: v128, callee: u64): void {
  v128.store(cell, i32x4.add(v128.load(cell), counts));
  store<u64>(cell, load<u64>(cell, CALLEES_AT) | callee, CALLEES_AT);
}

export function clear(span: usize): void {
  const nothing = i64x2.splat(0);
  for (let cell = span; cell < span + ROW_BYTES; cell += CELL_BYTES) {
    v128.store(cell, nothing);
    v128.store(cell, nothing, CALLEES_AT);
  }
}

/** Over both spans of a slot. `distinct` has the number of callees by the number of bits set in a map. */
export function read(slot: usize, distinct: usize, callers: usize, readings: usize, count: i32): void {
  for (let from = 0; from < count; from += CHUNK) {
    const to = min(count, from + CHUNK);
    touchCells(slot, callers + from * CALLER_BYTES, to - from);
    for (let i = from; i < to; i++) {
      const caller = load<i32>(callers + i * CALLER_BYTES);
      readCaller(firstCell(slot, caller), secondCell(slot, caller), distinct, readings + (i << 1));
    }
  }
}

/** Writes the smaller reading of both cells to each column. Readings saturate. */
function readCaller(first: usize, second: usize, distinct: usize, out: usize): void {
  const counts = i32x4.min_u(bothSpans(first), bothSpans(second));
  const callees = min(countCallees(first), countCallees(second));
  const attempts = i32x4.extract_lane(counts, 0);
  const answered = i32x4.extract_lane(counts, 2);
  const seconds = i32x4.extract_lane(counts, 3);
  const saturated = i32x4.min_u(counts, i32x4.splat(SATURATED));
  v128.store_lane<u16>(out, saturated, 0);
  store<u16>(out, min<u32>(load<u16>(distinct + (callees << 1)), attempts), READING_COLUMN_BYTES);
  v128.store_lane<u16>(out, saturated, 2, 2 * READING_COLUMN_BYTES);
  v128.store_lane<u16>(out, saturated, 4, 3 * READING_COLUMN_BYTES);
  // If no call was answered, `seconds` is 0.
  store<u16>(out, min<u32>(<u32>seconds / max<u32>(answered, 1), SATURATED), 4 * READING_COLUMN_BYTES);
}

function bothSpans(cell: usize): v128 {
  return i32x4.add(v128.load(cell), v128.load(cell, SPAN_BYTES));
}

function countCallees(cell: usize): usize {
  return <usize>popcnt(load<u64>(cell, CALLEES_AT) | load<u64>(cell, SPAN_BYTES + CALLEES_AT));
}

function touchCells(cells: usize, callers: usize, count: i32): void {
  let sink = 0;
  for (let i = 0; i < count; i++) {
    const caller = load<i32>(callers + i * CALLER_BYTES);
    sink ^= load<i32>(firstCell(cells, caller)) ^ load<i32>(secondCell(cells, caller));
  }
  touched ^= sink;
}

function firstCell(cells: usize, caller: i32): usize {
  return cellOf(cells, caller >>> CELL_BITS);
}

function secondCell(cells: usize, caller: i32): usize {
  return cellOf(cells + ROW_BYTES, caller);
}

function cellOf(row: usize, number: i32): usize {
  return row + ((number & CELL_MASK) << CELL_SHIFT);
}
