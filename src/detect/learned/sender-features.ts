/** Features of the sender of a message: the form and length of the identity, and the direction of the message. */
import { IDENTITY_FORMS, type Identity, WITHHELD, identityForm, identityValue } from "../../event/identity.ts";
import { FIRST, MIX, MIX_PAIR, MIX_WORD, OF_COUNTS, SHIFT } from "./feature-numbers.ts";

/** Each feature counts so many times: a text has hundreds of features, so a single one would not matter. */
const SENDER_TIMES = 8;
const NO_FORM = IDENTITY_FORMS.length;
const SHORT_CODES = 1_000_000;
const FORM_NAME = IDENTITY_FORMS.indexOf("alphanumeric");
const FORM_OPAQUE = IDENTITY_FORMS.indexOf("opaque");

/** Returns buckets. Short codes and names have one more feature, the identity itself. */
export function senderFeatures(caller: Identity, direction: number): number[] {
  const isKnown = caller !== WITHHELD;
  const value = isKnown ? identityValue(caller) : 0;
  const form = isKnown ? IDENTITY_FORMS.indexOf(identityForm(caller)) : NO_FORM;
  const written = form * 32 + digitsOf(value);
  const buckets = [feature(8, written), feature(9, direction), feature(10, written * 4 + direction)];
  // Numbers of persons are not learned, only names and codes of services. Long names are opaque.
  if (value < SHORT_CODES || form === FORM_NAME || form === FORM_OPAQUE) {
    buckets.push(Math.imul(hashOf(value), MIX_WORD) >>> SHIFT);
  }
  return buckets.flatMap((bucket) => Array<number>(SENDER_TIMES).fill(bucket));
}

function feature(kind: number, value: number): number {
  return Math.imul(Math.imul((kind << 10) + value + 1, MIX) ^ OF_COUNTS, MIX_WORD) >>> SHIFT;
}

function hashOf(value: number): number {
  return Math.imul(Math.imul(FIRST ^ ((value % 4294967296) | 0), MIX) ^ Math.floor(value / 4294967296), MIX_PAIR);
}

function digitsOf(value: number): number {
  let digits = 0;
  for (let rest = value; rest >= 1; rest = Math.floor(rest / 10)) digits++;
  return digits;
}
