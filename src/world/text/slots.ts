/**
 * Slots: the places in a wording that are filled per message. In the phrase bank a slot is one private-use unit, so
 * that a composer copies units and branches only where it meets one.
 */

/** The slots that authors may write in braces. The order is the slot's code. */
const SLOTS = [
  "brand",
  "name",
  "amount",
  "link",
  "phone",
  "code",
  "app",
  "date",
  "time",
  "card",
  "contact",
  "place",
  "item",
] as const;
export type Slot = (typeof SLOTS)[number];

export const SLOT_BRAND = 0;
export const SLOT_NAME = 1;
export const SLOT_AMOUNT = 2;
export const SLOT_LINK = 3;
export const SLOT_PHONE = 4;
export const SLOT_CODE = 5;
export const SLOT_APP = 6;
export const SLOT_DATE = 7;
export const SLOT_TIME = 8;
export const SLOT_CARD = 9;
export const SLOT_CONTACT = 10;
export const SLOT_PLACE = 11;
export const SLOT_ITEM = 12;
/** An amount that brings its own currency, because the wording names none. Only the bank writes it. */
export const SLOT_PRICE = 13;
export const SLOT_CODES = 14;

/** Slot `s` is unit SLOT_UNIT + s. Private use: authors may not write these, the loader refuses them. */
export const SLOT_UNIT = 0xe000;

/** One slot in braces, or a brace that belongs to none. */
const BRACES = /\{([^{}]*)\}|[{}]/g;

/** What is wrong with the slots of a wording, or undefined. */
export function slotProblem(wording: string): string | undefined {
  for (const match of wording.matchAll(BRACES)) {
    const name = match[1];
    if (name === undefined) return `a brace without its partner at character ${match.index}`;
    if (!(SLOTS as readonly string[]).includes(name)) {
      return `unknown slot {${name}}; slots are ${SLOTS.map((slot) => `{${slot}}`).join(" ")}`;
    }
  }
  return undefined;
}

/** Before or after an amount, these say its currency: then the amount is a bare number. */
const CURRENCY_BEFORE = /[¥￥$£€]\s?$|(?:RMB|USD|GBP|EUR|CNY)\s?$/i;
const CURRENCY_AFTER = /^\s?(?:元|块|万|余元|人民币|yuan|rmb|cny|usd|gbp|eur|dollars?|pounds?|euros?)/i;

/** A checked wording with its slots as units. */
export function encodeSlots(wording: string): string {
  return wording.replace(BRACES, (braces, name: Slot, at: number) => {
    const code = SLOTS.indexOf(name);
    if (code !== SLOT_AMOUNT) return String.fromCharCode(SLOT_UNIT + code);
    const bare = CURRENCY_BEFORE.test(wording.slice(0, at)) || CURRENCY_AFTER.test(wording.slice(at + braces.length));
    return String.fromCharCode(SLOT_UNIT + (bare ? SLOT_AMOUNT : SLOT_PRICE));
  });
}
