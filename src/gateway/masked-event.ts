/** An event as it may be shown: numbers masked, in its text too. */
import { maskIdentity, maskNumbersIn } from "../event/masking.ts";
import type { Country } from "../rows/country.ts";
import type { ScreenerEvent } from "../screen/screener.ts";

export function maskedEvent(event: ScreenerEvent, country: Country): Readonly<Record<string, unknown>> {
  const shown = Object.entries(event).map(([field, value]: [string, unknown]) => {
    if (field === "caller" || field === "callee") return [field, maskedNumber(value, country)];
    return [field, typeof value === "string" ? maskNumbersIn(value) : value];
  });
  return Object.fromEntries(shown) as Readonly<Record<string, unknown>>;
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
