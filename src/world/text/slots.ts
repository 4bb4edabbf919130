/**
 * Slots: the places in a wording that are filled per message. In the phrase bank a slot is one private-use unit, so
 * that a composer copies units and branches only where it meets one. Every slot has a greatest width and every form a
 * greatest sum, so no composed text is longer than MAX_TEXT_UNITS.
 */
import { MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import { MAX_HOST_UNITS } from "../../event/findings.ts";

/** Of a form, and of a word in a filler list: what authors may write. */
export const MAX_SEGMENTS = 16;
export const MAX_FILLER_UNITS = 24;

/** "https://" before a host, "/" with at most 8 units behind it, and a space on either side. */
const LINK_UNITS = 8 + MAX_HOST_UNITS + 9 + 2;

/** Slots by their code, with the most units that each takes. */
const SLOTS = [
  ["brand", MAX_FILLER_UNITS],
  ["name", 2 * MAX_FILLER_UNITS + 1],
  ["amount", 12],
  ["link", LINK_UNITS],
  // A float64 integer.
  ["phone", 17],
  ["code", 6],
  ["app", MAX_FILLER_UNITS],
  ["date", 8],
  ["time", 5],
  ["card", 4],
  ["contact", MAX_FILLER_UNITS + 7],
  ["place", MAX_FILLER_UNITS],
  ["item", MAX_FILLER_UNITS],
  // An amount that brings its own currency, because the wording names none. Authors do not write it.
  ["price", 13],
] as const;

type Slot = (typeof SLOTS)[number][0];

export const SLOT = Object.fromEntries(SLOTS.map(([name], code) => [name, code])) as Readonly<Record<Slot, number>>;
export const SLOT_CODES = SLOTS.length;
export const SLOT_WIDTHS: readonly number[] = SLOTS.map(([, units]) => units);
/** In place of a slot where a piece of a wording ends without one. */
export const NO_SLOT = 15;

/** Obfuscation adds to a text as long as there is room, and needs this much to spare for one addition and the tail. */
const SPARE_UNITS = 24;

/** Greatest units of a message before obfuscation; checked for every form when the bank is built. */
export const MAX_PLAIN_UNITS = MAX_TEXT_UNITS - SPARE_UNITS;

/** Most slots in one message: their places are kept while it is obfuscated. */
export const MAX_SLOTS = 32;

/** Slot `s` is unit SLOT_UNIT + s. Private use: authors may not write these, the loader refuses them. */
export const SLOT_UNIT = 0xe000;

const WRITTEN = SLOTS.map(([name]) => name).filter((name) => name !== "price");

const BRACES = /\{([^{}]*)\}|[{}]/g;

export function slotProblem(wording: string): string | undefined {
  for (const match of wording.matchAll(BRACES)) {
    const name = match[1];
    if (name === undefined) return `a brace without its partner at character ${match.index}`;
    if (!(WRITTEN as readonly string[]).includes(name)) {
      return `unknown slot {${name}}; slots are ${WRITTEN.map((slot) => `{${slot}}`).join(" ")}`;
    }
  }
  return undefined;
}

/** Before or after an amount, these say its currency: then the amount is a bare number. */
const CURRENCY_BEFORE = /[¥￥$£€]\s?$|(?:RMB|USD|GBP|EUR|CNY)\s?$/i;
const CURRENCY_AFTER = /^\s?(?:元|块|万|余元|人民币|yuan|rmb|cny|usd|gbp|eur|dollars?|pounds?|euros?)/i;

export function encodeSlots(wording: string): string {
  return wording.replace(BRACES, (braces, name: Slot, at: number) => {
    const isBare =
      name !== "amount" ||
      CURRENCY_BEFORE.test(wording.slice(0, at)) ||
      CURRENCY_AFTER.test(wording.slice(at + braces.length));
    return String.fromCharCode(SLOT_UNIT + (isBare ? SLOT[name] : SLOT.price));
  });
}
