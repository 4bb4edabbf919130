/**
 * Events of one partition in one message, in columns, texts included: some thirty bytes an event, and one or two for
 * each unit of its text. What is the same for all rows, or follows from others, is left out.
 */
import { z } from "zod";
import { columnsByteLength, layColumns } from "../../core/columns.ts";
import {
  ANSWERED_UNKNOWN,
  DIRECTION_SENT,
  KIND_CALL,
  KIND_MESSAGE,
  MAX_TEXT_UNITS,
  ROUTES,
} from "../../event/event-batch.ts";
import { CHUNK_ROWS, type EventRows, HAS_CALLER, HAS_TIME, NO_LABEL, type RowChunk } from "../../rows/event-rows.ts";
import { type Framed, frame, unframe } from "./frame.ts";

/** Events of a pack at most: a batch of screening. */
export const MAX_PACK_ROWS = CHUNK_ROWS;
/** With so many bytes of texts a pack is full: a message of NATS is a megabyte at most. */
const FULL_TEXT_BYTES = 640 * 1024;
const MAX_TEXT_BYTES = FULL_TEXT_BYTES + MAX_TEXT_UNITS * 2;

const TWO_32 = 4294967296;
/** In the column of times: the row has none. */
const NO_TIME = 0xffffffff;

const [MESSAGE_BIT, CALLER_BIT, NARROW_BIT] = [1, 2, 4];
const ROUTE_SHIFT = 3;
const DIRECTION_SHIFT = 6;
const ANSWERED_SHIFT = 8;
const LAST_BITS = (ANSWERED_UNKNOWN << ANSWERED_SHIFT) | 0xff;

/** The name of a front: a token of a subject. */
export const FRONT_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Keyed requests of a pack at most: a head has some kilobytes. */
export const MAX_RECEIPTS = 1500;
/** For so long after it was screened a pack with receipts stays, for a front that starts again. */
export const RECEIPTS_MS = 60_000;

const headSchema = z.strictObject({
  /** Who published it. */
  front: z.string().regex(FRONT_NAME),
  /** Of a front that takes events as they come: which of those of its name. They may publish the same by chance. */
  process: z.string().max(32).optional(),
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
  /** Of each keyed request with events in it, the key, and the line of the first event, wherever that is. */
  receipts: z
    .array(z.tuple([z.string().max(32), z.int().nonnegative()]))
    .max(MAX_RECEIPTS)
    .optional(),
});
export type EventPackHead = z.output<typeof headSchema>;

type Layout = Pick<EventPackHead, "rows" | "baseMs" | "hasIds" | "hasRecords" | "textBytes">;

const columnSpec = ({ rows, baseMs, hasIds, hasRecords, textBytes }: Layout) =>
  ({
    caller: ["f64", rows],
    callee: ["f64", rows],
    /** NaN: the row has none. */
    timeMs: ["f64", baseMs === null ? rows : 0],
    /** Behind the first. */
    line: ["u32", rows],
    /** Behind `baseMs`. */
    sinceMs: ["u32", baseMs === null ? 0 : rows],
    idLow: ["u32", hasIds ? rows : 0],
    idHigh: ["u32", hasIds ? rows : 0],
    provenance: ["u32", hasRecords ? rows : 0],
    durationS: ["u16", rows],
    units: ["u16", rows],
    bits: ["u16", rows],
    text: ["u8", textBytes],
  }) as const;

const FULL: Layout = { rows: MAX_PACK_ROWS, baseMs: null, hasIds: true, hasRecords: true, textBytes: MAX_TEXT_BYTES };
const fullSpec = { ...columnSpec(FULL), sinceMs: ["u32", MAX_PACK_ROWS] } as const;

