/**
 * Is a message an institution's own, for all that can be seen of it? Its sender is one of the protected hotlines or
 * names, each link is the institution's, it names no number but the hotline, and it asks for neither money nor a code.
 * Sender names are forged, so this proves nothing: it says that the words alone do not speak against it.
 */
import { once } from "../../core/once.ts";
import { type EventBatch, textOf } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import { parseIdentity } from "../../event/identity.ts";
import { unitsOf } from "../../core/units.ts";
import { imitationsFound } from "./found.ts";
import { Lookalikes } from "./lookalikes.ts";
import { loadProtectedIdentities } from "./protected.ts";

interface Institution {
  /** As the lists name it: its domains bear the same name. */
  readonly name: string;
  readonly digits: string;
}

const institutions = once(() => {
  const { hotlines } = loadProtectedIdentities();
  const bySender = new Map<number, Institution>();
  for (const { digits, sender, zh } of hotlines) {
    for (const written of [digits, ...(sender === undefined ? [] : [sender])]) {
      bySender.set(parseIdentity(written), { name: zh, digits });
    }
  }
  return bySender;
});

const protectedHosts = once(() => {
  const identities = loadProtectedIdentities();
  return { lookalikes: Lookalikes.attach(Lookalikes.build(identities).handle), domains: identities.domains };
});

export function isOfInstitution(events: EventBatch, findings: Findings, row: number): boolean {
  const institution = institutions().get(events.caller[row]!);
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

/**
 * Whether a message asks for what no institution asks for, money or a code, or comes from an institution and names
 * another number than its hotline: then its sender and its genuine links say nothing for it.
 */
export function leadsElsewhere(events: EventBatch, row: number): boolean {
  const text = textOf(events, row);
  const institution = institutions().get(events.caller[row]!);
  return (institution !== undefined && namesOtherNumber(text, institution.digits)) || asksForMoneyOrCode(text);
}

const NUMBER = /\d(?:[\d-]|\s(?=\d)){5,}\d/g;

/** A number of seven digits or more, which somebody could be reached at. */
function namesOtherNumber(text: string, own: string): boolean {
  return (text.match(NUMBER) ?? []).some((number) => number.replaceAll(/\D/g, "") !== own);
}

const ASKED = [
  // A code, a password, a card: to be given away.
  /(?:回复|发送|提供|告知|告诉|填写|报出|发给|转发)[^。！!；;]{0,8}(?:验证码|校验码|动态码|密码|卡号|身份证)/,
  /\b(?:reply|send|give|tell|forward|provide|share|confirm|enter|text)\b[^.!?;]{0,40}\b(?:otp|code|pin|password|passcode|cvv|card number)\b/i,
  // Money: to be moved.
  /(?:转账|汇款|打款|转到|汇到|转入|存入)[^。！!；;]{0,12}(?:账户|帐户|账号|帐号|卡号)|安全账[户号]|(?:请|需|须|立即|尽快|马上)[^。！!；;]{0,6}(?:转账|汇款|打款|转款)/,
  /\b(?:transfer|send|wire|pay|move|deposit)\b[^.!?;]{0,30}\b(?:money|funds?|fee|amount|balance|account)\b/i,
] as const;
/** What warns of it asks for nothing. */
const WARNED = /勿|不要|不会|绝不|请不|谨防|警惕|never|do not|don'?t|not ask|nobody/i;

/** Clause by clause: "do not tell anybody your code" asks for none. */
function asksForMoneyOrCode(text: string): boolean {
  return text
    .split(/[。！!；;\n]|[.?](?=\s|$)/)
    .some((clause) => !WARNED.test(clause) && ASKED.some((asked) => asked.test(clause)));
}
