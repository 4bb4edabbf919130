/**
 * A sketch of what callers did in a span of time: two rows of cells, a caller owning one cell in each (count-min,
 * Cormode and Muthukrishnan 2005, with the smaller of two readings), and in each cell a 64-bit map of callees
 * (linear counting, Whang et al. 1990). All integers; additions and bit-ors commute, so the order of events
 * does not matter. A reading is never too low for counts; test/behaviour measures how much too high.
 */
import { ANSWERED_BIT, CALLEE_MASK, CALLEE_SHIFT, CALL_BIT, OBSERVATION_WORDS } from "./observation-batch.ts";

/** 65,536 cells a row: with 60,000 callers in a span, one light caller in a thousand reads as a heavy one. */
const CELL_BITS = 16;
const ROWS = 2;
/** Words a cell: attempts, calls, answered, seconds, two words of callee map. Two spare would keep it in one cache line, but cost more. */
const CELL_WORDS = 6;
const ATTEMPTS = 0;
const CALLS = 1;
const ANSWERED = 2;
const SECONDS = 3;
const CALLEES = 4;

const ROW_WORDS = CELL_WORDS << CELL_BITS;

/** Words of one sketch. */
export const SKETCH_WORDS = ROWS * ROW_WORDS;

/** Observations whose cells are loaded before the first is written. */
const TOUCHED_AHEAD = 128;

/** Adds the first `count` observations to a sketch. About 20 ns each. */
export function addObservations(sketch: Uint32Array, observations: Uint32Array, count: number): void {
  for (let from = 0; from < count; from += TOUCHED_AHEAD) {
    const to = Math.min(from + TOUCHED_AHEAD, count);
    touchObserved(sketch, observations, from, to);
    for (let i = from; i < to; i++) {
      const hash = observations[i * OBSERVATION_WORDS]! | 0;
      const packed = observations[i * OBSERVATION_WORDS + 1]! | 0;
      addToCell(sketch, firstCell(hash), packed);
      addToCell(sketch, secondCell(hash), packed);
    }
  }
}

/** The cache misses overlap, where those of writing would wait for each other. */
function touchObserved(sketch: Uint32Array, observations: Uint32Array, from: number, to: number): void {
  let sink = 0;
  for (let i = from; i < to; i++) {
    const hash = observations[i * OBSERVATION_WORDS]! | 0;
    sink ^= sketch[firstCell(hash)]! ^ sketch[secondCell(hash)]!;
  }
  touched[0] = sink;
}

/** Without a branch: whether a call was answered, nobody can predict. What was not answered has no seconds. */
function addToCell(sketch: Uint32Array, cell: number, packed: number): void {
  const callee = (packed >>> CALLEE_SHIFT) & CALLEE_MASK;
  sketch[cell + ATTEMPTS]!++;
  sketch[cell + CALLS]! += (packed & CALL_BIT) >>> CALL_SHIFT;
  sketch[cell + ANSWERED]! += (packed & ANSWERED_BIT) >>> ANSWERED_SHIFT;
  sketch[cell + SECONDS]! += packed & 0xffff;
  sketch[cell + CALLEES + (callee >>> 5)]! |= 1 << (callee & 31);
}

const CALL_SHIFT = 31 - Math.clz32(CALL_BIT);
const ANSWERED_SHIFT = 31 - Math.clz32(ANSWERED_BIT);

/** What is known of callers, in columns; each saturates at 65,535. */
export interface ActivityColumns {
  readonly attempts: Uint16Array;
  readonly fanOut: Uint16Array;
  readonly calls: Uint16Array;
  readonly answered: Uint16Array;
  readonly meanDurationS: Uint16Array;
}

/** Keeps the touching loop from being optimised away. */
export const touched = new Uint32Array(1);

/** Loads the cells of `count` callers, by their hashes, ahead of reading them: the cache misses overlap. */
export function touchCallers(earlier: Uint32Array, later: Uint32Array, hashes: Int32Array, count: number): void {
  let sink = 0;
  for (let i = 0; i < count; i++) {
    const hash = hashes[i]!;
    const a = firstCell(hash);
    const b = secondCell(hash);
    sink ^= earlier[a]! ^ later[a]! ^ earlier[b]! ^ later[b]!;
  }
  touched[0] = sink;
}

/** Reads `count` callers over two neighbouring spans of time into rows [from, from + count) of `out`. */
export function readCallers(
  earlier: Uint32Array,
  later: Uint32Array,
  hashes: Int32Array,
  count: number,
  out: ActivityColumns,
  from: number,
): void {
  const { attempts, fanOut, calls, answered, meanDurationS } = out;
  for (let i = 0; i < count; i++) {
    const row = from + i;
    const hash = hashes[i]!;
    const a = firstCell(hash);
    const b = secondCell(hash);
    const tried = lesser(earlier, later, a, b, ATTEMPTS);
    const talked = lesser(earlier, later, a, b, ANSWERED);
    const callees = least(countCallees(earlier, later, a), countCallees(earlier, later, b));
    attempts[row] = saturate(tried);
    fanOut[row] = least(DISTINCT[callees]!, tried);
    calls[row] = saturate(lesser(earlier, later, a, b, CALLS));
    answered[row] = saturate(talked);
    // Where nothing was answered, no second was talked.
    meanDurationS[row] = saturate((lesser(earlier, later, a, b, SECONDS) / (talked === 0 ? 1 : talked)) | 0);
  }
}

const SATURATED = 0xffff;

function saturate(value: number): number {
  return value < SATURATED ? value : SATURATED;
}

function lesser(earlier: Uint32Array, later: Uint32Array, a: number, b: number, field: number): number {
  return least((earlier[a + field]! + later[a + field]!) | 0, (earlier[b + field]! + later[b + field]!) | 0);
}

/** The lesser of two counts below 2^30, without a branch: which of two cells somebody shares with others, nobody can predict. */
function least(one: number, other: number): number {
  const difference = (one - other) | 0;
  return (other + (difference & (difference >> 31))) | 0;
}

function countCallees(earlier: Uint32Array, later: Uint32Array, cell: number): number {
  return (
    countBits(earlier[cell + CALLEES]! | later[cell + CALLEES]!) +
    countBits(earlier[cell + CALLEES + 1]! | later[cell + CALLEES + 1]!)
  );
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const MAP_BITS = CALLEE_MASK + 1;

/** Distinct callees that set so many bits of the map: -m ln(1 - bits / m); a full map reads as its limit. */
const DISTINCT = Uint16Array.from({ length: MAP_BITS + 1 }, (_, bits) =>
  Math.round(-MAP_BITS * Math.log(Math.max(MAP_BITS - bits, 0.5) / MAP_BITS)),
);

function firstCell(hash: number): number {
  return (hash >>> (32 - CELL_BITS)) * CELL_WORDS;
}

function secondCell(hash: number): number {
  return ROW_WORDS + (Math.imul(hash, 0x9e3779b1) >>> (32 - CELL_BITS)) * CELL_WORDS;
}
