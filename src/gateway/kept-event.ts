/** What is remembered of an event and of its verdict, so that no client can fill the memory with one. */
import { ownText } from "../core/own-text.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { eventSchema, MAX_ID_UNITS, MAX_TEXT_UNITS, type Verdict } from "./protocol.ts";

const FIELDS = Object.keys(eventSchema.shape) as (keyof ScreenerEvent)[];
const MAX_FIELD_UNITS = 256;
const MAX_UNITS = MAX_TEXT_UNITS + FIELDS.length * MAX_FIELD_UNITS;
/** Of a name of a field, and of a value that is no string. */
const SMALL_UNITS = 32;

/** Events that were screened together, for those who ask about one. */
export interface KeptEvents {
  eventAt(at: number): ScreenerEvent;
}

/** Apart from who screens: a function that is kept keeps all that it could see, events of any size too. */
export function keptObjects(events: readonly ScreenerEvent[]): KeptEvents {
  return { eventAt: (at) => events[at]! };
}

/** Lines of a stream are kept as they came, where none is longer: an event that lives on costs more than to read it. */
export const MAX_KEPT_LINE_UNITS = MAX_UNITS;

/** The event itself, where it is of the size that events have; else its own fields alone, cut. */
export function keptEvent(event: ScreenerEvent): ScreenerEvent {
  let units = 0;
  for (const field in event) {
    const value: unknown = event[field as keyof ScreenerEvent];
    if (typeof value === "object" && value !== null) return cut(event);
    units += typeof value === "string" ? value.length : SMALL_UNITS;
    units += field.length;
  }
  return units <= MAX_UNITS ? event : cut(event);
}

function cut(event: ScreenerEvent): ScreenerEvent {
  const kept = FIELDS.filter((field) => Object.hasOwn(event, field)).map((field) => {
    const value: unknown = event[field];
    if (typeof value === "string") return [field, ownText(value, field === "text" ? MAX_TEXT_UNITS : MAX_FIELD_UNITS)];
    return [field, typeof value === "object" ? null : value];
  });
  return Object.fromEntries(kept) as ScreenerEvent;
}

/** Its identity may be as long as the client likes. */
export function keptVerdict(verdict: Verdict): Verdict {
  return verdict.id.length <= MAX_ID_UNITS ? verdict : { ...verdict, id: ownText(verdict.id, MAX_ID_UNITS) };
}
