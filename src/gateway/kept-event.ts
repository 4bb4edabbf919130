/** The part of an event that is remembered. No client can fill the memory with it. */
import type { ScreenerEvent } from "../screen/screened-event.ts";
import { eventSchema, MAX_TEXT_UNITS } from "./protocol.ts";

const FIELDS = Object.keys(eventSchema.shape) as (keyof ScreenerEvent)[];
const MAX_FIELD_UNITS = 256;

/** Its known fields, cut. */
export function keptEvent(event: ScreenerEvent): ScreenerEvent {
  const kept: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const value: unknown = event[field] ?? null;
    if (value === null || (typeof value === "object" && !(value instanceof Date))) continue;
    const most = field === "text" ? MAX_TEXT_UNITS : MAX_FIELD_UNITS;
    kept[field] = typeof value === "string" ? ownText(value, most) : value;
  }
  return kept;
}

/** The first `most` UTF-16 units of a text, to keep: as part of a longer string they would keep all of it in memory. */
function ownText(text: string, most: number): string {
  return text.length <= most ? text : (JSON.parse(JSON.stringify(text.slice(0, most))) as string);
}
