/** Events as they are kept, and as they are shown: with numbers masked, also in texts. */
import { maskIdentity, maskNumbersIn, showsNumber } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenEvent } from "../screen/screened-event.ts";
import { MAX_TEXT_UNITS, type Verdict } from "./protocol.ts";

const MAX_FIELD_UNITS = 256;

/** Its known fields, cut: no client can fill the memory with what is kept. */
export function keptEvent(event: ScreenEvent): ScreenEvent {
  const { id, text, caller, callee, time, duration, answered, direction, route } = event;
  // Fields by name: as quick as to keep the event itself.
  return {
    id: part(id),
    text: part(text, MAX_TEXT_UNITS),
    caller: part(caller),
    callee: part(callee),
    time: part(time),
    duration: part(duration),
    answered: part(answered),
    direction: part(direction),
    route: part(route),
  };
}

/** Cuts a string to `most` UTF-16 units, as a new string: a slice would keep the whole in memory. */
function part<T>(value: T, most = MAX_FIELD_UNITS): NonNullable<T> | null {
  if (typeof value !== "string") return typeof value === "object" && !(value instanceof Date) ? null : (value ?? null);
  return value.length <= most ? value : (JSON.parse(JSON.stringify(value.slice(0, most))) as NonNullable<T>);
}

/** `event`: as it is kept. */
export function maskedEvent(event: ScreenEvent, country: Country): Readonly<Record<string, unknown>> {
  const known = Object.entries(event).filter(([, value]) => value !== null);
  const shown = known.map(([field, value]: [string, unknown]) => {
    if (field === "caller" || field === "callee") return [field, maskIdentity(country.identityOf(String(value)))];
    if (field === "id") return [field, maskedId(String(value), event, country)];
    // A client may write a number into any field, also as 0.13800138.
    return [field, typeof value === "number" ? unlessNumber(value) : maskedValue(value)];
  });
  return Object.fromEntries(shown) as Readonly<Record<string, unknown>>;
}

/** Clients find an event by its id, so its digits stay, unless they are a number of the event. */
export function maskedId(id: string, { caller, callee }: ScreenEvent, country: Country): string {
  const isShown = [caller, callee].some(
    (one) => (one ?? "") !== "" && showsNumber(id, country.identityOf(String(one))),
  );
  return isShown ? maskNumbersIn(id) : id;
}

/** The name of a script may have the number of a person in it. */
export function maskedVerdict(verdict: Verdict, event: ScreenEvent, country: Country): Verdict {
  const { id, script } = verdict;
  const shown = script === null ? null : maskNumbersIn(script);
  return { ...verdict, id: maskedId(id, event, country), script: shown };
}

/** A number of at least this size may be a phone number. */
const LONG_NUMBER = 1e6;

/** Data with phone numbers masked in texts, names and values. */
export function maskedValue(value: unknown): unknown {
  if (typeof value === "string") return maskNumbersIn(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number") return Math.abs(value) >= LONG_NUMBER ? unlessNumber(value) : value;
  if (Array.isArray(value)) return value.map(maskedValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [maskNumbersIn(name), maskedValue(one)]));
}

function unlessNumber(value: number): number | string {
  const masked = maskNumbersIn(String(value));
  return masked === String(value) ? value : masked;
}

const TEXT_UNITS = 500;

/** The caller, and how the text begins. */
export function maskedParts({ caller = null, text = null }: ScreenEvent, country: Country) {
  return {
    caller: caller === null ? null : maskIdentity(country.identityOf(String(caller))),
    text: text === null ? null : maskNumbersIn(text.slice(0, TEXT_UNITS)),
  };
}
