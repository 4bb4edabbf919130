/**
 * Rows of a part of a file as events in columns, with the line and label of each row. The columns lie in shared memory,
 * so that a thread can screen them, and are reused for later parts.
 */
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";
import { appendEvent } from "../event/copy-row.ts";
import { EventBatch, type EventBatchHandle, KIND_MESSAGE, textOf } from "../event/event-batch.ts";
import type { Country } from "./country.ts";
import { fillEvent } from "./fill-events.ts";
import type { Row } from "./row.ts";

/** Rows of a chunk: some megabytes of columns. A power of two. */
export const CHUNK_ROWS = 4096;
const CHUNK_BITS = 12;
/** The most free chunks that are kept. */
const KEPT_CHUNKS = 16;

/** Bits of `given`. */
const HAS_CALLER = 1;
const HAS_TIME = 2;
/** In `label`, for a row without one. */
export const NO_LABEL = -1;

/** By row: its line in the file, its label as an index of `EventRows.labels`, and flags. */
const ROW_COLUMNS = { line: ["f64", CHUNK_ROWS], label: ["i32", CHUNK_ROWS], given: ["u8", CHUNK_ROWS] } as const;

interface ChunkHandle {
  readonly events: EventBatchHandle;
  readonly rows: SharedArrayBuffer;
}

class RowChunk {
  readonly events: EventBatch;
  readonly texts: Buffer;
  readonly rows: Columns<typeof ROW_COLUMNS>;
  readonly handle: ChunkHandle;

  constructor(handle: ChunkHandle | null = null) {
    this.events = handle === null ? EventBatch.allocate(CHUNK_ROWS) : EventBatch.attach(handle.events);
    const { buffer, byteOffset, byteLength } = this.events.text;
    this.texts = Buffer.from(buffer, byteOffset, byteLength);
    const rows = handle?.rows ?? new SharedArrayBuffer(columnsByteLength(ROW_COLUMNS));
    this.rows = layColumns(rows, ROW_COLUMNS);
    this.handle = { events: this.events.handle, rows };
  }
}

/** Free chunks. */
export class RowChunks {
  readonly #free: RowChunk[] = [];

  take(): RowChunk {
    const chunk = this.#free.pop() ?? new RowChunk();
    chunk.events.count = 0;
    chunk.events.textStart[0] = 0;
    return chunk;
  }

  giveBack({ chunks }: EventRows): void {
    for (const chunk of chunks) if (this.#free.length < KEPT_CHUNKS) this.#free.push(chunk);
  }
}

/** Rows for another thread. Structured-cloneable. */
export interface EventRowsHandle {
  readonly chunks: readonly ChunkHandle[];
  readonly labels: readonly string[];
}

export class EventRows {
  /** All except the last are full. */
  readonly chunks: RowChunk[];
  /** In order of first appearance. */
  readonly labels: string[];
  /** Number of texts that were cut at MAX_TEXT_UNITS. */
  cut = 0;
  readonly #numbers = new Map<string, number>();

  private constructor(chunks: RowChunk[], labels: string[]) {
    this.chunks = chunks;
    this.labels = labels;
  }

  static of(rows: readonly Row[], country: Country, source: RowChunks): EventRows {
    const made = new EventRows([], []);
    for (const row of rows) made.#add(row, country, source);
    return made;
  }

  static attach({ chunks, labels }: EventRowsHandle): EventRows {
    return new EventRows(
      chunks.map((chunk) => new RowChunk(chunk)),
      [...labels],
    );
  }

  get handle(): EventRowsHandle {
    return { chunks: this.chunks.map(({ handle }) => handle), labels: this.labels };
  }

  get count(): number {
    const { length } = this.chunks;
    return length === 0 ? 0 : (length - 1) * CHUNK_ROWS + this.chunks[length - 1]!.events.count;
  }

  #add(row: Row, country: Country, source: RowChunks): void {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.events.count === CHUNK_ROWS) this.chunks.push((chunk = source.take()));
    const { events, texts } = chunk;
    const { line, label, given } = chunk.rows;
    const index = events.count;
    if (fillEvent(events, index, row, country, texts)) this.cut++;
    line[index] = row.line;
    label[index] = row.label === null ? NO_LABEL : this.#labelNumber(row.label);
    given[index] = (row.caller === null ? 0 : HAS_CALLER) | ((row.timeMs ?? null) === null ? 0 : HAS_TIME);
    events.count = index + 1;
  }

  #labelNumber(label: string): number {
    const known = this.#numbers.get(label);
    if (known !== undefined) return known;
    this.#numbers.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }

  /** Milliseconds since the epoch by row; NaN without a time. */
  get times(): Float64Array {
    return this.#gather((into, { events, rows: { given } }, from) => {
      for (let index = 0; index < events.count; index++) {
        into[from + index] = (given[index]! & HAS_TIME) === 0 ? Number.NaN : events.timeMs[index]!;
      }
    });
  }

  /** By row. */
  get lines(): Float64Array {
    return this.#gather((into, { events, rows }, from) => into.set(rows.line.subarray(0, events.count), from));
  }

  #gather(gather: (into: Float64Array, chunk: RowChunk, from: number) => void): Float64Array {
    const into = new Float64Array(this.count);
    for (const [at, chunk] of this.chunks.entries()) gather(into, chunk, at * CHUNK_ROWS);
    return into;
  }

  /** Copies rows places[from], places[from + 1] ... into `events`, as many as fit. Null: rows from, from + 1 ... */
  copyInto(events: EventBatch, places: Uint32Array | null, from: number): void {
    const end = Math.min(places?.length ?? this.count, from + events.capacity);
    events.count = 0;
    for (let at = from; at < end; at++) {
      const place = places === null ? at : places[at]!;
      appendEvent(this.chunks[place >> CHUNK_BITS]!.events, place % CHUNK_ROWS, events);
    }
  }

  describe(place: number): { line: number; text: string | null; label: string | null; hasCaller: boolean } {
    const { events, rows } = this.chunks[place >> CHUNK_BITS]!;
    const index = place % CHUNK_ROWS;
    return {
      line: rows.line[index]!,
      text: events.kind[index] === KIND_MESSAGE ? textOf(events, index) : null,
      label: rows.label[index] === NO_LABEL ? null : this.labels[rows.label[index]!]!,
      hasCaller: (rows.given[index]! & HAS_CALLER) !== 0,
    };
  }
}
