/**
 * A batch of events, calls and messages as an operator sees them, in columns over one SharedArrayBuffer. Nothing here
 * says what is fraud: that is truth.ts, and only the world and the report may look.
 */
import { stringOf } from "../core/units.ts";
import { assert } from "../core/assert.ts";
import { type Columns, columnsByteLength, layColumns } from "../core/columns.ts";

/** In the column `kind`: a call, which has no text. */
export const KIND_CALL = 0;
/** In the column `kind`: a message. */
export const KIND_MESSAGE = 1;

/** The network by which an event reached the operator. The order is the code in the `route` column. */
export const ROUTES = ["mobile", "virtual", "fixed", "enterprise", "international"] as const;
export type Route = (typeof ROUTES)[number];
export const ROUTE_MOBILE = 0;
export const ROUTE_VIRTUAL = 1;
export const ROUTE_FIXED = 2;
export const ROUTE_ENTERPRISE = 3;
export const ROUTE_INTERNATIONAL = 4;

export const ANSWERED_UNKNOWN = 2;

/** Whether somebody received a message or sent it, of rows that one person kept; an operator has no such thing. */
export const DIRECTION_UNKNOWN = 0;
export const DIRECTION_RECEIVED = 1;
export const DIRECTION_SENT = 2;

/** A message is at most this many UTF-16 units; a longer one is cut by its source, which must say so. */
export const MAX_TEXT_UNITS = 1024;

function columnSpec(capacity: number, textCapacity: number) {
  return {
    /** [0] events held. */
    header: ["u32", 1],
    /** Milliseconds since midnight of a run's first day; of a recorded row since 1970 in UTC, or its line if untimed. */
    timeMs: ["f64", capacity],
    /** A 64-bit identity, opaque to screening; two words. */
    idLow: ["u32", capacity],
    idHigh: ["u32", capacity],
    kind: ["u8", capacity],
    route: ["u8", capacity],
    direction: ["u8", capacity],
    caller: ["f64", capacity],
    callee: ["f64", capacity],
    /** What the operator has on record of caller and domains (provenance.ts); 0: nothing is known. */
    provenance: ["u32", capacity],
    /**
     * 1 when the callee would answer, and for how many seconds; ANSWERED_UNKNOWN where the source does not say. Known
     * to the operator only once the call has been let through, so no stage may read them to judge the same event.
     */
    answered: ["u8", capacity],
    durationS: ["u16", capacity],
    /** Text of event i: units [textStart[i], textStart[i + 1]) of `text`; empty for a call. */
    textStart: ["u32", capacity + 1],
    text: ["u16", textCapacity],
  } as const;
}

export interface EventBatchHandle {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
  readonly textCapacity: number;
}

type EventColumns = Columns<ReturnType<typeof columnSpec>>;

/**
 * Events in columns over shared memory: row i of each column is event i, for i below `count`, and text i is
 * `text[textStart[i]]` to `text[textStart[i + 1]]`, in UTF-16 units. `timeMs` in milliseconds, `durationS` in seconds,
 * `kind` KIND_CALL or KIND_MESSAGE, `route` a code of ROUTES. Some 60 bytes an event, and room for texts.
 */
export class EventBatch {
  readonly handle: EventBatchHandle;
  readonly capacity: number;
  readonly timeMs: EventColumns["timeMs"];
  readonly idLow: EventColumns["idLow"];
  readonly idHigh: EventColumns["idHigh"];
  readonly kind: EventColumns["kind"];
  readonly route: EventColumns["route"];
  readonly direction: EventColumns["direction"];
  readonly caller: EventColumns["caller"];
  readonly callee: EventColumns["callee"];
  readonly provenance: EventColumns["provenance"];
  readonly answered: EventColumns["answered"];
  readonly durationS: EventColumns["durationS"];
  readonly textStart: EventColumns["textStart"];
  readonly text: EventColumns["text"];
  readonly #header: EventColumns["header"];

  private constructor(handle: EventBatchHandle) {
    const columns = layColumns(handle.buffer, columnSpec(handle.capacity, handle.textCapacity));
    this.handle = handle;
    this.capacity = handle.capacity;
    this.timeMs = columns.timeMs;
    this.idLow = columns.idLow;
    this.idHigh = columns.idHigh;
    this.kind = columns.kind;
    this.route = columns.route;
    this.direction = columns.direction;
    this.caller = columns.caller;
    this.callee = columns.callee;
    this.provenance = columns.provenance;
    this.answered = columns.answered;
    this.durationS = columns.durationS;
    this.textStart = columns.textStart;
    this.text = columns.text;
    this.#header = columns.header;
  }

  /**
   * An empty batch for `capacity` events. The text column holds `capacity * MAX_TEXT_UNITS` units, so no sequence of
   * events can overflow it; pages that are never written cost no memory.
   */
  static allocate(capacity: number): EventBatch {
    assert(Number.isSafeInteger(capacity) && capacity > 0, `batch capacity must be positive, got ${capacity}`);
    const textCapacity = capacity * MAX_TEXT_UNITS;
    const buffer = new SharedArrayBuffer(columnsByteLength(columnSpec(capacity, textCapacity)));
    return new EventBatch({ buffer, capacity, textCapacity });
  }

  static attach(handle: EventBatchHandle): EventBatch {
    return new EventBatch(handle);
  }

  get count(): number {
    return this.#header[0]!;
  }

  set count(count: number) {
    // A message with the figures in it would be written for every row that is appended, needed or not.
    assert(count >= 0 && count <= this.capacity, "a batch never holds more events than its capacity");
    this.#header[0] = count;
  }
}

/** The text of event `row` as a string: for reports and explanations, never for a hot loop. */
export function textOf(events: EventBatch, row: number): string {
  return stringOf(events.text, events.textStart[row]!, events.textStart[row + 1]!);
}
