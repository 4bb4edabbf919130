/**
 * The text of an early warning. It names the tail of the fraud number, never the whole; it holds no link, asks for no
 * reply, names no number to call, and says whose call to trust. A gang could forge anything more, and would.
 */
import { isApp, packageOf } from "../../record/app.ts";
import { type Identity, formatIdentity, identityForm } from "../../event/identity.ts";
import type { EarlyWarning, WarningLevel } from "../../record/warning.ts";

type WarningLanguage = "zh" | "en";

export const MAX_WARNING_UNITS = 140;

const TAIL_DIGITS = 4;

interface Wording {
  readonly texts: Readonly<Record<WarningLevel, string>>;
  readonly number: (tail: string) => string;
  readonly sender: (name: string) => string;
  readonly site: (host: string) => string;
  readonly account: string;
  readonly app: (packageName: string) => string;
  readonly unknown: string;
  /** Between the labels of a host, instead of the dot that would make it a link. */
  readonly dot: string;
}

const SUBJECT = "{subject}";

const WORDINGS: Readonly<Record<WarningLanguage, Wording>> = {
  zh: {
    texts: {
      low: `【反诈提醒】请警惕${SUBJECT}。勿转账，勿透露验证码，勿回拨，勿回复。只有96110的来电可信。`,
      medium: `【反诈预警】您可能正遭遇诈骗，涉及${SUBJECT}。勿转账，勿共享屏幕，勿回拨，勿回复。只有96110的来电可信，请接听。`,
      high: `【反诈紧急预警】您极可能正在被骗，涉及${SUBJECT}。请立即停止转账，挂断电话，勿回拨，勿回复。只有96110的来电可信，请接听。`,
    },
    number: (tail) => `尾号${tail}的号码`,
    sender: (name) => `署名${name}的发送方`,
    site: (host) => `网站${host}`,
    account: "您近期付款的账户",
    app: (packageName) => `应用${packageName}`,
    unknown: "近期联系您的陌生人",
    dot: "点",
  },
  en: {
    texts: {
      low: `Fraud notice: beware of ${SUBJECT}. Send no money, call nobody back, do not reply. Trust calls from 96110 alone.`,
      medium: `Fraud warning: ${SUBJECT} may be cheating you. Send no money, call nobody back, do not reply. Trust 96110 alone.`,
      high: `URGENT: ${SUBJECT} is most likely cheating you. Stop payments, hang up, call nobody back. Do not reply. Trust 96110 alone.`,
    },
    number: (tail) => `the number ending ${tail}`,
    sender: (name) => `the sender ${name}`,
    site: (host) => `the site ${host}`,
    account: "the account you paid",
    app: (packageName) => `the app ${packageName}`,
    unknown: "whoever wrote or called",
    dot: " dot ",
  },
};

/** The text to send, in at most MAX_WARNING_UNITS, worded by the level at the push. */
export function writeWarning({ level, identity, host, reasons }: EarlyWarning, language: WarningLanguage): string {
  const wording = WORDINGS[language];
  const text = wording.texts[level];
  const units = MAX_WARNING_UNITS - (text.length - SUBJECT.length);
  // A replacement given as a string would read "$&" in a host as a pattern.
  return text.replace(SUBJECT, () =>
    identity === null && host === null && reasons[0] === "payment"
      ? wording.account
      : nameSubject(identity, host, wording, units),
  );
}

function nameSubject(identity: Identity | null, host: string | null, wording: Wording, units: number): string {
  if (host !== null) {
    const name = isApp(host) ? wording.app : wording.site;
    return name(spellHost(isApp(host) ? packageOf(host) : host, wording.dot, units - name("").length));
  }
  if (identity === null) return wording.unknown;
  const form = identityForm(identity);
  if (form === "opaque" || form === "withheld") return wording.unknown;
  const shown = formatIdentity(identity);
  if (form === "alphanumeric") return wording.sender(shown);
  // Of 110 the tail would be all of it.
  return shown.length > TAIL_DIGITS ? wording.number(shown.slice(-TAIL_DIGITS)) : wording.unknown;
}

const CUT = "…";

/** The host with its dots as words. If it is longer than `units`, its end, which says whose it is. */
function spellHost(host: string, dot: string, units: number): string {
  const spelled = host.split(".").join(dot);
  return spelled.length <= units ? spelled : CUT + spelled.slice(CUT.length - units);
}
