/** What is remembered of an event, so that no client can fill the memory with one. */
import type { ScreenerEvent } from "../screen/screener.ts";
import { eventSchema, MAX_TEXT_UNITS } from "./protocol.ts";

const FIELDS = Object.keys(eventSchema.shape) as (keyof ScreenerEvent)[];
const MAX_FIELD_UNITS = 255;
const MAX_UNITS = MAX_TEXT_UNITS + FIELDS.length * MAX_FIELD_UNITS;
/** Of a name of a field, and of a value that is no string. */
const SMALL_UNITS = 32;

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

/** Written and read again: part of a string keeps all of it in memory. */
function cut(event: ScreenerEvent): ScreenerEvent {
  const kept = FIELDS.map((field) => {
    const value: unknown = Object.hasOwn(event, field) ? event[field] : undefined;
    if (typeof value === "string") return [field, value.slice(0, field === "text" ? MAX_TEXT_UNITS : MAX_FIELD_UNITS)];
    return [field, typeof value === "object" ? null : value];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(kept))) as ScreenerEvent;
}
