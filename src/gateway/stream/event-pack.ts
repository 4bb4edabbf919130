/**
 * Events of one partition in one message, in columns, texts included: some thirty bytes an event, and one or two for
 * each unit of its text. What is the same for all rows, or follows from others, is left out.
 */
import { z } from "zod";
import { DIRECTION_SENT, KIND_CALL, KIND_MESSAGE, MAX_TEXT_UNITS, ROUTES } from "../../event/event-batch.ts";
import { CHUNK_ROWS, EventRows, HAS_CALLER, HAS_TIME, NO_LABEL, type RowChunk } from "../../rows/event-rows.ts";
import { bytesOf, type ColumnReader, frame, unframe } from "./frame.ts";

/** Events of a pack at most: a batch of screening. */
export const MAX_PACK_ROWS = CHUNK_ROWS;
/** With so many bytes of texts a pack is full: a message of NATS is a megabyte at most. */
const FULL_TEXT_BYTES = 640 * 1024;
const MAX_TEXT_BYTES = FULL_TEXT_BYTES + MAX_TEXT_UNITS * 2;

const TWO_32 = 4294967296;
/** In the column of times: the row has none. */
const NO_TIME = 0xffffffff;

const [MESSAGE_BIT, ANSWERED_BIT, CALLER_BIT, NARROW_BIT] = [1, 2, 4, 8];
const ROUTE_SHIFT = 4;
const DIRECTION_SHIFT = 7;
const LAST_BITS = (DIRECTION_SENT << DIRECTION_SHIFT) | 0x7f;

/** The name of a front: a token of a subject. */
export const FRONT_NAME = /^[A-Za-z0-9_-]{1,64}$/;

const headSchema = z.strictObject({
  /** Who published it. */
  front: z.string().regex(FRONT_NAME),
  /** Stream sequence of the pack of this front and partition before it; 0: it is the first. */
  after: z.int().nonnegative(),
  rows: z.int().min(1).max(MAX_PACK_ROWS),
  firstLine: z.int().nonnegative(),
  lastLine: z.int().nonnegative(),
  /** What times are counted from; null where they are whole (`f64`): they lie too far apart. */
  baseMs: z.number().nullable(),
  /** Whether the source has callees and times, by which callers are remembered. */
  hasPast: z.boolean(),
  hasIds: z.boolean(),
  hasRecords: z.boolean(),
  textBytes: z.int().min(0).max(MAX_TEXT_BYTES),
});
export type EventPackHead = z.output<typeof headSchema>;

/** Gathers the rows of a partition. */
export class PackBuilder {
  rows = 0;
  lastLine = 0;
  readonly #line = new Float64Array(MAX_PACK_ROWS);
  readonly #timeMs = new Float64Array(MAX_PACK_ROWS);
  readonly #caller = new Float64Array(MAX_PACK_ROWS);
  readonly #callee = new Float64Array(MAX_PACK_ROWS);
  readonly #idLow = new Uint32Array(MAX_PACK_ROWS);
  readonly #idHigh = new Uint32Array(MAX_PACK_ROWS);
  readonly #provenance = new Uint32Array(MAX_PACK_ROWS);
  readonly #durationS = new Uint16Array(MAX_PACK_ROWS);
  readonly #units = new Uint16Array(MAX_PACK_ROWS);
  readonly #bits = new Uint16Array(MAX_PACK_ROWS);
  readonly #text = new Uint8Array(MAX_TEXT_BYTES);
  readonly #most: number;
  #textBytes = 0;
  #hasIds = false;
  #hasRecords = false;

