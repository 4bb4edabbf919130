/** Rows of a file as events. */
import { type EventBatch, KIND_CALL, KIND_MESSAGE, MAX_TEXT_UNITS } from "../event/event-batch.ts";
import { WITHHELD } from "../event/identity.ts";
import { CHINA } from "./country.ts";
import type { Row } from "./row.ts";

/**
 * Fills `events` with rows [from, from + capacity) of `rows`: a row with a text is a message, one without a call. A
 * longer text than MAX_TEXT_UNITS is cut there. Identity and time of an event are its line. Callers are read as people
 * of `country` write them. Returns how many texts were cut.
 */
export function fillEvents(events: EventBatch, rows: readonly Row[], from: number, country = CHINA): number {
  const count = Math.min(events.capacity, rows.length - from);
  // A loop over the units of a text takes four times as long.
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: unitBytes } = events.text;
  const texts = Buffer.from(buffer, byteOffset, byteLength);
  let cut = 0;
  let textEnd = 0;
  for (let index = 0; index < count; index++) {
    const { line, text, caller } = rows[from + index]!;
    const identity = caller === null ? WITHHELD : country.identityOf(caller.slice(0, MAX_CALLER_UNITS));
    events.timeMs[index] = line;
    events.idLow[index] = line >>> 0;
    events.idHigh[index] = Math.floor(line / 4294967296);
    events.kind[index] = text === null ? KIND_CALL : KIND_MESSAGE;
    events.route[index] = country.routeOf(identity);
    events.caller[index] = identity;
    events.callee[index] = WITHHELD;
    events.answered[index] = 0;
    events.durationS[index] = 0;
    events.textStart[index] = textEnd;
    if (text === null) continue;
    const length = screenedUnits(text);
    if (length < text.length) cut++;
    texts.write(text, textEnd * unitBytes, length * unitBytes, "utf16le");
    textEnd += length;
  }
  events.textStart[count] = textEnd;
  events.count = count;
  return cut;
}

/** Longer than any identity that can be told from another. */
const MAX_CALLER_UNITS = 256;

/** UTF-16 units of a text that are screened: at most MAX_TEXT_UNITS, and never half a surrogate pair. */
export function screenedUnits(text: string): number {
  if (text.length <= MAX_TEXT_UNITS) return text.length;
  const last = text.charCodeAt(MAX_TEXT_UNITS - 1);
  const next = text.charCodeAt(MAX_TEXT_UNITS);
  const splitsPair = last >= 0xd800 && last < 0xdc00 && next >= 0xdc00 && next < 0xe000;
  return splitsPair ? MAX_TEXT_UNITS - 1 : MAX_TEXT_UNITS;
}
