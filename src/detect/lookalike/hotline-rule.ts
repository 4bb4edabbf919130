/**
 * Does a number imitate a hotline? The rule counts edits, not a share of the length.
 *
 * Distance 0: a hotline behind a forged prefix. A hotline calls as itself (96110) or behind its area code (0571 96110).
 * It never calls behind zeros, a plus or the country's 86, nor behind a plus or two zeros with its area code: such
 * calls come from abroad. 86 and an area code alone prove nothing: 866 831 2365 is toll-free in North America, 086 211
 * 2345 in Okayama.
 *
 * Distance 1: a number of 5 to 8 digits that is one edit from a hotline of at least 5 digits, and that the number plan
 * does not allow. Hotlines are dense (95588 is a bank, 95589 an insurer), so one other digit in a valid form proves
 * nothing. 195588 and 100086 are not assigned. Shorter numbers are service codes in other networks. A hotline with
 * digits behind it (1008611) belongs to the same holder.
 */
import { distance } from "fastest-levenshtein";
import { assert } from "../../core/assert.ts";
import {
  IDENTITY_FORMS,
  type Identity,
  digitIdentity,
  formatIdentity,
  identityForm,
  identityValue,
  parseIdentity,
} from "../../event/identity.ts";
import { type Finding, NO_FINDING, finding } from "./finding.ts";

/** Prefixes that no genuine hotline shows. */
const FORGED_PREFIXES = ["0", "00", "000", "0000", "00000", "000000"].flatMap((zeros) => [
  zeros,
  `+${zeros}`,
  `${zeros}+`,
]);
const FORGED_ALONE = ["+", "86", "+86", "0086", "+0086", "00086", "00+86", "086", "86-0", "+860", "00860"];

const MIN_NEAR_DIGITS = 5;
const MIN_SHORT = 10_000;

/** The most digits of a hotline. The country's 86, a zero and an area code add 6. */
const MAX_HOTLINE_DIGITS = 8;
const MAX_SHORT = 99_999_999;
const MAX_LONG = 99_999_999_999_999;

const MIN_MOBILE = 13_000_000_000;
const MAX_MOBILE = 19_999_999_999;

const FORM_UNIT = 1e15;
const FORM_PLAIN = IDENTITY_FORMS.indexOf("plain");
const FORM_AREA = IDENTITY_FORMS.indexOf("areaCode");
const FORM_DOUBLE_ZERO = IDENTITY_FORMS.indexOf("doubleZero");
const FORM_PLUS = IDENTITY_FORMS.indexOf("plus");
const FORM_PORT = IDENTITY_FORMS.indexOf("port");
const FORM_WITHHELD = IDENTITY_FORMS.indexOf("withheld");

export interface HotlineIndex {
  readonly genuine: ReadonlyMap<number, number>;
  readonly forged: ReadonlyMap<Identity, number>;
  /** Hotlines long enough for an edit to mean something. */
  readonly near: readonly { readonly digits: string; readonly index: number }[];
}

export function buildHotlineIndex(hotlines: readonly { readonly digits: string }[]): HotlineIndex {
  const isShort = hotlines.every(({ digits }) => digits.length <= MAX_HOTLINE_DIGITS);
  assert(isShort, `a hotline has at most ${MAX_HOTLINE_DIGITS} digits: isOrdinary skips longer numbers`);
  const genuine = new Map(hotlines.map(({ digits }, index) => [digitIdentity("plain", Number(digits)), index]));
  const forged = new Map<Identity, number>();
  for (const [index, { digits }] of hotlines.entries()) {
    for (const prefix of [...FORGED_PREFIXES, ...FORGED_ALONE]) forged.set(parseIdentity(prefix + digits), index);
  }
  // A number that is itself a hotline is never forged.
  for (const value of genuine.keys()) forged.delete(value);
  const near = hotlines
    .map(({ digits }, index) => ({ digits, index }))
    .filter(({ digits }) => digits.length >= MIN_NEAR_DIGITS);
  return { genuine, forged, near };
}

