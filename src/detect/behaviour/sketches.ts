/**
 * Sketches of what callers did in a span of time: two rows of cells, with one cell for each caller in each row
 * (count-min, Cormode and Muthukrishnan 2005, with the smaller of two readings), and in each cell a 64-bit map of
 * callees (linear counting, Whang et al. 1990). All integers; additions and bit-ors commute, so the order of events
 * does not matter. A reading is never too low for counts; test/detect/behaviour measures how much too high.
 *
 * They lie in a memory of WebAssembly that threads share. It has two slots, each with the sketches of two spans, which
 * alternate cell by cell. A kernel (kernel/sketch.ts) adds and reads; its input and output lie in the buffer of its
 * thread.
 */
import type { activityFound } from "./found.ts";
import type { Side } from "../../core/time.ts";
import { assert } from "../../core/assert.ts";
import { once } from "../../core/once.ts";
import { takeSlot } from "../../core/claims.ts";
import {
  type SharedWasmMemory,
  allocateWasm,
  instantiateWasm,
  loadKernel,
  noAddressSpace,
} from "../../core/web-assembly.ts";
import {
  CALLEE_MASK,
  DISTINCT_AT,
  DISTINCT_COUNT,
  OBSERVATION_WORDS,
  READING_COLUMN_BYTES,
  BUFFERS,
  BUFFERS_AT,
  BUFFER_BYTES,
  BUFFER_OWNERS_AT,
  BUFFER_READINGS,
  BUFFER_ROWS,
  ROW_BYTES,
  SLOT_BYTES,
  SPAN_BYTES,
} from "./sketch-layout.ts";

export const ROWS: readonly Side[] = [0, 1];

/** Readings of callers, in columns. Each saturates at 65,535. */
export type ActivityColumns = ReturnType<typeof activityFound>;

interface SketchExports {
  add(span: number, shift: number, observations: number, count: number): void;
  clear(span: number): void;
  read(slot: number, distinct: number, callers: number, readings: number, count: number): void;
}

const compiled = once(() => loadKernel<SketchExports>("sketch"));

/** Empty sketches: 16 MiB once something is written. */
export function allocateSketches(): SharedWasmMemory {
  const memory = allocateWasm(BUFFERS_AT + BUFFERS * BUFFER_BYTES);
  if (memory === null) throw noAddressSpace();
  new Uint16Array(memory.buffer, DISTINCT_AT, DISTINCT_COUNT).set(DISTINCT);
  return memory;
}

const MAP_BITS = CALLEE_MASK + 1;

/** By row: the lowest bit of its cell number in the word of a caller. */
const CELL_SHIFTS = [16, 0];

/** Distinct callees by bits set in the map: -m ln(1 - bits / m). A full map counts as if half a bit were empty. */
const DISTINCT = Uint16Array.from({ length: DISTINCT_COUNT }, (_, bits) =>
  Math.round(-MAP_BITS * Math.log(Math.max(MAP_BITS - bits, 0.5) / MAP_BITS)),
);

export class Sketches {
  /** The cells of the callers to read (caller-hash.ts), at most BUFFER_ROWS. */
  readonly callers: Int32Array;
  readonly #exports: SketchExports;
  readonly #bytes: Uint8Array;
  readonly #bufferAt: number;
  readonly #observations: Uint32Array;
  readonly #readings: ActivityColumns;

  private constructor(memory: SharedWasmMemory, bufferAt: number) {
    const { buffer } = memory;
    this.#exports = instantiateWasm(compiled(), memory);
    this.#bytes = new Uint8Array(buffer);
    this.#bufferAt = bufferAt;
    this.callers = new Int32Array(buffer, bufferAt, BUFFER_ROWS);
    this.#observations = new Uint32Array(buffer, bufferAt, BUFFER_ROWS * OBSERVATION_WORDS);
    const column = (number: number): Uint16Array =>
      new Uint16Array(buffer, bufferAt + BUFFER_READINGS + number * READING_COLUMN_BYTES, BUFFER_ROWS);
    this.#readings = {
      attempts: column(0),
      fanOut: column(1),
      calls: column(2),
      answered: column(3),
      meanDurationS: column(4),
    };
  }

  static attach(memory: SharedWasmMemory): Sketches {
    const taken = takeSlot(new Int32Array(memory.buffer, BUFFER_OWNERS_AT, BUFFERS));
    assert(taken >= 0, "more threads attached than there are buffers");
    return new Sketches(memory, BUFFERS_AT + taken * BUFFER_BYTES);
  }

  /** Adds the first `count` observations to a span, or to some rows of it. 6 to 8 ns an observation and row. */
  add(slot: Side, span: Side, observations: Uint32Array, count: number, rows = ROWS): void {
    assert(count * OBSERVATION_WORDS <= observations.length, "more observations to add than were given");
    for (let from = 0; from < count; from += BUFFER_ROWS) {
      const size = Math.min(count - from, BUFFER_ROWS);
      this.#observations.set(observations.subarray(from * OBSERVATION_WORDS, (from + size) * OBSERVATION_WORDS));
      for (const row of rows) this.#exports.add(spanAt(slot, span, row), CELL_SHIFTS[row]!, this.#bufferAt, size);
    }
  }

  /** Empties a span, or some rows of it. About a quarter of a millisecond a row. */
  clear(slot: Side, span: Side, rows = ROWS): void {
    for (const row of rows) this.#exports.clear(spanAt(slot, span, row));
  }

  /** Copies a row from the other slot. */
  copyRow(slot: Side, row: Side): void {
    const [from, to] = [spanAt(slot === 0 ? 1 : 0, 0, row), spanAt(slot, 0, row)];
    this.#bytes.copyWithin(to, from, from + ROW_BYTES);
  }

  /** Reads the first `count` of `callers` over both spans of a slot into rows [from, from + count) of `out`. */
  read(slot: Side, count: number, out: ActivityColumns, from: number): void {
    assert(count <= BUFFER_ROWS, "more callers to read than the buffer holds");
    this.#exports.read(slot * SLOT_BYTES, DISTINCT_AT, this.#bufferAt, this.#bufferAt + BUFFER_READINGS, count);
    const { attempts, fanOut, calls, answered, meanDurationS } = this.#readings;
    copyFirst(attempts, count, out.attempts, from);
    copyFirst(fanOut, count, out.fanOut, from);
    copyFirst(calls, count, out.calls, from);
    copyFirst(answered, count, out.answered, from);
    copyFirst(meanDurationS, count, out.meanDurationS, from);
  }
}

/** Copies a full column at once, the usual case. Otherwise value by value, since a view would have to be allocated. */
function copyFirst(column: Uint16Array, count: number, out: Uint16Array, from: number): void {
  if (count === column.length) out.set(column, from);
  else for (let i = 0; i < count; i++) out[from + i] = column[i]!;
}

function spanAt(slot: Side, span: Side, row: Side): number {
  return slot * SLOT_BYTES + row * ROW_BYTES + span * SPAN_BYTES;
}
