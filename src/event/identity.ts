/**
 * Identities: who calls or sends, as a terminal shows it. "95588", "+95588", "0095588" and "ICBC" are four different
 * identities, and the difference is often the fraud, so the form is part of the number.
 *
 * An identity is one float64 that holds an integer below 2^53: form * 10^15 + value. It is compared and hashed as a
 * number; nothing in a hot loop touches a string.
 */
import { assert } from "../core/assert.ts";
import { describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import type { BlocklistKey } from "./blocklist-key.ts";

export const IDENTITY_FORMS = [
  /** Digits that start with 1 to 9: a mobile number, a 400 number, a short code. */
  "plain",
  /** One leading zero, then an area code: a landline, a hotline shown with its area. */
  "areaCode",
  /** Two leading zeros: a call from abroad, or one that pretends to be. */
  "doubleZero",
  /** A leading plus. */
  "plus",
  /** A 106 port of a message gateway; the value is what follows 106, with its length. */
  "port",
  /** Letters and digits, up to nine: a brand name as sender. */
  "alphanumeric",
  /** Anything else (too long, odd characters), by a hash: can be compared, not shown. */
  "opaque",
  /** Withheld or missing. */
  "withheld",
] as const;

export type IdentityForm = (typeof IDENTITY_FORMS)[number];

/** An encoded identity: see the head of this file. Columns hold identities as plain numbers. */
export type Identity = number & { readonly [identityBrand]: true };

declare const identityBrand: unique symbol;

/** An identity as it is listed and counted; from canonicalIdentity. */
export type CanonicalIdentity = Identity & BlocklistKey;

const FORM_UNIT = 1e15;
/** Digits of a number at most; a longer one is `opaque`. */
export const MAX_DIGITS = 15;
/** A port keeps up to 14 digits behind 106, under a leading 1 that preserves its zeros. */
const MAX_PORT_DIGITS = 14;
const ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const MAX_LETTERS = 9;

const FORM_PLAIN = 0;
const FORM_AREA = 1;
const FORM_DOUBLE_ZERO = 2;
const FORM_PLUS = 3;
const FORM_PORT = 4;
const FORM_ALPHANUMERIC = 5;
const FORM_OPAQUE = 6;
const FORM_WITHHELD = 7;

export const WITHHELD = (FORM_WITHHELD * FORM_UNIT) as Identity;

/**
 * True if an identity may be on a blocklist: not `opaque`, as all that is known of such a sender is a hash that others
 * can imitate, and not `withheld`, which is everybody and nobody.
 */
export function isListable(identity: Identity): boolean {
  return identity < FORM_OPAQUE * FORM_UNIT;
}

export function identityForm(identity: Identity): IdentityForm {
  return IDENTITY_FORMS[Math.floor(identity / FORM_UNIT)]!;
}

/** The digits behind 0, 00 or +, or the number itself. */
export function identityValue(identity: Identity): number {
  return identity - Math.floor(identity / FORM_UNIT) * FORM_UNIT;
}

/** `digits` behind the prefix, as an integer below 10^15. */
export function digitIdentity(form: "plain" | "areaCode" | "doubleZero" | "plus", value: number): Identity {
  assert(Number.isSafeInteger(value) && value >= 0 && value < FORM_UNIT, () => `identity value out of range: ${value}`);
  return (IDENTITY_FORMS.indexOf(form) * FORM_UNIT + value) as Identity;
}

/** A 106 port: the digits behind 106 as an integer of exactly `digits` digits, zeros included. */
export function portIdentity(value: number, digits: number): Identity {
  assert(digits >= 1 && digits <= MAX_PORT_DIGITS, `a port has 1 to ${MAX_PORT_DIGITS} digits, got ${digits}`);
  const scale = powerOfTen(digits);
  assert(value >= 0 && value < scale, `port value ${value} has more than ${digits} digits`);
  return (FORM_PORT * FORM_UNIT + scale + value) as Identity;
}

/** What people write between the digits of a number, after NFKC; it carries no meaning. */
export const BETWEEN = String.raw`\s\-\u2010-\u2015\u2212()./_·•‧∙⋅・`;
const SEPARATORS = new RegExp(`[${BETWEEN}]`, "gu");
/** Zero-width characters, marks of direction and of style, fillers: address books copy them along with a number. */
export const UNSEEN = String.raw`\p{Cf}\p{Default_Ignorable_Code_Point}`;
const INVISIBLE = new RegExp(`[${UNSEEN}]`, "gu");
/** Strokes and keycaps drawn over digits. */
const MARKS = /(?<=\d)\p{M}+/gu;
/** A link to a number: `tel:+86-138-0013-8000`. An address with a host proves nothing: its owner chooses the name. */
const LINK = /^<?(?:tel|sms|smsto|callto):(?:\/\/)?([^@;?:>]+)(;[^>]*)?>?$/i;
const HOST_LINK = /^<?sips?:([^@;?:>]+)(;[^@>]*)?@[^>]*>?$/i;
const IS_TELEPHONE = /^\+|;user=phone\b/i;
/** Behind a number: a note in brackets, parameters (RFC 3966). A number that depends on a context is another's. */
const NOTED = /^([^();]+)(?:\([^()]*\)\s*)?((?:;[a-z][a-z-]*=[^;]*)*)$/i;
const CONTEXT = /;phone-context=/i;
/** Shorter numbers are short codes: notes on them may make them another's. */
const MIN_WRAPPED_DIGITS = 7;

/**
 * Longer texts are no caller that anybody wrote. They are `opaque` unfolded, as folding takes many times their memory.
 */
export const MAX_CALLER_UNITS = 1024;

/**
 * Reads an identity as written. What cannot be read digit by digit becomes `opaque`, so that it can still be compared
 * with itself. Empty text is `withheld`. Throws RingfenceError "usage" for what is no string, and nothing else.
 */
export function parseIdentity(written: string): Identity {
  if (typeof written !== "string")
    throw new RingfenceError("usage", `an identity: expected a string, found ${describeValue(written)}`);
  // First what is nearly always so: nothing has to be folded or left out.
  if (/^\d+$/.test(written)) return parseDigits(written);
  if (written.length > MAX_CALLER_UNITS) return opaqueIdentity(written);
  const folded = written.normalize("NFKC").replace(INVISIBLE, "").trim();
  if (folded === "") return WITHHELD;
  return parseNumber(folded) ?? parseWrapped(folded) ?? parseLetters(folded);
}

function parseNumber(folded: string): Identity | null {
  const compact = folded.replace(MARKS, "").replace(SEPARATORS, "");
  const plus = /^\+([1-9]\d*)$/.exec(compact);
  if (plus) return fromDigits(FORM_PLUS, plus[1]!, compact);
  return /^\d+$/.test(compact) ? parseDigits(compact) : null;
}

/** The number in a link, or before its notes. Null if it is none, or may not be all that is meant. */
function parseWrapped(folded: string): Identity | null {
  const host = HOST_LINK.exec(folded);
  if (host && !IS_TELEPHONE.test(host[1]!) && !IS_TELEPHONE.test(folded)) return null;
  const [, written, parameters = ""] = host ?? LINK.exec(folded) ?? NOTED.exec(folded) ?? [];
  if (written === undefined || CONTEXT.test(parameters)) return null;
  const number = written.replace(/%([0-7][\da-f])/gi, asciiOf);
  return number.replace(/\D/g, "").length < MIN_WRAPPED_DIGITS ? null : parseNumber(number);
}

function asciiOf(_escape: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function parseDigits(digits: string): Identity {
  if (digits.startsWith("106") && digits.length > 5) {
    const behind = digits.slice(3);
    return behind.length > MAX_PORT_DIGITS ? opaqueIdentity(digits) : portIdentity(Number(behind), behind.length);
  }
  const zeros = digits.startsWith("0") ? /^0+/.exec(digits)![0].length : 0;
  const value = digits.slice(zeros);
  if (value === "") return opaqueIdentity(digits);
  if (zeros === 0) return fromDigits(FORM_PLAIN, value, digits);
  if (zeros === 1) return fromDigits(FORM_AREA, value, digits);
  if (zeros === 2) return fromDigits(FORM_DOUBLE_ZERO, value, digits);
  return opaqueIdentity(digits);
}

function fromDigits(form: number, digits: string, whole: string): Identity {
  return digits.length > MAX_DIGITS ? opaqueIdentity(whole) : ((form * FORM_UNIT + Number(digits)) as Identity);
}

function parseLetters(folded: string): Identity {
  const letters = folded.toUpperCase();
  if (letters.length > MAX_LETTERS) return opaqueIdentity(letters);
  let value = 0;
  for (const letter of letters) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return opaqueIdentity(letters);
    value = value * ALPHABET.length + digit;
  }
  return (FORM_ALPHANUMERIC * FORM_UNIT + value) as Identity;
}

/** 49 bits of a hash: two different senders collide with a probability below 2^-48. */
function opaqueIdentity(text: string): Identity {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (FORM_OPAQUE * FORM_UNIT + (high & 0x1ffff) * 4294967296 + (low >>> 0)) as Identity;
}

/** As a terminal shows it. `opaque` shows as `#` and its hash. */
export function formatIdentity(identity: Identity): string {
  const value = identityValue(identity);
  switch (identityForm(identity)) {
    case "plain":
      return String(value);
    case "areaCode":
      return `0${value}`;
    case "doubleZero":
      return `00${value}`;
    case "plus":
      return `+${value}`;
    case "port":
      return `106${String(value).slice(1)}`;
    case "alphanumeric":
      return formatLetters(value);
    case "opaque":
      return `#${value.toString(16)}`;
    case "withheld":
      return "withheld";
  }
}

/** Reads back an `opaque` identity from formatIdentity; null for anything else. */
export function readOpaque(shown: string): Identity | null {
  if (!/^#[0-9a-f]{1,13}$/.test(shown)) return null;
  const value = Number.parseInt(shown.slice(1), 16);
  return value < FORM_UNIT ? ((FORM_OPAQUE * FORM_UNIT + value) as Identity) : null;
}

function formatLetters(value: number): string {
  let letters = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / ALPHABET.length)) {
    letters = ALPHABET[rest % ALPHABET.length]! + letters;
  }
  return letters;
}