/** Gathers the rows of a partition. */
export class PackBuilder {
  rows = 0;
  lastLine = 0;
  readonly #columns = layColumns(new ArrayBuffer(columnsByteLength(fullSpec)), fullSpec);
  readonly #most: number;
  #firstLine = 0;
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
    const columns = this.#columns;
    const ownLine = (this.lastLine = line[index]!);
    if (at === 0) this.#firstLine = ownLine;
    const { route, direction, textStart, text } = events;
    columns.line[at] = ownLine - this.#firstLine;
    columns.timeMs[at] = (told[index]! & HAS_TIME) === 0 ? Number.NaN : events.timeMs[index]!;
    columns.caller[at] = events.caller[index]!;
    columns.callee[at] = events.callee[index]!;
    columns.idLow[at] = events.idLow[index]!;
    columns.idHigh[at] = events.idHigh[index]!;
    this.#hasIds ||= events.idLow[index] !== ownLine >>> 0 || events.idHigh[index] !== Math.floor(ownLine / TWO_32);
    columns.provenance[at] = events.provenance[index]!;
    this.#hasRecords ||= events.provenance[index] !== 0;
    columns.durationS[at] = events.durationS[index]!;
    const from = textStart[index]!;
    const to = textStart[index + 1]!;
    columns.units[at] = to - from;
    const isNarrow = this.#addText(text, from, to);
    columns.bits[at] =
      (events.kind[index] === KIND_MESSAGE ? MESSAGE_BIT : 0) |
      (events.answered[index]! << ANSWERED_SHIFT) |
      ((told[index]! & HAS_CALLER) === 0 ? 0 : CALLER_BIT) |
      (isNarrow ? NARROW_BIT : 0) |
      (route[index]! << ROUTE_SHIFT) |
      (direction[index]! << DIRECTION_SHIFT);
  }

  /** The message; the builder is empty then. */
  take(given: Pick<EventPackHead, "front" | "process" | "after" | "hasPast" | "receipts">): Uint8Array {
    const { rows, lastLine } = this;
    const { timeMs, sinceMs } = this.#columns;
    const [firstLine, hasIds, hasRecords, textBytes] = [
      this.#firstLine,
      this.#hasIds,
      this.#hasRecords,
      this.#textBytes,
    ];
    const baseMs = baseOf(timeMs.subarray(0, rows));
    const head = { ...given, rows, firstLine, lastLine, baseMs, hasIds, hasRecords, textBytes };
    if (baseMs !== null) {
      for (let row = 0; row < rows; row++) {
        sinceMs[row] = Number.isNaN(timeMs[row]!) ? NO_TIME : timeMs[row]! - baseMs;
      }
    }
    const message = frame("RFE1", head satisfies EventPackHead, columnSpec(head), this.#columns);
    this.rows = this.#textBytes = 0;
    this.#hasIds = this.#hasRecords = false;
    return message;
  }

  /** Returns whether a byte a unit was enough. */
  #addText(units: Uint16Array, from: number, to: number): boolean {
    const { text } = this.#columns;
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

/**
 * Reads a pack, into rows where they are given, which must be empty: without lines up to `behind`. Throws
 * RingfenceError "config" for what is no whole pack, or has values that no event may have: rows are to be thrown away
 * then.
 */
export function readEventPack(message: Uint8Array, where: string, into?: EventRows, behind = -1): EventPackHead {
  const framed = unframe("RFE1", message, headSchema, columnSpec, where);
  if (into !== undefined) fill(into.open, framed, behind);
  return framed.head;
}

type Framing = Framed<EventPackHead, ReturnType<typeof columnSpec>>;

function fill(chunk: RowChunk, { head, columns, wrong }: Framing, behind: number): void {
  const { rows, firstLine, lastLine, baseMs, hasIds, textBytes } = head;
  const { caller, callee, timeMs, sinceMs, line: lines, idLow, idHigh, provenance, units, bits, text } = columns;
  const { events } = chunk;
  // Lines ascend, so these are the first.
  let known = 0;
  while (known < rows && firstLine + lines[known]! <= behind) known++;
  events.caller.set(caller.subarray(known));
  events.callee.set(callee.subarray(known));
  events.durationS.set(columns.durationS.subarray(known));
  events.provenance.fill(0, 0, rows);
  events.provenance.set(provenance.subarray(known));
  let [at, end, before, isWrong] = [0, 0, -1, false];
  for (let row = 0; row < rows; row++) {
    const packed = bits[row]!;
    const line = firstLine + lines[row]!;
    const since = sinceMs[row]!;
    const time = baseMs === null ? timeMs[row]! : since === NO_TIME ? Number.NaN : baseMs + since;
    const hasTime = !Number.isNaN(time);
    const route = (packed >>> ROUTE_SHIFT) & 7;
    const direction = (packed >>> DIRECTION_SHIFT) & 3;
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
    const isNarrow = (packed & NARROW_BIT) !== 0;
    const next = at + (isNarrow ? length : 2 * length);
    if (isWrong || next > textBytes) throw wrong(`a row that no event can be (${row + 1} of ${rows})`);
    if (row < known) {
      at = next;
      continue;
    }
    const place = row - known;
    events.timeMs[place] = hasTime ? time : line;
    events.idLow[place] = hasIds ? idLow[row]! : line >>> 0;
    events.idHigh[place] = hasIds ? idHigh[row]! : Math.floor(line / TWO_32);
    events.kind[place] = isMessage ? KIND_MESSAGE : KIND_CALL;
    events.route[place] = route;
    events.direction[place] = direction;
    events.answered[place] = packed >>> ANSWERED_SHIFT;
    chunk.line[place] = line;
    chunk.label[place] = NO_LABEL;
    chunk.told[place] = ((packed & CALLER_BIT) === 0 ? 0 : HAS_CALLER) | (hasTime ? HAS_TIME : 0);
    if (isNarrow) while (at < next) events.text[end++] = text[at++]!;
    else for (; at < next; at += 2) events.text[end++] = text[at]! | (text[at + 1]! << 8);
    events.textStart[place + 1] = end;
  }
  if (at !== textBytes || before !== lastLine) throw wrong("rows that do not add up");
  events.count = rows - known;
}

/** Eight forms, and fifteen digits (event/identity.ts). */
const IDENTITIES = 8e15;

function isIdentity(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < IDENTITIES;
}
