import { unitsOf } from "../../core/units.ts";
import {
  AMOUNTS,
  LANGUAGES,
  LANGUAGE_EN,
  LANGUAGE_ZH,
  LIST,
  LISTS,
  type PhraseBank,
  copyUnits,
} from "./phrase-bank.ts";
import { mix, mixedBelow } from "./draws.ts";
import { SLOT } from "./slots.ts";
import { GUARD_LINK, GUARD_VALUE, addGuard, draft, type TextRequest } from "./text-draft.ts";
import { type Identity, identityForm, identityValue } from "../../event/identity.ts";

/** Writes slot `slot` to out[at..] and returns its end, at most SLOT_WIDTHS[slot] further. */
export function writeSlot(bank: PhraseBank, request: TextRequest, slot: number, out: Uint16Array, at: number): number {
  // Slots that belong to the sender are keyed by the campaign; codes below zero keep clear of segment numbers.
  const bySender = slot === SLOT.brand || slot === SLOT.app || slot === SLOT.contact;
  const key = mix(bySender ? request.campaign : draft.slotKey, -2 - slot);
  switch (slot) {
    case SLOT.brand:
      return writeListed(bank, request, LIST.brand, key, out, at);
    case SLOT.app:
      return writeListed(bank, request, LIST.app, key, out, at);
    case SLOT.item:
      return writeListed(bank, request, LIST.item, key, out, at);
    case SLOT.place:
      return writeListed(bank, request, LIST.place, key, out, at);
    case SLOT.name:
      return writeName(bank, request, key, out, at);
    default: {
      const end = writeValue(bank, request, slot, key, out, at);
      addGuard(at, end, slot === SLOT.link ? GUARD_LINK : GUARD_VALUE);
      return end;
    }
  }
}

function writeListed(
  bank: PhraseBank,
  request: TextRequest,
  list: number,
  key: number,
  out: Uint16Array,
  at: number,
): number {
  const context = bank.messageContext[request.message]!;
  const number = (context * LANGUAGES.length + request.language) * LISTS.length + list;
  const first = bank.listStart[number]!;
  const phrase = bank.listedPhrases[first + mixedBelow(key, bank.listStart[number + 1]! - first)]!;
  return copyUnits(bank.units, bank.phraseStart[phrase]!, bank.phraseStart[phrase + 1]!, out, at);
}

/** 王先生, Mr Wang. */
function writeName(bank: PhraseBank, request: TextRequest, key: number, out: Uint16Array, at: number): number {
  const titleKey = mix(key, 1);
  if (request.language === LANGUAGE_ZH) {
    at = writeListed(bank, request, LIST.surname, key, out, at);
    return writeListed(bank, request, LIST.title, titleKey, out, at);
  }
  at = writeListed(bank, request, LIST.title, titleKey, out, at);
  out[at++] = 0x20;
  return writeListed(bank, request, LIST.surname, key, out, at);
}

function writeValue(
  bank: PhraseBank,
  request: TextRequest,
  slot: number,
  key: number,
  out: Uint16Array,
  at: number,
): number {
  switch (slot) {
    case SLOT.link:
      return writeLink(request, key, out, at);
    case SLOT.phone:
      return writePhone(request, key, out, at);
    case SLOT.code: {
      const digits = 4 + mixedBelow(mix(request.campaign, 2), 3);
      return writeDigits((key >>> 0) % 1_000_000, digits, out, at);
    }
    case SLOT.card:
      return writeDigits((key >>> 0) % 10_000, 4, out, at);
    case SLOT.date:
      return writeDate(request.language, key, out, at);
    case SLOT.time:
      return writeTime(key, out, at);
    case SLOT.contact: {
      const end = writeListed(bank, request, LIST.contactPrefix, key, out, at);
      const digits = mix(key, 1) >>> 0;
      return writeDigits(digits % 10_000_000, 4 + (digits & 3), out, end);
    }
    case SLOT.amount:
      return writeAmount(bank, request, key, out, at);
    case SLOT.price:
      return writePrice(bank, request, key, out, at);
    default:
      return at;
  }
}

/** A sum of the context (38000); one in four has cents (1234.56) if it is small. */
function writeAmount(bank: PhraseBank, request: TextRequest, key: number, out: Uint16Array, at: number): number {
  const context = bank.messageContext[request.message]!;
  const amount = bank.amounts[context * AMOUNTS + mixedBelow(key, AMOUNTS)]!;
  const more = mix(key, 1) >>> 0;
  if (amount >= 10_000 || (more & 3) !== 0) return writeWhole(amount, out, at);
  const end = writeWhole(amount + ((more >>> 2) % (1 + (amount >>> 3))), out, at);
  out[end] = 0x2e;
  return writeDigits((more >>> 16) % 100, 2, out, end + 1);
}

/** 38000元, $38000. */
function writePrice(bank: PhraseBank, request: TextRequest, key: number, out: Uint16Array, at: number): number {
  if (request.language === LANGUAGE_EN) {
    out[at] = 0x24;
    return writeAmount(bank, request, key, out, at + 1);
  }
  const end = writeAmount(bank, request, key, out, at);
  out[end] = 0x5143;
  return end + 1;
}

const MONTH_UNITS = unitsOf("JanFebMarAprMayJunJulAugSepOctNovDec");

/** 3月12日, 12 Mar. */
function writeDate(language: number, key: number, out: Uint16Array, at: number): number {
  const month = mixedBelow(key, 12);
  const day = 1 + mixedBelow(mix(key, 1), 28);
  if (language === LANGUAGE_ZH) {
    at = writeWhole(month + 1, out, at);
    out[at++] = 0x6708;
    at = writeWhole(day, out, at);
    out[at++] = 0x65e5;
    return at;
  }
  at = writeWhole(day, out, at);
  out[at++] = 0x20;
  for (let i = 0; i < 3; i++) out[at++] = MONTH_UNITS[month * 3 + i]!;
  return at;
}

/** 08:00 to 21:59. */
function writeTime(key: number, out: Uint16Array, at: number): number {
  at = writeDigits(8 + mixedBelow(key, 14), 2, out, at);
  out[at++] = 0x3a;
  return writeDigits(mixedBelow(mix(key, 1), 60), 2, out, at);
}

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
function writePhone(request: TextRequest, key: number, out: Uint16Array, at: number): number {
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
function writeWhole(value: number, out: Uint16Array, at: number): number {
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
function writeLink(request: TextRequest, key: number, out: Uint16Array, at: number): number {
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
