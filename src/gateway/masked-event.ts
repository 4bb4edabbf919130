/** An event as it may be shown: numbers masked, in its text too. */
import { maskIdentity, maskNumbersIn, showsNumber } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Verdict } from "./protocol.ts";

export function maskedEvent(event: ScreenerEvent, country: Country): Readonly<Record<string, unknown>> {
  const shown = Object.entries(event).map(([field, value]: [string, unknown]) => {
    if (field === "caller" || field === "callee") return [field, maskedNumber(value, country)];
    if (field === "id" && typeof value === "string") return [field, maskedId(value, event, country)];
    // Whatever a client calls a field, and whatever it writes there: 0.13800138 too.
    return [maskNumbersIn(field), typeof value === "number" ? unlessNumber(value) : maskedValue(value)];
  });
  return Object.fromEntries(shown) as Readonly<Record<string, unknown>>;
}

/** By it clients find an event again: digits in it are no number of a person, unless they are of the event's own. */
export function maskedId(id: string, { caller, callee }: ScreenerEvent, country: Country): string {
  const isShown = [caller, callee].some(
    (one) => (one ?? "") !== "" && showsNumber(id, country.identityOf(String(one))),
  );
  return isShown ? maskNumbersIn(id) : id;
}

/** The number of a person may stand in the script that a text is near to. */
export function maskedVerdict(verdict: Verdict, event: ScreenerEvent, country: Country): Verdict {
  const { id, script } = verdict;
  const shown = script === null ? null : maskNumbersIn(script);
  return { ...verdict, id: maskedId(id, event, country), script: shown };
}

/** From it on a number is of a person's length. */
const LONG_NUMBER = 1e6;

/** Data with the numbers in its texts and names masked, and its own numbers of seven digits and more. */
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

/** Who sent it, and how its text begins. */
export function maskedParts({ caller = null, text = null }: ScreenerEvent, country: Country) {
  return {
    caller: caller === null ? null : String(maskedNumber(caller, country)),
    text: text === null ? null : maskNumbersIn(text.slice(0, TEXT_UNITS)),
  };
}

/** A number or a name of a sender; what is neither stays as it is. */
function maskedNumber(written: unknown, country: Country): unknown {
  const isOne = typeof written === "string" || typeof written === "number";
  return isOne ? maskIdentity(country.identityOf(String(written))) : written;
}
