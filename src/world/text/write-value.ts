import { unitsOf } from "../../core/units.ts";
import { type Identity, identityForm, identityValue } from "../../event/identity.ts";
import { LANGUAGE_ZH } from "./phrase-bank.ts";
import { mix, mixedBelow } from "./draws.ts";
import type { TextRequest } from "./text-request.ts";

const ZERO = 0x30;
const SPACE = 0x20;

/** Seven digits: a part of a number that is divided as an integer, at a quarter of the cost. */
const PART = 10_000_000;

/** The last `digits` decimal digits of an integer >= 0 (to 2^53), with leading zeros. */
export function writeDigits(value: number, digits: number, out: Uint16Array, at: number): number {
  let rest = value;
  let end = at + digits;
  for (; end - at > 7; end -= 7) {
    const upper = Math.floor(rest / PART);
    writeInteger((rest - upper * PART) | 0, end - 7, end, out);
    rest = upper;
  }
  writeInteger((rest - Math.floor(rest / PART) * PART) | 0, at, end, out);
  return at + digits;
}

/** The last digits of an integer in [0, 2^31) at out[from..end). */
function writeInteger(value: number, from: number, end: number, out: Uint16Array): void {
  let rest = value | 0;
  for (let i = end - 1; i >= from; i--) {
    const tenth = (rest / 10) | 0;
    out[i] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
}

/** A number set aside by its form for fiction: mobile 170 0000 xxxx in Chinese, 555 01xx in English. */
function writeDrawnPhone(language: number, key: number, out: Uint16Array, at: number): number {
  if (language === LANGUAGE_ZH) return writeDigits(17_000_000_000 + ((key >>> 0) % 10_000), 11, out, at);
  return writeDigits(5_550_100 + ((key >>> 0) % 100), 7, out, at);
}

/** The request's number, or a drawn one; at most 17 units. */
export function writePhone(request: TextRequest, key: number, out: Uint16Array, at: number): number {
  const phone = request.phone as Identity;
  if (phone === 0) return writeDrawnPhone(request.language, key, out, at);
  const value = identityValue(phone);
  switch (identityForm(phone)) {
    case "plain":
      return writeWhole(value, out, at);
    case "areaCode":
      out[at] = ZERO;
      return writeWhole(value, out, at + 1);
    case "doubleZero":
      out[at] = ZERO;
      out[at + 1] = ZERO;
      return writeWhole(value, out, at + 2);
    case "plus":
      out[at] = 0x2b;
      return writeWhole(value, out, at + 1);
    case "port": {
      // A port's value leads with a 1 that holds its zeros (identity.ts): 106 takes its place.
      const end = writeWhole(value, out, at + 2);
      out[at] = ZERO + 1;
      out[at + 1] = ZERO;
      out[at + 2] = ZERO + 6;
      return end;
    }
    default:
      return writeDrawnPhone(request.language, key, out, at);
  }
}

/** A whole number without leading zeros. */
export function writeWhole(value: number, out: Uint16Array, at: number): number {
  let digits = 1;
  for (let scale = 10; scale <= value; scale *= 10) digits++;
  return writeDigits(value, digits, out, at);
}

const HTTPS = unitsOf("https://");
const EXAMPLE = unitsOf(".example");
const PATH_LETTERS = unitsOf("abcdefghijkmnpqrstuvwxyz23456789");
/** Half of the links are bare, as in most fraud texts; the rest name a scheme. */
const SCHEMES = 4;

/** The request's host with a scheme and a path drawn; at most LINK_UNITS. */
export function writeLink(request: TextRequest, key: number, out: Uint16Array, at: number): number {
  const style = mixedBelow(key, SCHEMES);
  const spaced = request.language === LANGUAGE_ZH && (request.campaign & 1) === 1;
  if (spaced) out[at++] = SPACE;
  if (style >= 2) {
    for (let i = 0; i < HTTPS.length; i++) if (i !== 4 || style === 3) out[at++] = HTTPS[i]!;
  }
  at = writeHost(request, key, out, at);
  const pathUnits = mixedBelow(mix(key, 2), 9);
  if (pathUnits > 2) {
    out[at++] = 0x2f;
    at = writeLetters(mix(key, 3), pathUnits, out, at);
  }
  if (spaced) out[at++] = SPACE;
  return at;
}

function writeHost(request: TextRequest, key: number, out: Uint16Array, at: number): number {
  const { link, linkFrom, linkTo } = request;
  if (linkTo === linkFrom) {
    at = writeLetters(mix(key, 4), 6, out, at);
    for (let i = 0; i < EXAMPLE.length; i++) out[at++] = EXAMPLE[i]!;
    return at;
  }
  for (let i = linkFrom; i < linkTo; i++) out[at++] = link[i]!;
  return at;
}

/** Five bits a letter, mixed again after six of them. */
function writeLetters(key: number, count: number, out: Uint16Array, at: number): number {
  let bits = key;
  for (let i = 0; i < count; i++) {
    if (i === 6) bits = mix(key, 5);
    out[at++] = PATH_LETTERS[bits & 31]!;
    bits >>>= 5;
  }
  return at;
}
