/**
 * Rows of a part of a file as events in columns, with the line and label of each row. Columns are reused for the next
 * part.
 */
import { EventBatch, KIND_MESSAGE, textOf } from "../event/event-batch.ts";
import type { Country } from "./country.ts";
import { fillEvent } from "./fill-events.ts";
import type { Row } from "./row.ts";

/** Rows of a chunk: some megabytes of columns. A power of two. */
export const CHUNK_ROWS = 4096;
const CHUNK_BITS = 12;
/** The most free chunks that are kept. A part with very short lines needs many. */
const KEPT_CHUNKS = 16;

/** Bits of `told`. */
export const HAS_CALLER = 1;
export const HAS_TIME = 2;
/** In `label`, for a row without one. */
export const NO_LABEL = -1;

export class RowChunk {
  readonly events = EventBatch.allocate(CHUNK_ROWS);
  readonly texts = bytesOf(this.events.text);
  /** By row: its line in the file, its label as an index of `EventRows.labels`, and flags. */
  readonly line = new Float64Array(CHUNK_ROWS);
  readonly label = new Int32Array(CHUNK_ROWS);
  readonly told = new Uint8Array(CHUNK_ROWS);
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

  giveBack(chunks: readonly RowChunk[]): void {
    for (const chunk of chunks) if (this.#free.length < KEPT_CHUNKS) this.#free.push(chunk);
  }
}

export class EventRows {
  /** All except the last are full. */
  readonly chunks: RowChunk[] = [];
  /** In order of first appearance. */
  readonly labels: string[] = [];
  /** Number of texts that were cut at MAX_TEXT_UNITS. */
  cut = 0;
  readonly country: Country;
  readonly #source: RowChunks;
  readonly #numbers = new Map<string, number>();

  constructor(country: Country, source: RowChunks) {
    this.country = country;
    this.#source = source;
  }

  get count(): number {
    const { length } = this.chunks;
    return length === 0 ? 0 : (length - 1) * CHUNK_ROWS + this.chunks[length - 1]!.events.count;
  }

  /** The chunk with room for row `events.count`. */
  get open(): RowChunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.events.count < CHUNK_ROWS) return last;
    const chunk = this.#source.take();
    this.chunks.push(chunk);
    return chunk;
  }

  add(row: Row): void {
    const chunk = this.open;
    const { events } = chunk;
    const index = events.count;
    if (fillEvent(events, index, row, this.country, chunk.texts)) this.cut++;
    chunk.line[index] = row.line;
    chunk.label[index] = row.label === null ? NO_LABEL : this.labelNumber(row.label);
    chunk.told[index] = (row.caller === null ? 0 : HAS_CALLER) | ((row.timeMs ?? null) === null ? 0 : HAS_TIME);
    events.count = index + 1;
  }

  labelNumber(label: string): number {
    const known = this.#numbers.get(label);
    if (known !== undefined) return known;
    this.#numbers.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }

  /** Milliseconds since the epoch by row; NaN without a time. */
  get times(): Float64Array {
    return this.#gather((into, { events, told }, from) => {
      for (let index = 0; index < events.count; index++) {
        into[from + index] = (told[index]! & HAS_TIME) === 0 ? Number.NaN : events.timeMs[index]!;
      }
    });
  }

  /** By row. */
  get lines(): Float64Array {
    return this.#gather((into, { events, line }, from) => into.set(line.subarray(0, events.count), from));
  }

  #gather(gather: (into: Float64Array, chunk: RowChunk, from: number) => void): Float64Array {
    const into = new Float64Array(this.count);
    for (const [at, chunk] of this.chunks.entries()) gather(into, chunk, at * CHUNK_ROWS);
    return into;
  }

  /** Copies the rows of a chunk into `events`. */
  copyChunkInto(events: EventBatch, at: number): void {
    const from = this.chunks[at]!.events;
    const { count } = from;
    for (const column of COPIED) events[column].set(from[column].subarray(0, count));
    events.textStart.set(from.textStart.subarray(0, count + 1));
    events.text.set(from.text.subarray(0, from.textStart[count]!));
    events.count = count;
  }

  /** Copies rows places[from], places[from + 1] ... into `events`, as many as fit. */
  copyInto(events: EventBatch, places: Uint32Array, from: number): void {
    const count = Math.min(events.capacity, places.length - from);
    events.textStart[0] = 0;
    for (let index = 0; index < count; index++) {
      const place = places[from + index]!;
      copyEvent(this.chunks[place >> CHUNK_BITS]!.events, place % CHUNK_ROWS, events, index);
    }
    events.count = count;
  }

  describe(place: number): { line: number; text: string | null; label: string | null; hasCaller: boolean } {
    const { events, line, label, told } = this.chunks[place >> CHUNK_BITS]!;
    const index = place % CHUNK_ROWS;
    return {
      line: line[index]!,
      text: events.kind[index] === KIND_MESSAGE ? textOf(events, index) : null,
      label: label[index] === NO_LABEL ? null : this.labels[label[index]!]!,
      hasCaller: (told[index]! & HAS_CALLER) !== 0,
    };
  }

  /** Gives the chunks back. */
  release(): void {
    this.#source.giveBack(this.chunks);
    this.chunks.length = 0;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

const COPIED = [
  "timeMs",
  "idLow",
  "idHigh",
  "kind",
  "route",
  "direction",
  "caller",
  "callee",
  "provenance",
  "answered",
  "durationS",
] as const satisfies readonly (keyof EventBatch)[];

function copyEvent(from: EventBatch, index: number, into: EventBatch, at: number): void {
  into.timeMs[at] = from.timeMs[index]!;
  into.idLow[at] = from.idLow[index]!;
  into.idHigh[at] = from.idHigh[index]!;
  into.kind[at] = from.kind[index]!;
  into.route[at] = from.route[index]!;
  into.direction[at] = from.direction[index]!;
  into.caller[at] = from.caller[index]!;
  into.callee[at] = from.callee[index]!;
  into.provenance[at] = from.provenance[index]!;
  into.answered[at] = from.answered[index]!;
  into.durationS[at] = from.durationS[index]!;
  let end = into.textStart[at]!;
  const to = from.textStart[index + 1]!;
  for (let i = from.textStart[index]!; i < to; i++) into.text[end++] = from.text[i]!;
  into.textStart[at + 1] = end;
}
