/** Features of who sent a message: how the identity is written, how long it is, and whether it came in or went out. */
import { IDENTITY_FORMS, type Identity, WITHHELD, identityForm, identityValue } from "../../event/identity.ts";
import { FIRST, MIX, MIX_PAIR, MIX_WORD, OF_COUNTS, SHIFT } from "./feature-numbers.ts";

/** Each counts so many times: among the hundreds of features of a text, one more would not be heard. */
const SENDER_TIMES = 8;
const NO_FORM = IDENTITY_FORMS.length;
const SHORT_CODES = 1_000_000;
const FORM_NAME = IDENTITY_FORMS.indexOf("alphanumeric");
const FORM_OPAQUE = IDENTITY_FORMS.indexOf("opaque");

/** Their buckets. Of short codes and names one more says which it is. */
export function senderFeatures(caller: Identity, direction: number): number[] {
  const isKnown = caller !== WITHHELD;
  const value = isKnown ? identityValue(caller) : 0;
  const form = isKnown ? IDENTITY_FORMS.indexOf(identityForm(caller)) : NO_FORM;
  const written = form * 32 + digitsOf(value);
  const buckets = [feature(8, written), feature(9, direction), feature(10, written * 4 + direction)];
  // A subscriber's number is a person: only names and codes that belong to services are learned. Long names are opaque.
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
