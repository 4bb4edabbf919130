/**
 * Does a message that seems to come from an institution lead elsewhere? Sender names can be forged: so sender and links
 * say nothing where it names another number than the hotline, or asks for money or a code.
 */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { once } from "../../core/once.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { parseIdentity } from "../../event/identity.ts";
import { isDigit } from "../../event/link/link-host.ts";
import { unitsOf } from "../../core/units.ts";
import { asksForMoneyOrCode, isSpace } from "./asks-for-money.ts";
import { loadProtectedIdentities } from "./protected.ts";

/** The hotlines of institutions, and by number or name of a sender the index of its hotline. */
const institutions = once(() => {
  const { hotlines } = loadProtectedIdentities();
  const bySender = new KeyIndex();
  hotlines.forEach(({ digits, sender }, at) => {
    bySender.set(parseIdentity(digits), at);
    if (sender !== undefined) bySender.set(parseIdentity(sender), at);
  });
  return { hotlines: hotlines.map(({ digits }) => unitsOf(digits)), bySender };
});

export function leadsElsewhere({ text, textStart, caller }: EventBatch, row: number): boolean {
  const from = textStart[row]!;
  const to = textStart[row + 1]!;
  const { hotlines, bySender } = institutions();
  const at = bySender.get(caller[row]!);
  return (at !== NO_VALUE && namesOtherNumber(text, from, to, hotlines[at]!)) || asksForMoneyOrCode(text, from, to);
}

/** Units of a number from its first digit to its last, with separators. */
const MIN_NUMBER_UNITS = 7;
const HYPHEN = 0x2d;

/** True if the text names a number of about seven digits or more that is not `own`. */
function namesOtherNumber(text: Uint16Array, from: number, to: number, own: Uint16Array): boolean {
  for (let at = from; at < to; at++) {
    if (!isDigit(text[at]!)) continue;
    const start = at;
    let end = at;
    let digits = 0;
    let isOwn = true;
    for (; at < to && goesOn(text, at, to); at++) {
      if (!isDigit(text[at]!)) continue;
      // Past the end of `own` there is no unit, so nothing equals it.
      isOwn &&= text[at] === own[digits];
      digits++;
      end = at + 1;
    }
    if (end - start >= MIN_NUMBER_UNITS && !(isOwn && digits === own.length)) return true;
  }
  return false;
}

function goesOn(text: Uint16Array, at: number, to: number): boolean {
  const unit = text[at]!;
  return isDigit(unit) || unit === HYPHEN || (isSpace(unit) && at + 1 < to && isDigit(text[at + 1]!));
}