const CHINA_PREFIX = 86e11;

/**
 * The key under which an identity is listed and counted: a mobile number written with +86, 0086 or 86 is the same line
 * as without. Everything else is itself: 0095588 is not 95588.
 */
export function canonicalIdentity(identity: Identity): CanonicalIdentity {
  const form = Math.floor(identity / FORM_UNIT);
  const mobile = identity - form * FORM_UNIT - CHINA_PREFIX;
  // First what is nearly always so: which form the next caller has, nobody can predict.
  if (mobile < 13e9 || mobile >= 20e9) return identity as CanonicalIdentity;
  return form === FORM_PLAIN || form === FORM_DOUBLE_ZERO || form === FORM_PLUS
    ? (mobile as CanonicalIdentity)
    : (identity as CanonicalIdentity);
}

/**
 * canonicalIdentity of identities[from + i], into out[i], for i in [0, count). Written out, like other loops over every
 * event: an identity passed to a function becomes an object of 16 bytes wherever V8 does not inline it, and inlining
 * differs from process to process.
 */
export function canonicalInto(identities: Float64Array, from: number, count: number, out: Float64Array): void {
  for (let i = 0; i < count; i++) {
    const identity = identities[from + i]!;
    const form = Math.floor(identity / FORM_UNIT);
    const mobile = identity - form * FORM_UNIT - CHINA_PREFIX;
    const isMobile =
      mobile >= 13e9 && mobile < 20e9 && (form === FORM_PLAIN || form === FORM_DOUBLE_ZERO || form === FORM_PLUS);
    out[i] = isMobile ? mobile : identity;
  }
}

function powerOfTen(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}
