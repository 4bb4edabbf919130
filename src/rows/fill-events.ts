/** Rows of a file as events. */
import {
  ANSWERED_UNKNOWN,
  type EventBatch,
  KIND_CALL,
  KIND_MESSAGE,
  MAX_TEXT_UNITS,
  DIRECTION_UNKNOWN,
} from "../event/event-batch.ts";
import { type Identity, WITHHELD } from "../event/identity.ts";
import { CHINA, type Country } from "./country.ts";
import { readEventId } from "./event-values.ts";
import type { Row } from "./row.ts";

/**
 * Fills `events` with rows [from, from + capacity) of `rows`. A row with a text is a message, one without a call. Texts
 * are cut at MAX_TEXT_UNITS. An event without id or time gets its line. A route that is not stated follows from the
 * caller. A call whose answer is not stated was answered if it has a length above 0; without a length it is unknown.
 * Callers and callees are read as `country` writes them. Returns the number of texts cut.
 */
export function fillEvents(events: EventBatch, rows: readonly Row[], from: number, country = CHINA): number {
  const count = Math.min(events.capacity, rows.length - from);
  const { buffer, byteOffset, byteLength } = events.text;
  const texts = Buffer.from(buffer, byteOffset, byteLength);
  let cut = 0;
  events.textStart[0] = 0;
  for (let index = 0; index < count; index++) {
    if (fillEvent(events, index, rows[from + index]!, country, texts)) cut++;
  }
  events.count = count;
  return cut;
}

/**
 * Fills event `index`, and leaves `events.count`. `texts`: the column of texts as bytes. Returns true if the text was
 * cut.
 */
export function fillEvent(events: EventBatch, index: number, row: Row, country: Country, texts: Buffer): boolean {
  const { line, text, caller, callee, timeMs, durationS, answered, route, direction, provenance, id } = row;
  const identity = callerOf(caller, country);
  events.timeMs[index] = timeMs ?? line;
  if (id) {
    readEventId(id, eventId);
    events.idLow[index] = eventId.low;
    events.idHigh[index] = eventId.high;
  } else {
    events.idLow[index] = line >>> 0;
    events.idHigh[index] = Math.floor(line / 4294967296);
  }
  events.kind[index] = text === null ? KIND_CALL : KIND_MESSAGE;
  events.route[index] = route ?? country.routeOf(identity);
  events.direction[index] = direction ?? DIRECTION_UNKNOWN;
  events.caller[index] = identity;
  events.provenance[index] = provenance ?? 0;
  events.callee[index] = callee ? country.identityOf(callee.slice(0, MAX_CALLER_UNITS)) : WITHHELD;
  const isCall = text === null;
  events.answered[index] = isCall
    ? (answered ?? ((durationS ?? null) === null ? ANSWERED_UNKNOWN : Number(durationS! > 0)))
    : 0;
  events.durationS[index] = isCall ? (durationS ?? 0) : 0;
  const start = events.textStart[index]!;
  const length = isCall ? 0 : screenedUnits(text);
  events.textStart[index + 1] = start + length;
  // Four times as fast as a loop over the units.
  if (length > 0) texts.write(text!, start * UNIT_BYTES, length * UNIT_BYTES, "utf16le");
  return !isCall && length < text.length;
}

/** All callers without a number are the same. */
export function callerOf(caller: string | null, country: Country): Identity {
  return caller === null ? WITHHELD : country.identityOf(caller.slice(0, MAX_CALLER_UNITS));
}

const UNIT_BYTES = Uint16Array.BYTES_PER_ELEMENT;
const eventId = { low: 0, high: 0 };

/** Longer identities are not told apart. */
export const MAX_CALLER_UNITS = 256;

/** UTF-16 units of a text that are screened: at most MAX_TEXT_UNITS, and never half a surrogate pair. */
export function screenedUnits(text: string): number {
  if (text.length <= MAX_TEXT_UNITS) return text.length;
  const last = text.charCodeAt(MAX_TEXT_UNITS - 1);
  const next = text.charCodeAt(MAX_TEXT_UNITS);
  const splitsPair = last >= 0xd800 && last < 0xdc00 && next >= 0xdc00 && next < 0xe000;
  return splitsPair ? MAX_TEXT_UNITS - 1 : MAX_TEXT_UNITS;
}
