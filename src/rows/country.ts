/**
 * How numbers are written in a country. In China, the default, the form of a number is part of its identity
 * (event/identity.ts). Elsewhere a line has one identity, even if its number is written with the country's code, a
 * prefix for calls abroad or national calls, or without any.
 */
import {
  type CountryCode,
  Metadata,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import { RingfenceError } from "../core/errors.ts";
import { ROUTE_ENTERPRISE, ROUTE_FIXED, ROUTE_INTERNATIONAL, ROUTE_MOBILE } from "../event/event-batch.ts";
import {
  type Identity,
  MAX_CALLER_UNITS,
  MAX_DIGITS,
  digitIdentity,
  formatIdentity,
  identityForm,
  identityValue,
  parseIdentity,
} from "../event/identity.ts";
import { routeOf } from "./route.ts";

export interface Country {
  /** Its two letters. */
  readonly code: string;
  /** The identity of a caller or sender as written. Never throws. */
  identityOf(written: string): Identity;
  /** The probable route, as a code of ROUTES. */
  routeOf(identity: Identity): number;
}

export const CHINA: Country = { code: "CN", identityOf: parseIdentity, routeOf };

/**
 * A country by its two letters (ISO 3166-1), in either case. A national number, or one with the country's code, takes 1
 * to 3 microseconds, others 30. Throws "usage" for an unknown code.
 */
export function countryOf(code: string): Country {
  const country = code.toUpperCase();
  if (country === "CN") return CHINA;
  if (!isSupportedCountry(country)) {
    throw new RingfenceError(
      "usage",
      `--country: expected a country by its two letters, US or GB say, found ${JSON.stringify(code)}`,
    );
  }
  return new OtherCountry(country);
}

/** Size of the cache of numbers. It is cleared when full. */
const REMEMBERED = 50_000;
/** Prefixes of calls abroad. */
const ABROAD = /^(?:\+|00)/;
const LONGEST_SHORT_CODE = 999_999;

class OtherCountry implements Country {
  readonly code: CountryCode;
  readonly #callingCode: string;
  readonly #homely: RegExp;
  readonly #remembered = new Map<string, Identity>();

  constructor(country: CountryCode) {
    const metadata = new Metadata();
    metadata.selectNumberingPlan(country);
    this.code = country;
    this.#callingCode = getCountryCallingCode(country);
    const lengths = metadata
      .numberingPlan!.possibleLengths()
      .filter((length) => length <= MAX_DIGITS)
      .map((length) => `\\d{${length - 1}}`);
    // Only digits, as many as a number has, and no prefix: prefixes of national calls are 0, 1, 06 and 8.
    this.#homely = new RegExp(`^(?!${this.#callingCode})[2-79](?:${lengths.join("|")})$`);
  }

  identityOf(written: string): Identity {
    if (this.#homely.test(written)) return digitIdentity("plain", Number(written));
    if (written.length > MAX_CALLER_UNITS) return parseIdentity(written);
    const known = this.#remembered.get(written);
    if (known !== undefined) return known;
    const identity = this.#lineOf(parseIdentity(written));
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    this.#remembered.set(written, identity);
    return identity;
  }

  /** The identity in national form; unchanged if it is no telephone number. */
  #lineOf(identity: Identity): Identity {
    const form = identityForm(identity);
    if (form === "alphanumeric" || form === "opaque" || form === "withheld") return identity;
    const written = formatIdentity(identity).replace(ABROAD, "+");
    const rest = written.slice(1 + this.#callingCode.length);
    if (written.startsWith(`+${this.#callingCode}`) && this.#homely.test(rest)) {
      return digitIdentity("plain", Number(rest));
    }
    const number = parsePhoneNumberFromString(written, { defaultCountry: this.code, extract: false });
    if (number === undefined || !number.isPossible()) return identity;
    if (number.countryCallingCode !== this.#callingCode) return parseIdentity(number.number);
    const digits: string = number.nationalNumber;
    if (digits.length > MAX_DIGITS) return identity;
    return digitIdentity(digits.startsWith("0") ? "areaCode" : "plain", Number(digits));
  }

  routeOf(identity: Identity): number {
    switch (identityForm(identity)) {
      case "port":
      case "alphanumeric":
        return ROUTE_ENTERPRISE;
      case "areaCode":
        return ROUTE_FIXED;
      case "plus":
      case "doubleZero":
        return ROUTE_INTERNATIONAL;
      case "plain":
        return identityValue(identity) <= LONGEST_SHORT_CODE ? ROUTE_ENTERPRISE : ROUTE_MOBILE;
      case "opaque":
      case "withheld":
        return ROUTE_MOBILE;
    }
  }
}
