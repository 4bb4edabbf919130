/**
 * Does a message look as if it came from an institution? Its sender is one of the protected hotlines or names, each
 * link leads to the institution, it names no number except the hotline, and it asks for neither money nor a code.
 * Sender names can be forged, so this is no proof. It only means that the words alone must not decide.
 */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { once } from "../../core/once.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import { parseIdentity } from "../../event/identity.ts";
import { isDigit } from "../../event/link/link-host.ts";
import { unitsOf } from "../../core/units.ts";
import { asksForMoneyOrCode, isSpace } from "./asks-for-money.ts";
import { imitationsFound } from "./found.ts";
import { Lookalikes } from "./lookalikes.ts";
import { loadProtectedIdentities } from "./protected.ts";

interface Institution {
  /** Its name in the lists; its domains have the same name. */
  readonly name: string;
  readonly hotline: Uint16Array;
}

const institutions = once(() => {
  const { hotlines } = loadProtectedIdentities();
  const list: Institution[] = [];
  const bySender = new KeyIndex();
  for (const { digits, sender, zh } of hotlines) {
    const at = list.push({ name: zh, hotline: unitsOf(digits) }) - 1;
    bySender.set(parseIdentity(digits), at);
    if (sender !== undefined) bySender.set(parseIdentity(sender), at);
  }
  return { list, bySender };
});

function institutionOf(callers: Float64Array, row: number): Institution | undefined {
  const { list, bySender } = institutions();
  const at = bySender.get(callers[row]!);
  return at === NO_VALUE ? undefined : list[at];
}

const protectedHosts = once(() => {
  const identities = loadProtectedIdentities();
  return { lookalikes: Lookalikes.attach(Lookalikes.build(identities).handle), domains: identities.domains };
});

export function isOfInstitution(events: EventBatch, findings: Findings, row: number): boolean {
  const institution = institutionOf(events.caller, row);
  if (institution === undefined) return false;
  if (imitationsFound(findings).domain[row]! > 0) return false;
  const { lookalikes, domains } = protectedHosts();
  for (const host of hostsOf(findings, row)) {
    const units = unitsOf(host);
    const found = lookalikes.host(units, 0, units.length);
    if (found >= 0 || domains[-1 - found]!.zh !== institution.name) return false;
  }
  return !leadsElsewhere(events, row);
}

/** Asks for money or a code, or names another number than the institution's: sender and links then say nothing. */
export function leadsElsewhere({ text, textStart, caller }: EventBatch, row: number): boolean {
  const from = textStart[row]!;
  const to = textStart[row + 1]!;
  const institution = institutionOf(caller, row);
  if (institution !== undefined && namesOtherNumber(text, from, to, institution.hotline)) return true;
  return asksForMoneyOrCode(text, from, to);
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
