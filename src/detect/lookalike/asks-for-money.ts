/**
 * Does a text ask the reader to move money, or to give away a code, a password or a card? A clause asks if an object
 * follows soon after a verb. A clause that warns ("do not tell anybody your code") asks for nothing. One pass over the
 * units makes no strings, since every message that seems to come from an institution is read.
 */

import { groupBy } from "../../core/group-by.ts";

interface Request {
  /** Only whole English words count, with no full stop or question mark between verb and object. */
  readonly isEnglish: boolean;
  /** The most units between a verb and its object. */
  readonly between: number;
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
}

const REQUESTS: readonly Request[] = [
  // Giving away a code, a password or a card.
  {
    isEnglish: false,
    between: 8,
    verbs: ["回复", "发送", "提供", "告知", "告诉", "填写", "报出", "发给", "转发"],
    objects: ["验证码", "校验码", "动态码", "密码", "卡号", "身份证"],
  },
  {
    isEnglish: true,
    between: 40,
    verbs: ["reply", "send", "give", "tell", "forward", "provide", "share", "confirm", "enter", "text"],
    objects: ["otp", "code", "pin", "password", "passcode", "cvv", "card number"],
  },
  {
    isEnglish: false,
    between: 12,
    verbs: ["转账", "汇款", "打款", "转到", "汇到", "转入", "存入"],
    objects: ["账户", "帐户", "账号", "帐号", "卡号"],
  },
  {
    isEnglish: false,
    between: 6,
    verbs: ["请", "需", "须", "立即", "尽快", "马上"],
    objects: ["转账", "汇款", "打款", "转款"],
  },
  { isEnglish: false, between: 0, verbs: ["安全账"], objects: ["户", "号"] },
  {
    isEnglish: true,
    between: 30,
    verbs: ["transfer", "send", "wire", "pay", "move", "deposit"],
    objects: ["money", "fund", "funds", "fee", "amount", "balance", "account"],
  },
];

const WARNINGS = "勿|不要|不会|绝不|请不|谨防|警惕|never|do not|don't|dont|not ask|nobody".split("|");

interface Sought {
  readonly object: string;
  readonly request: Request;
}

/** Objects by their first unit, in both cases. Most units of a text begin no object. */
const LISTS: (readonly Sought[])[] = [[]];
const LIST_OF = new Uint8Array(0x1_00_00);

for (const [first, list] of groupBy(
  REQUESTS.flatMap((request) => request.objects.map((object): Sought => ({ object, request }))),
  ({ object }) => object[0]!,
)) {
  const at = LISTS.push(list) - 1;
  for (const letter of [first, first.toUpperCase()]) LIST_OF[letter.charCodeAt(0)] = at;
}

export function asksForMoneyOrCode(text: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const list = LIST_OF[text[at]!]!;
    if (list === 0) continue;
    // Within a word no object begins, and most letters stand there.
    if (at > from && isOfWord(text[at]!) && isOfWord(text[at - 1]!)) continue;
    for (const { object, request } of LISTS[list]!) {
      if (!isAt(text, at, from, to, object, request.isEnglish)) continue;
      if (!hasVerbBefore(text, at, from, to, request)) continue;
      const end = clauseEnd(text, at, to);
      if (!warns(text, clauseStart(text, at, from, to), end)) return true;
      at = end;
      break;
    }
  }
  return false;
}

/** True if a verb of the request ends soon before `at`, in the same clause. */
function hasVerbBefore(text: Uint16Array, at: number, from: number, to: number, request: Request): boolean {
  const { isEnglish, between, verbs } = request;
  for (let end = at; end > from && at - end <= between; end--) {
    for (const verb of verbs) if (isAt(text, end - verb.length, from, to, verb, isEnglish)) return true;
    const unit = text[end - 1]!;
    if (endsClause(text, end - 1, to) || (isEnglish && (unit === FULL_STOP || unit === QUESTION))) return false;
  }
  return false;
}

function warns(text: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    for (const warning of WARNINGS) if (isAt(text, at, from, to, warning, false)) return true;
  }
  return false;
}

function isAt(text: Uint16Array, at: number, from: number, to: number, wanted: string, isWhole: boolean): boolean {
  const end = at + wanted.length;
  if (at < from || end > to) return false;
  for (let i = 0; i < wanted.length; i++) if (lowered(text[at + i]!) !== wanted.charCodeAt(i)) return false;
  return !isWhole || ((at === from || !isOfWord(text[at - 1]!)) && (end === to || !isOfWord(text[end]!)));
}

function clauseStart(text: Uint16Array, at: number, from: number, to: number): number {
  let start = at;
  while (start > from && !endsClause(text, start - 1, to)) start--;
  return start;
}

function clauseEnd(text: Uint16Array, at: number, to: number): number {
  let end = at;
  while (end < to && !endsClause(text, end, to)) end++;
  return end;
}

const FULL_STOP = 0x2e;
const QUESTION = 0x3f;

function endsClause(text: Uint16Array, at: number, to: number): boolean {
  switch (text[at]!) {
    case 0x0a: // Line feed
    case 0x21: // !
    case 0x3b: // ;
    case 0x3002: // 。
    case 0xff01: // ！
    case 0xff1b: // ；
      return true;
    case FULL_STOP:
    case QUESTION:
      return at + 1 === to || isSpace(text[at + 1]!);
    default:
      return false;
  }
}

/** Like \s of a regular expression. */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return SPACES.has(unit);
}

const SPACES: ReadonlySet<number> = new Set(
  Array.from(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
    (space) => space.charCodeAt(0),
  ),
);

function lowered(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}

/** Like \w of a regular expression. */
function isOfWord(unit: number): boolean {
  const lower = lowered(unit);
  return (lower >= 0x61 && lower <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;
}
