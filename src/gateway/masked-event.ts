/** An event as it may be shown: numbers masked, in its text too. */
import { maskIdentity, maskNumbersIn } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenerEvent } from "../screen/screened-event.ts";
import type { Verdict } from "./protocol.ts";

export function maskedEvent(event: ScreenerEvent, country: Country): Readonly<Record<string, unknown>> {
  const shown = Object.entries(event).map(([field, value]: [string, unknown]) => {
    if (field === "caller" || field === "callee") return [field, maskedNumber(value, country)];
    // Whatever a client calls a field, and whatever it writes there: 0.13800138 too.
    return [maskNumbersIn(field), typeof value === "number" ? unlessNumber(value) : maskedValue(value)];
  });
  return Object.fromEntries(shown) as Readonly<Record<string, unknown>>;
}

/** The number of a person may be the event's identity, or stand in the script that a text is near to. */
export function maskedVerdict(verdict: Verdict): Verdict {
  const { id, script } = verdict;
  return { ...verdict, id: maskNumbersIn(id), script: script === null ? null : maskNumbersIn(script) };
}

/** From it on a number is of a person's length. */
const LONG_NUMBER = 1e6;

/** Data with the numbers in its texts and names masked, and its own numbers of seven digits and more. */
export function maskedValue(value: unknown): unknown {
  if (typeof value === "string") return maskNumbersIn(value);
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