  constructor(most = MAX_PACK_ROWS) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.rows >= this.#most || this.#textBytes >= FULL_TEXT_BYTES;
  }

  /** Adds row `index` of a chunk; lines come in ascending order. */
  add({ events, line, told }: RowChunk, index: number): void {
    const at = this.rows++;
    const ownLine = (this.lastLine = line[index]!);
    const { route, direction, textStart, text } = events;
    this.#line[at] = ownLine;
    this.#timeMs[at] = (told[index]! & HAS_TIME) === 0 ? Number.NaN : events.timeMs[index]!;
    this.#caller[at] = events.caller[index]!;
    this.#callee[at] = events.callee[index]!;
    this.#idLow[at] = events.idLow[index]!;
    this.#idHigh[at] = events.idHigh[index]!;
    this.#hasIds ||= events.idLow[index] !== ownLine >>> 0 || events.idHigh[index] !== Math.floor(ownLine / TWO_32);
    this.#provenance[at] = events.provenance[index]!;
    this.#hasRecords ||= events.provenance[index] !== 0;
    this.#durationS[at] = events.durationS[index]!;
    const from = textStart[index]!;
    const to = textStart[index + 1]!;
    this.#units[at] = to - from;
    const isNarrow = this.#addText(text, from, to);
    this.#bits[at] =
      (events.kind[index] === KIND_MESSAGE ? MESSAGE_BIT : 0) |
      (events.answered[index] === 1 ? ANSWERED_BIT : 0) |
      ((told[index]! & HAS_CALLER) === 0 ? 0 : CALLER_BIT) |
      (isNarrow ? NARROW_BIT : 0) |
      (route[index]! << ROUTE_SHIFT) |
      (direction[index]! << DIRECTION_SHIFT);
  }

  /** The message; the builder is empty then. */
  take({ front, after, hasPast }: Pick<EventPackHead, "front" | "after" | "hasPast">): Uint8Array {
    const { rows, lastLine } = this;
    const [hasIds, hasRecords, textBytes] = [this.#hasIds, this.#hasRecords, this.#textBytes];
    const firstLine = this.#line[0]!;
    const times = this.#timeMs.subarray(0, rows);
    const baseMs = baseOf(times);
    const head = { front, after, rows, firstLine, lastLine, baseMs, hasPast, hasIds, hasRecords, textBytes };
    const columns = [
      this.#caller.subarray(0, rows),
      this.#callee.subarray(0, rows),
      ...(baseMs === null ? [times] : []),
      Uint32Array.from(this.#line.subarray(0, rows), since(firstLine)),
      ...(baseMs === null ? [] : [Uint32Array.from(times, since(baseMs))]),
      ...(hasIds ? [this.#idLow.subarray(0, rows), this.#idHigh.subarray(0, rows)] : []),
      ...(hasRecords ? [this.#provenance.subarray(0, rows)] : []),
      this.#durationS.subarray(0, rows),
      this.#units.subarray(0, rows),
      this.#bits.subarray(0, rows),
      this.#text.subarray(0, textBytes),
    ];
    const message = frame("RFE1", head satisfies EventPackHead, columns.map(bytesOf));
    this.rows = 0;
    this.#textBytes = 0;
    this.#hasIds = false;
    this.#hasRecords = false;
    return message;
  }

  /** Returns whether a byte a unit was enough. */
  #addText(units: Uint16Array, from: number, to: number): boolean {
    const text = this.#text;
    const start = this.#textBytes;
    let all = 0;
    let at = start;
    for (let unit = from; unit < to; unit++) {
      all |= units[unit]!;
      text[at++] = units[unit]!;
    }
    const isNarrow = all < 256;
    if (!isNarrow) {
      at = start;
      for (let unit = from; unit < to; unit++) {
        text[at++] = units[unit]! & 0xff;
        text[at++] = units[unit]! >>> 8;
      }
    }
    this.#textBytes = at;
    return isNarrow;
  }
}

function since(base: number): (value: number) => number {
  return (value) => (Number.isNaN(value) ? NO_TIME : value - base);
}

/** The earliest time, where all others are whole milliseconds not too long after it. */
function baseOf(times: Float64Array): number | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < times.length; row++) {
    const time = times[row]!;
    if (Number.isNaN(time)) continue;
    if (!Number.isInteger(time)) return null;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (first > last) return 0;
  return last - first < NO_TIME ? first : null;
}

export interface EventPack {
  readonly head: EventPackHead;
  /** Its rows are in `into` now. */
  readonly rows: EventRows;
}

/**
 * Reads a pack into rows, which must be empty. Throws RingfenceError "config" for what is no whole pack, or has values
 * that no event may have: rows are to be thrown away then.
 */
export function readEventPack(message: Uint8Array, into: EventRows, where: string): EventPack {
  const { head, columns } = unframe("RFE1", message, headSchema, where);
  fill(into.open, head, columns);
  return { head, rows: into };
}

/** What a front needs to know of the last pack that it published. */
export function headOfEventPack(message: Uint8Array, where: string): EventPackHead {
  return unframe("RFE1", message, headSchema, where).head;
}

function fill(chunk: RowChunk, head: EventPackHead, columns: ColumnReader): void {
  const { rows, firstLine, lastLine, baseMs, hasIds, hasRecords, textBytes } = head;
  const { events } = chunk;
  const caller = columns.take(Float64Array, rows);
  const callee = columns.take(Float64Array, rows);
  const wholeTimes = baseMs === null ? columns.take(Float64Array, rows) : null;
  const lines = columns.take(Uint32Array, rows);
  const times = baseMs === null ? null : columns.take(Uint32Array, rows);
  const idLow = hasIds ? columns.take(Uint32Array, rows) : null;
  const idHigh = hasIds ? columns.take(Uint32Array, rows) : null;
  const provenance = hasRecords ? columns.take(Uint32Array, rows) : null;
  const durationS = columns.take(Uint16Array, rows);
  const units = columns.take(Uint16Array, rows);
  const bits = columns.take(Uint16Array, rows);
  const text = columns.take(Uint8Array, textBytes);
  columns.end();
  events.caller.set(caller);
  events.callee.set(callee);
  events.durationS.set(durationS);
  if (provenance === null) events.provenance.fill(0, 0, rows);
  else events.provenance.set(provenance);
  let [at, end, before, isWrong] = [0, 0, -1, false];
  for (let row = 0; row < rows; row++) {
    const packed = bits[row]!;
    const line = firstLine + lines[row]!;
    const time =
      wholeTimes === null ? (times![row] === NO_TIME ? Number.NaN : baseMs! + times![row]!) : wholeTimes[row]!;
    const hasTime = !Number.isNaN(time);
    const route = (packed >>> ROUTE_SHIFT) & 7;
    const direction = packed >>> DIRECTION_SHIFT;
    const length = units[row]!;
    const isMessage = (packed & MESSAGE_BIT) !== 0;
    isWrong ||=
      packed > LAST_BITS ||
      route >= ROUTES.length ||
      direction > DIRECTION_SENT ||
      length > (isMessage ? MAX_TEXT_UNITS : 0) ||
      line <= before ||
      !isIdentity(caller[row]!) ||
      !isIdentity(callee[row]!);
    before = line;
    events.timeMs[row] = hasTime ? time : line;
    events.idLow[row] = idLow === null ? line >>> 0 : idLow[row]!;
    events.idHigh[row] = idHigh === null ? Math.floor(line / TWO_32) : idHigh[row]!;
    events.kind[row] = isMessage ? KIND_MESSAGE : KIND_CALL;
    events.route[row] = route;
    events.direction[row] = direction;
    events.answered[row] = (packed & ANSWERED_BIT) === 0 ? 0 : 1;
    chunk.line[row] = line;
    chunk.label[row] = NO_LABEL;
    chunk.told[row] = ((packed & CALLER_BIT) === 0 ? 0 : HAS_CALLER) | (hasTime ? HAS_TIME : 0);
    const isNarrow = (packed & NARROW_BIT) !== 0;
    const next = at + (isNarrow ? length : 2 * length);
    if (isWrong || next > textBytes) throw columns.wrong(`a row that no event can be (${row + 1} of ${rows})`);
    if (isNarrow) while (at < next) events.text[end++] = text[at++]!;
    else for (; at < next; at += 2) events.text[end++] = text[at]! | (text[at + 1]! << 8);
    events.textStart[row + 1] = end;
  }
  if (at !== textBytes || before !== lastLine) throw columns.wrong("rows that do not add up");
  events.count = rows;
}

/** Eight forms, and fifteen digits (event/identity.ts). */
const IDENTITIES = 8e15;

function isIdentity(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < IDENTITIES;
}
