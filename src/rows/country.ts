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
import {
  ROUTE_ENTERPRISE,
  ROUTE_FIXED,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../event/event-batch.ts";
import {
  type Identity,
  MAX_CALLER_UNITS,
  MAX_DIGITS,
  digitIdentity,
  formatIdentity,
  identityForm,
  type IdentityForm,
  identityValue,
  parseIdentity,
} from "../event/identity.ts";

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
    const form = identityForm(identity);
    if (form === "plus" || form === "doubleZero") return ROUTE_INTERNATIONAL;
    const isShort = form === "plain" && identityValue(identity) <= LONGEST_SHORT_CODE;
    return isShort ? ROUTE_ENTERPRISE : routeOfForm(form);
  }
}

/** Of numbers that say nothing about their network, and withheld ones: mobile. */
function routeOfForm(form: IdentityForm): number {
  if (form === "port" || form === "alphanumeric") return ROUTE_ENTERPRISE;
  return form === "areaCode" ? ROUTE_FIXED : ROUTE_MOBILE;
}

/** Number blocks of the virtual operators (China: 162, 165, 167, 170, 171). */
const VIRTUAL_BLOCKS: ReadonlySet<number> = new Set([162, 165, 167, 170, 171]);
const BLOCK_NUMBERS = 1e8;
/** Mobile numbers have eleven digits and begin with 1. */
const MOBILE_FROM = 1e10;
const MOBILE_END = 2e10;
const LONGEST_SHORT_CODE_DIGITS = 6;
const CHINA_CODE = "86";

/** In China. */
function routeOf(caller: Identity): number {
  // The usual case: the identity of a plain number is the number.
  if (isMobile(caller)) return routeOfMobile(caller);
  const form = identityForm(caller);
  if (form === "plus" || form === "doubleZero") {
    const digits = String(identityValue(caller));
    return digits.startsWith(CHINA_CODE) && digits.length > CHINA_CODE.length
      ? routeOfDomestic(digits.slice(CHINA_CODE.length), true)
      : ROUTE_INTERNATIONAL;
  }
  return form === "plain" ? routeOfDomestic(String(identityValue(caller)), false) : routeOfForm(form);
}

/** `withoutZero`: behind +86 a landline has no zero before its area code. */
function routeOfDomestic(digits: string, withoutZero: boolean): number {
  if (isMobile(Number(digits)) && !digits.startsWith("0")) return routeOfMobile(Number(digits));
  if (digits.length <= LONGEST_SHORT_CODE_DIGITS) return ROUTE_ENTERPRISE;
  if (/^(?:400|800)\d{7}$/.test(digits) || /^9[56]/.test(digits) || digits.startsWith("106")) return ROUTE_ENTERPRISE;
  return withoutZero ? ROUTE_FIXED : ROUTE_MOBILE;
}

function isMobile(number: number): boolean {
  return number >= MOBILE_FROM && number < MOBILE_END;
}

function routeOfMobile(number: number): number {
  return VIRTUAL_BLOCKS.has(Math.floor(number / BLOCK_NUMBERS)) ? ROUTE_VIRTUAL : ROUTE_MOBILE;
}
