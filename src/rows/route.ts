/** The probable route of a caller, from the number. */
import {
  ROUTE_ENTERPRISE,
  ROUTE_FIXED,
  ROUTE_INTERNATIONAL,
  ROUTE_MOBILE,
  ROUTE_VIRTUAL,
} from "../event/event-batch.ts";
import { type Identity, identityForm, identityValue } from "../event/identity.ts";

/** Number blocks of the virtual operators (China: 162, 165, 167, 170, 171). */
const VIRTUAL_BLOCKS: ReadonlySet<number> = new Set([162, 165, 167, 170, 171]);
const BLOCK_NUMBERS = 1e8;
/** Mobile numbers have eleven digits and begin with 1. */
const MOBILE_FROM = 1e10;
const MOBILE_END = 2e10;
const LONGEST_SHORT_CODE_DIGITS = 6;
const CHINA = "86";

/** A code of ROUTES. Numbers that say nothing about their network, and withheld ones, count as mobile. */
export function routeOf(caller: Identity): number {
  // The usual case: the identity of a plain number is the number.
  if (isMobile(caller)) return routeOfMobile(caller);
  switch (identityForm(caller)) {
    case "port":
    case "alphanumeric":
      return ROUTE_ENTERPRISE;
    case "areaCode":
      return ROUTE_FIXED;
    case "plus":
    case "doubleZero": {
      const digits = String(identityValue(caller));
      return digits.startsWith(CHINA) && digits.length > CHINA.length
        ? routeOfDomestic(digits.slice(CHINA.length), true)
        : ROUTE_INTERNATIONAL;
    }
    case "plain":
      // The usual case, without making a string.
      if (isMobile(identityValue(caller))) return routeOfMobile(identityValue(caller));
      return routeOfDomestic(String(identityValue(caller)), false);
    case "opaque":
    case "withheld":
      return ROUTE_MOBILE;
  }
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
