/** Guesses how the numbers of a file are written, where nobody says it. */
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { fileSize } from "../core/file/bounded-file.ts";
import { RingfenceError } from "../core/errors.ts";
import { formatIdentity, identityForm, parseIdentity } from "../event/identity.ts";
import { CHINA, type Country, countryOf } from "./country.ts";
import { readRows, type RowSource } from "./read-rows.ts";

/** Fewer numbers show nothing. */
const LEAST_NUMBERS = 5;
const ROWS_READ = 500;
const SHORTEST = 7;
const CHINA_CODE = "86";
/** Of countries that share a code. */
const LARGEST: Readonly<Record<string, string>> = { "1": "US", "7": "RU", "39": "IT", "44": "GB", "61": "AU" };

/**
 * The country whose code most of the first numbers of a file state; else China. A pipe can be read only once, so it is
 * not looked at.
 */
export async function guessCountry(source: RowSource): Promise<Country> {
  const found = new Map<string | null, number>();
  let numbers = 0;
  for (const caller of await firstCallers(source)) {
    const code = caller === null ? undefined : countryIn(caller);
    if (code === undefined) continue;
    numbers++;
    found.set(code, (found.get(code) ?? 0) + 1);
  }
  found.delete(null);
  const [most] = [...found].sort(([, one], [, other]) => other - one);
  return most !== undefined && numbers >= LEAST_NUMBERS && 2 * most[1] > numbers ? countryOf(most[0]!) : CHINA;
}

export function guessedCountryWords(code: string): string {
  return `most numbers look like numbers of ${code}, and are read so (--country names another)`;
}

async function firstCallers(source: RowSource): Promise<(string | null)[]> {
  const callers: (string | null)[] = [];
  if (fileSize(source.file) === null) return callers;
  try {
    for await (const { rows } of readRows(source)) {
      for (const { caller } of rows) callers.push(caller);
      if (callers.length >= ROWS_READ) break;
    }
  } catch (error) {
    // The reader of all rows says what is wrong with the file.
    if (!(error instanceof RingfenceError)) throw error;
  }
  return callers.slice(0, ROWS_READ);
}

/** Null for a number that states no foreign country, undefined for what is no subscriber's number. */
function countryIn(caller: string): string | null | undefined {
  const identity = parseIdentity(caller);
  const form = identityForm(identity);
  const digits = formatIdentity(identity).replace(/^(?:\+|00)/, "");
  if (digits.length < SHORTEST || !/^\d+$/.test(digits)) return undefined;
  if (form !== "plus" && form !== "doubleZero") return null;
  const number = parsePhoneNumberFromString(`+${digits}`);
  if (number === undefined || number.countryCallingCode === CHINA_CODE || !number.isPossible()) return null;
  return LARGEST[number.countryCallingCode] ?? number.country ?? null;
}
