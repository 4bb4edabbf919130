/** Events in a message of a stream: JSON, one a line, with the fields of `POST /v1/screen`. Their time is ISO 8601. */
import { describeValue } from "../../core/describe-value.ts";
import { RingfenceError } from "../../core/errors.ts";
import { keyedHash, seededHashKey } from "../../core/key-hash.ts";
import { printable } from "../../core/terminal/printable.ts";
import { DIRECTION_SENT, DIRECTION_UNKNOWN, ROUTES } from "../../event/event-batch.ts";
import { canonicalIdentity } from "../../event/identity.ts";
import { unpackProvenance } from "../../event/provenance.ts";
import type { Country } from "../../rows/country.ts";
import { readTime } from "../../rows/event-values.ts";
import { callerOf, MAX_CALLER_UNITS, screenedUnits } from "../../rows/fill-events.ts";
import type { Row } from "../../rows/row.ts";
import { FILE_SEED } from "../../screen/setup.ts";
import type { ScreenEvent } from "../../screen/screened-event.ts";

/** A message has at most so many events: their verdicts must fit into one message. */
export const MAX_EVENTS = 500;
const MAX_ID_UNITS = 256;

/** An event of a message. */
export type StreamEvent = Omit<ScreenEvent, "time"> & { readonly time: Date | null };

/** Equal for all publishers. */
const { salt, lower, middle, upper } = seededHashKey(FILE_SEED, "partition-of-a-caller");

/** The same for all forms of a number. Withheld callers all go to one partition. */
export function partitionOf(caller: string | null, country: Country, partitions: number): number {
  const key = canonicalIdentity(callerOf(caller, country));
  return (keyedHash(key, salt, lower, middle, upper) >>> 0) % partitions;
}

/** The id of a row without one is its line. */
export function writeEvent({ text, caller, callee, timeMs = null, route = null, provenance, ...row }: Row): string {
  const { direction } = row;
  const isDirected = (direction ?? DIRECTION_UNKNOWN) !== DIRECTION_UNKNOWN;
  return JSON.stringify({
    id: (row.id ?? String(row.line)).slice(0, MAX_ID_UNITS),
    text: text?.slice(0, screenedUnits(text)),
    caller: caller?.slice(0, MAX_CALLER_UNITS),
    callee: callee?.slice(0, MAX_CALLER_UNITS),
    time: timeMs === null ? undefined : new Date(timeMs).toISOString(),
    duration: row.durationS,
    answered: row.answered,
    route: route === null ? undefined : ROUTES[route],
    direction: isDirected ? (direction === DIRECTION_SENT ? "sent" : "received") : undefined,
    ...(provenance ? unpackProvenance(provenance) : {}),
  });
}

/** Throws RingfenceError "config" where the message has anything but events. */
export function readEventLines(data: Uint8Array): StreamEvent[] {
  const lines = Buffer.from(data).toString("utf8").trim().split("\n");
  if (lines.length > MAX_EVENTS) throw wrong(MAX_EVENTS, "no more in a message", lines.length);
  return lines.map((line, at) => {
    const event = objectOf(line);
    if (event === null) throw wrong(at, "a JSON object", line);
    const { time = null, id = null } = event;
    if (id !== null && !(typeof id === "string" && id.length <= MAX_ID_UNITS)) {
      throw wrong(at, `an id of at most ${MAX_ID_UNITS} characters`, id);
    }
    const timeMs = time === null ? 0 : readTime(time, "iso", true);
    if (Number.isNaN(timeMs)) throw wrong(at, "a time as ISO 8601", time);
    return { ...event, time: time === null ? null : new Date(timeMs) };
  });
}

function wrong(at: number, expected: string, found: unknown): RingfenceError {
  const words = `event ${at + 1}: expected ${expected}, found ${printable(describeValue(found))}`;
  return new RingfenceError("config", words);
}

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
