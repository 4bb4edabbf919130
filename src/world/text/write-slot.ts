import { unitsOf } from "../../core/units.ts";
import { copyUnits } from "./copy-units.ts";
import { mix, mixedBelow } from "./draws.ts";
import {
  AMOUNTS,
  LANGUAGES,
  LANGUAGE_EN,
  LANGUAGE_ZH,
  LISTS,
  LIST_APP,
  LIST_BRAND,
  LIST_CONTACT,
  LIST_ITEM,
  LIST_PLACE,
  LIST_SURNAME,
  LIST_TITLE,
  type PhraseBank,
} from "./phrase-bank.ts";
import {
  SLOT_AMOUNT,
  SLOT_APP,
  SLOT_BRAND,
  SLOT_CARD,
  SLOT_CODE,
  SLOT_CONTACT,
  SLOT_DATE,
  SLOT_ITEM,
  SLOT_LINK,
  SLOT_NAME,
  SLOT_PHONE,
  SLOT_PLACE,
  SLOT_PRICE,
  SLOT_TIME,
} from "./slots.ts";
import { GUARD_LINK, GUARD_VALUE, addGuard, draft } from "./text-draft.ts";
import type { TextRequest } from "./text-request.ts";
import { writeDigits, writeLink, writePhone, writeWhole } from "./write-value.ts";

/** Writes slot `slot` to out[at..] and returns its end, at most SLOT_WIDTHS[slot] further. */
export function writeSlot(bank: PhraseBank, request: TextRequest, slot: number, out: Uint16Array, at: number): number {
  // Slots that belong to the sender are keyed by the campaign; codes below zero keep clear of segment numbers.
  const bySender = slot === SLOT_BRAND || slot === SLOT_APP || slot === SLOT_CONTACT;
  const key = mix(bySender ? request.campaign : draft.slotKey, -2 - slot);
  switch (slot) {
    case SLOT_BRAND:
      return writeListed(bank, request, LIST_BRAND, key, out, at);
    case SLOT_APP:
      return writeListed(bank, request, LIST_APP, key, out, at);
    case SLOT_ITEM:
      return writeListed(bank, request, LIST_ITEM, key, out, at);
    case SLOT_PLACE:
      return writeListed(bank, request, LIST_PLACE, key, out, at);
    case SLOT_NAME:
      return writeName(bank, request, key, out, at);
    default: {
      const end = writeValue(bank, request, slot, key, out, at);
      addGuard(at, end, slot === SLOT_LINK ? GUARD_LINK : GUARD_VALUE);
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
    at = writeListed(bank, request, LIST_SURNAME, key, out, at);
    return writeListed(bank, request, LIST_TITLE, titleKey, out, at);
  }
  at = writeListed(bank, request, LIST_TITLE, titleKey, out, at);
  out[at++] = 0x20;
  return writeListed(bank, request, LIST_SURNAME, key, out, at);
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
    case SLOT_LINK:
      return writeLink(request, key, out, at);
    case SLOT_PHONE:
      return writePhone(request, key, out, at);
    case SLOT_CODE: {
      const digits = 4 + mixedBelow(mix(request.campaign, 2), 3);
      return writeDigits((key >>> 0) % 1_000_000, digits, out, at);
    }
    case SLOT_CARD:
      return writeDigits((key >>> 0) % 10_000, 4, out, at);
    case SLOT_DATE:
      return writeDate(request.language, key, out, at);
    case SLOT_TIME:
      return writeTime(key, out, at);
    case SLOT_CONTACT: {
      const end = writeListed(bank, request, LIST_CONTACT, key, out, at);
      const digits = mix(key, 1) >>> 0;
      return writeDigits(digits % 10_000_000, 4 + (digits & 3), out, end);
    }
    case SLOT_AMOUNT:
      return writeAmount(bank, request, key, out, at);
    case SLOT_PRICE:
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
