/**
 * Noted events: screened events of one window that may say something about the people called. Columns in shared memory,
 * written by the worker that screened a batch and gathered by the main thread: there are millions in a run.
 */
import { LISTED, listingsFound } from "../../detect/blocklist/found.ts";
import { stringOf } from "../../core/units.ts";
import { assert } from "../../core/assert.ts";
import { secretHash } from "../../core/key-hash.ts";
import { type Columns, columnsByteLength, layColumns } from "../../core/columns.ts";
import { MAX_HOST_KEYS, hostKeysInto } from "../../event/link/domain-key.ts";
import { type EventBatch, KIND_CALL } from "../../event/event-batch.ts";
import { canonicalInto } from "../../event/identity.ts";
import { BLOCK, FLAG, MAX_HOST_UNITS, MAX_LINKS, type Findings } from "../../event/findings.ts";

/** Events without a record reach nobody: they are never noted. */
interface EventRecords {
  seesEvent(events: EventBatch, row: number): boolean;
}

/** Bits of `what`: flagged and let through; a long call. */
export const FLAGGED = 1;
export const LONG_CALL = 2;

const KEYS_AN_EVENT = 1 + MAX_LINKS;

function columnSpec(capacity: number) {
  return {
    header: ["u32", 2],
    /**
     * Events let through that were flagged or were long calls (one in ten). In no order, and nothing in it that an
     * operator does not know.
     */
    timeMs: ["f64", capacity],
    caller: ["f64", capacity],
    callerListed: ["u8", capacity],
    callee: ["f64", capacity],
    subscriber: ["u32", capacity],
    idHigh: ["u32", capacity],
    idLow: ["u32", capacity],
    what: ["u8", capacity],
    /** The first host of a flagged message: units [hostStart[i], hostStart[i + 1]); empty if there is none. */
    hostStart: ["u32", capacity + 1],
    host: ["u16", capacity * MAX_HOST_UNITS],
    /** Callers and hosts with something blocked; few keys are there twice. Nothing else of what was blocked counts. */
    blocked: ["f64", capacity * KEYS_AN_EVENT],
  } as const;
}

type RowColumn = Exclude<keyof ReturnType<typeof columnSpec>, "header" | "hostStart" | "host" | "blocked">;

const ROW_COLUMNS = Object.entries(columnSpec(1)).flatMap(([name, [, cells]]) =>
  cells === 1 ? [name as RowColumn] : [],
);

export interface NotedEventsHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
}

export class NotedEvents {
  #handle: NotedEventsHandle;
  #columns: Columns<ReturnType<typeof columnSpec>>;

  private constructor(handle: NotedEventsHandle) {
    this.#handle = handle;
    this.#columns = layColumns(handle.buffer, columnSpec(handle.capacity));
  }

  /** Room for `capacity` events in any case. Pages never written cost no memory. */
  static allocate(capacity: number): NotedEvents {
    return new NotedEvents({ buffer: new SharedArrayBuffer(columnsByteLength(columnSpec(capacity))), capacity });
  }

  static attach(handle: NotedEventsHandle): NotedEvents {
    return new NotedEvents(handle);
  }

  get handle(): NotedEventsHandle {
    return this.#handle;
  }

  /** The columns as they are now: `append` may replace them. */
  get columns(): Columns<ReturnType<typeof columnSpec>> {
    return this.#columns;
  }

  get count(): number {
    return this.#columns.header[0]!;
  }

  get blocked(): number {
    return this.#columns.header[1]!;
  }

  clear(): void {
    this.#columns.header.fill(0);
  }

  hasRoomFor(events: number): boolean {
    const { capacity } = this.#handle;
    return this.count + events <= capacity && this.blocked + events * KEYS_AN_EVENT <= capacity * KEYS_AN_EVENT;
  }

  /**
   * Notes events of a screened batch that say something and have a record. A blocked event needs no record: screening
   * itself knows it. `connected`, by row: the subscriber called. `isFlaggedAnyhow`: true if a flag rests on more than
   * the operators' record of the caller.
   */
  note(
    events: EventBatch,
    findings: Findings,
    connected: Uint32Array,
    records: EventRecords,
    isFlaggedAnyhow: (score: number, evidence: number) => boolean,
  ): void {
    const { decision, score, evidence } = findings.outcome;
    for (let row = 0; row < events.count; row++) {
      if (decision[row] === BLOCK) this.#noteBlocked(events, findings, row);
      else {
        const flagged = decision[row] === FLAG && isFlaggedAnyhow(score[row]!, evidence[row]!) ? FLAGGED : 0;
        const what = flagged | (isLongCall(events, row) ? LONG_CALL : 0);
        if (what === 0 || !records.seesEvent(events, row)) continue;
        this.#noteRow(events, findings, connected, row, what);
      }
    }
  }