/** Mobile, landline, port or withheld: no hotline. One function, as a number that is passed on may become an object. */
export function isOrdinary(callers: Float64Array, row: number): boolean {
  const caller = callers[row]!;
  // Most callers are mobile numbers: no division is needed.
  if (caller >= MIN_MOBILE && caller <= MAX_MOBILE) return true;
  const form = Math.floor(caller / FORM_UNIT);
  const value = caller - form * FORM_UNIT;
  if (form === FORM_PORT || form === FORM_WITHHELD) return true;
  if (form === FORM_PLUS || form === FORM_DOUBLE_ZERO) return value > MAX_LONG;
  if ((form !== FORM_PLAIN && form !== FORM_AREA) || value <= MAX_SHORT) return false;
  // 9 to 14 digits that begin with the country's 86: no area code begins with 86.
  for (let scale = 1e7; scale <= 1e12 && value >= 86 * scale; scale *= 10) if (value < 87 * scale) return false;
  return true;
}

/** -1 - the index if it *is* a hotline, with or without area code. Not for ordinary numbers. */
export function imitatedHotline(index: HotlineIndex, caller: Identity): Finding {
  const forged = index.forged.get(caller);
  if (forged !== undefined) return finding(0, forged);
  const form = identityForm(caller);
  const value = identityValue(caller);
  if (form === "plus" || form === "doubleZero") return behindAreaCode(index, value);
  const genuine = form === "areaCode" ? behindOwnAreaCode(index, value) : form === "plain" && index.genuine.get(value);
  if (typeof genuine === "number") return -1 - genuine;
  if (form !== "plain" || value < MIN_SHORT) return NO_FINDING;
  return NUMBER_PLAN.test(String(value)) ? NO_FINDING : nearHotline(index, formatIdentity(caller));
}

/** 0571 96110, whose value is 57196110. */
function behindOwnAreaCode({ genuine }: HotlineIndex, value: number): number | undefined {
  const digits = String(value);
  for (const areaDigits of [2, 3]) {
    if (!AREA_CODE.test(digits.slice(0, areaDigits)) || digits[areaDigits] === "0") continue;
    const hotline = genuine.get(Number(digits.slice(areaDigits)));
    if (hotline !== undefined) return hotline;
  }
  return undefined;
}

const CHINA = /^(?:86)?0?(\d{5,})$/;
/** Two digits for large cities, three elsewhere (310 to 999). */
const AREA_CODE = /^(?:10|2\d|3[1-9]\d|[4-9]\d\d)$/;

/** +86 571 96110: even with an area code, a hotline never comes from abroad. */
function behindAreaCode(index: HotlineIndex, value: number): Finding {
  const digits = CHINA.exec(String(value))?.[1];
  if (digits === undefined) return NO_FINDING;
  for (const areaDigits of [2, 3]) {
    if (!AREA_CODE.test(digits.slice(0, areaDigits))) continue;
    const hotline = index.genuine.get(Number(digits.slice(areaDigits)));
    if (hotline !== undefined && !digits.slice(areaDigits).startsWith("0")) return finding(0, hotline);
  }
  return NO_FINDING;
}

/**
 * Numbers of 5 to 8 digits that the Chinese plan allows: 95xxx to 95xxxxxx and 96xxx, 96xxxx for enterprises, 100xx,
 * 11xxx, 12xxx, 116xxx and 118xxx for operators and services, and local landlines of 7 and 8 digits.
 */
const NUMBER_PLAN = /^(?:95\d{3,6}|96\d{3,4}|100\d\d|1[12]\d{3}|11[68]\d{3}|[2-8]\d{6,7})$/;

function nearHotline({ near }: HotlineIndex, digits: string): Finding {
  if (near.some((hotline) => digits.startsWith(hotline.digits))) return NO_FINDING;
  const found = near.find(
    (hotline) => Math.abs(hotline.digits.length - digits.length) <= 1 && distance(hotline.digits, digits) === 1,
  );
  return found ? finding(1, found.index) : NO_FINDING;
}
