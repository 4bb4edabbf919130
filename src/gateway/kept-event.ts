/** The part of an event that is remembered: no client can fill the memory with large ones. */
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { eventSchema, MAX_TEXT_UNITS } from "./protocol.ts";

const FIELDS = Object.keys(eventSchema.shape) as (keyof ScreenerEvent)[];
const MAX_FIELD_UNITS = 256;
const MAX_UNITS = MAX_TEXT_UNITS + FIELDS.length * MAX_FIELD_UNITS;
/** For a value that is no string. */
const SMALL_UNITS = 32;

/** The event itself if it has a usual size, else its known fields, cut. */
export function keptEvent(event: ScreenerEvent): ScreenerEvent {
  let units = 0;
  for (const field in event) {
    const value: unknown = event[field as keyof ScreenerEvent];
    if (typeof value === "object" && value !== null && !(value instanceof Date)) return cut(event);
    units += field.length + (typeof value === "string" ? value.length : SMALL_UNITS);
  }
  return units <= MAX_UNITS ? event : cut(event);
}

function cut(event: ScreenerEvent): ScreenerEvent {
  const kept = FIELDS.filter((field) => Object.hasOwn(event, field)).map((field) => {
    const value: unknown = event[field];
    if (typeof value === "string") return [field, ownText(value, field === "text" ? MAX_TEXT_UNITS : MAX_FIELD_UNITS)];
    return [field, typeof value === "object" && !(value instanceof Date) ? null : value];
  });
  return Object.fromEntries(kept) as ScreenerEvent;
}

/** The first `most` UTF-16 units of a text, to keep: as part of a longer string they would keep all of it in memory. */
function ownText(text: string, most: number): string {
  return text.length <= most ? text : (JSON.parse(JSON.stringify(text.slice(0, most))) as string);
}