  #noteRow(events: EventBatch, findings: Findings, connected: Uint32Array, row: number, what: number): void {
    const { links } = findings;
    const columns = this.#columns;
    const at = columns.header[0]!++;
    columns.timeMs[at] = events.timeMs[row]!;
    columns.caller[at] = events.caller[row]!;
    columns.callerListed[at] = Number(listingsFound(findings).caller[row] === LISTED);
    columns.callee[at] = events.callee[row]!;
    columns.subscriber[at] = connected[row]!;
    columns.idHigh[at] = events.idHigh[row]!;
    columns.idLow[at] = events.idLow[row]!;
    columns.what[at] = what;
    let unit = at === 0 ? 0 : columns.hostStart[at]!;
    columns.hostStart[at] = unit;
    const link = links.first[row]!;
    if ((what & FLAGGED) !== 0 && link !== links.first[row + 1]) {
      const end = links.hostStart[link + 1]!;
      for (let from = links.hostStart[link]!; from < end; from++) columns.host[unit++] = links.host[from]!;
    }
    columns.hostStart[at + 1] = unit;
  }

  #noteBlocked(events: EventBatch, findings: Findings, row: number): void {
    const { links } = findings;
    canonicalInto(events.caller, row, 1, callerKey);
    this.#noteKey(callerKey, 0);
    for (let link = links.first[row]!; link < links.first[row + 1]!; link++) {
      const count = hostKeysInto(links.host, links.hostStart[link]!, links.hostStart[link + 1]!, hostKeys);
      // The whole host's is the last. None is missing: a host has two labels or more (link-reader.ts).
      this.#noteKey(hostKeys, count - 1);
    }
  }

  /**
   * Skips a key that is the last of its hash: most keys belong to a few lines and domains. Keys stay in an array, as a
   * number passed to a function becomes an object.
   */
  #noteKey(keys: Float64Array, at: number): void {
    const { blocked, header } = this.#columns;
    const key = keys[at]!;
    const slot = secretHash(key) & (lastByHash.length - 1);
    const place = lastByHash[slot]!;
    if (place < header[1]! && blocked[place] === key) return;
    lastByHash[slot] = header[1]!;
    blocked[header[1]!++] = key;
  }

  append(from: NotedEvents): void {
    this.#reserve(this.count + from.count, this.blocked + from.blocked);
    const [into, source] = [this.#columns, from.#columns];
    const [before, count] = [this.count, from.count];
    for (const name of ROW_COLUMNS) into[name].set(source[name].subarray(0, count), before);
    const units = before === 0 ? 0 : into.hostStart[before]!;
    into.hostStart[before] = units;
    for (let i = 0; i < count; i++) into.hostStart[before + i + 1] = units + source.hostStart[i + 1]!;
    if (count > 0) into.host.set(source.host.subarray(0, source.hostStart[count]!), units);
    into.blocked.set(source.blocked.subarray(0, from.blocked), this.blocked);
    into.header[0] = before + count;
    into.header[1] = this.blocked + from.blocked;
  }

  #reserve(rows: number, blocked: number): void {
    let { capacity } = this.#handle;
    while (capacity < rows || capacity * KEYS_AN_EVENT < blocked) capacity *= 2;
    if (capacity === this.#handle.capacity) return;
    const larger = NotedEvents.allocate(capacity);
    larger.append(this);
    this.#handle = larger.#handle;
    this.#columns = larger.#columns;
  }

  hostOf(row: number): string | null {
    const { host, hostStart } = this.#columns;
    const [from, to] = [hostStart[row]!, hostStart[row + 1]!];
    return from === to ? null : stringOf(host, from, to);
  }

  /** The rows in order of time, then of the events' identities. 30 ns a row, as times of a window are spread. */
  inOrder(): Int32Array {
    const { timeMs, idHigh, idLow } = this.#columns;
    const rows = spreadByTime(timeMs, this.count);
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!;
      let at = i;
      for (; at > 0; at--) {
        const before = rows[at - 1]!;
        if (timeMs[before]! < timeMs[row]!) break;
        if (timeMs[before] === timeMs[row] && idHigh[before]! < idHigh[row]!) break;
        if (timeMs[before] === timeMs[row] && idHigh[before] === idHigh[row] && idLow[before]! <= idLow[row]!) break;
        rows[at] = before;
      }
      rows[at] = row;
    }
    return rows;
  }
}

/** An answered call counts from this length on. Assumed: nuisance calls last half of it; no headline figure moves. */
const LONG_CALL_S = 60;

function isLongCall(events: EventBatch, row: number): boolean {
  if (events.kind[row] !== KIND_CALL || events.answered[row] !== 1) return false;
  return events.durationS[row]! >= LONG_CALL_S;
}

/** Rows [0, count) in as many equal spans of time, one row each on average. Rows of one span are in no order. */
function spreadByTime(timeMs: Float64Array, count: number): Int32Array {
  if (count === 0) return new Int32Array(0);
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < count; row++) {
    firstMs = Math.min(firstMs, timeMs[row]!);
    lastMs = Math.max(lastMs, timeMs[row]!);
  }
  assert(Number.isFinite(lastMs - firstMs), "times of noted events are numbers");
  const spansAMs = count / (lastMs - firstMs + 1);
  /** Where the rows of a span begin; once they are laid down, where they end. */
  const start = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) start[Math.floor((timeMs[row]! - firstMs) * spansAMs) + 1]!++;
  for (let span = 1; span < count; span++) start[span]! += start[span - 1]!;
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[start[Math.floor((timeMs[row]! - firstMs) * spansAMs)]!++] = row;
  return rows;
}

/** Module scope: a thread reads one batch at a time. */
const hostKeys = new Float64Array(MAX_HOST_KEYS);
// Of the event being noted; in a column, as a key that is held in a variable may become an object.
const callerKey = new Float64Array(1);
/** Index of the last noted key with that hash, in any noted events: a hint that is checked. */
const lastByHash = new Uint32Array(1024);
