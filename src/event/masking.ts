/** Masking: hides what could name a person, in an identity and in the numbers of a text. */
import { BETWEEN, type Identity, UNSEEN, formatIdentity, identityForm, identityValue } from "./identity.ts";

/** Short codes and hotlines belong to organisations and are shown whole; a person's number loses its middle. */
const LONGEST_PUBLIC_DIGITS = 6;

const CHINA_CODE = "86";
const MOBILE_DIGITS = 11;
/** With its area code. */
const LANDLINE_DIGITS = 10;
const SHORT_TAIL = 2;

/** Digits shown in front of a number shorter than a mobile one, so that half or more stay hidden. */
function headOfShort(digits: number): number {
  return Math.min(2, (digits >> 1) - SHORT_TAIL);
}

/** An opaque caller is hidden whole: trying all numbers would find the number of a hash. */
const MASKED_OPAQUE = "#****";

export function maskIdentity(identity: Identity): string {
  const form = identityForm(identity);
  const shown = formatIdentity(identity);
  if (form === "withheld" || form === "port") return shown;
  if (form === "opaque") return MASKED_OPAQUE;
  if (form === "alphanumeric") return maskLetters(shown);
  const value = String(identityValue(identity));
  if (value.length <= LONGEST_PUBLIC_DIGITS) return shown;
  const isAbroad = form === "doubleZero" || form === "plus";
  const digits = value.length - (isAbroad && value.startsWith(CHINA_CODE) ? CHINA_CODE.length : 0);
  const isLong = digits >= MOBILE_DIGITS || (form === "areaCode" && digits >= LANDLINE_DIGITS);
  // What stands in front of a short number, 0 or 00 or +, counts for none of its own digits.
  const [head, tail] = isLong ? [3, 4] : [form === "plain" ? headOfShort(digits) : 2, SHORT_TAIL];
  return hideMiddle(shown, head, tail);
}

/** A name is shown whole; a number with a letter in it is no name. */
function maskLetters(shown: string): string {
  if (shown.replace(/\D/g, "").length <= LONGEST_PUBLIC_DIGITS) return shown;
  return hideMiddle(shown, headOfShort(shown.length), SHORT_TAIL);
}

function hideMiddle(shown: string, head: number, tail: number): string {
  return shown.slice(0, head) + "*".repeat(shown.length - head - tail) + shown.slice(-tail);
}

/** Opaque callers told apart at most: a file may hold millions. */
const MAX_TOLD_APART = 1 << 16;

/** Masks the identities of one output, in which opaque callers are numbered as they come: #1, #2. */
export class OutputMask {
  readonly #numbers = new Map<Identity, number>();

  mask(identity: Identity): string {
    if (identityForm(identity) !== "opaque") return maskIdentity(identity);
    const number = this.#numbers.get(identity) ?? this.#numbers.size + 1;
    if (number > MAX_TOLD_APART) return MASKED_OPAQUE;
    this.#numbers.set(identity, number);
    return `#${number}`;
  }
}

/**
 * A digit of any form and script: people read those too that parseIdentity does not. One may stand for two: ㉑. Those of
 * Chinese too, plain and as on cheques, with 两 and 幺, which are said for 2 and 1; no tens, so few words are taken for
 * one.
 */
const DIGIT = String.raw`\p{Nd}\p{No}〇〡-〩一二三四五六七八九零两兩幺壹贰貳叁參肆伍陆陸柒捌玖`;
const NO_DIGIT = new RegExp(`[^${DIGIT}]`, "gu");
/** Without modifier letters, which NFKC may fold to marks. */
const LETTER = String.raw`\p{Lu}\p{Ll}\p{Lt}\p{Lo}`;
/** Any number of these may stand between two digits of a number. */
const PASSED_OVER = String.raw`${BETWEEN}\p{M}${UNSEEN}`;
/** Fills an escape up, so that offsets stay the same. */
const FILLER = "\uFEFF";
/**
 * Digits, with separators and up to three other non-letters between two: so dates and most lists of numbers count as
 * one number. No character is of two of the classes, so the time is linear.
 */
const NUMBER_IN_TEXT = new RegExp(
  `[${DIGIT}](?:[${PASSED_OVER}]*(?:[^${DIGIT}${PASSED_OVER}${LETTER}][${PASSED_OVER}]*){0,3}[${DIGIT}])*${FILLER}*`,
  "gu",
);
/** Anything else between two such digits; the filling of an escape stays with its digit. */
const GAP = new RegExp(`([^${DIGIT}${FILLER}][^${DIGIT}]*)`, "u");
/** Separates columns, and items of a list; people also write it within a number: 1,234,567. */
const SEPARATOR = /[,;\t，；、]/;

/** A character in UTF-8 as a link writes it, or a byte that belongs to none. */
const BYTES = String.raw`%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}|%[\da-f]{2}`;
/** A character as JSON may write it, beyond the basic plane as two escapes, a surrogate each; or as a link does. */
const ESCAPE = new RegExp(
  String.raw`\\(?:u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|u([\da-f]{4})|[/bfnrt"\\])|(${BYTES})`,
  "gi",
);

/**
 * A text with the middle of every number of a person's length hidden: for lines that could not be read into columns, so
 * JSON escapes stand in them as written. Of numbers in a list only the first shows its head, as the list may be one
 * number: either way half of its digits or more are hidden.
 */
export function maskNumbersIn(text: string): string {
  let masked = "";
  let end = 0;
  for (const { 0: run, index } of unescaped(text).matchAll(NUMBER_IN_TEXT)) {
    let from = index;
    for (const [place, part] of numbersAndGaps(run).entries()) {
      const digits = place % 2 === 0 ? digitsOf(part) : [];
      if (digits.length > LONGEST_PUBLIC_DIGITS) {
        const shown = digits.length >= MOBILE_DIGITS ? 3 : headOfShort(digits.length);
        const head = digits.slice(0, place === 0 ? shown : 0);
        masked += `${text.slice(end, from)}${head.join("")}****${digits.slice(-SHORT_TAIL).join("")}`;
        end = from + part.length;
      }
      from += part.length;
    }
  }
  return masked + text.slice(end);
}

/** The end of a number that identifies it, in any spelling. */
const TELLING_TAIL = 8;

/** True if a text has a person's number in it, in any form, or if the identity cannot be read. */
export function showsNumber(text: string, identity: Identity): boolean {
  const form = identityForm(identity);
  const own = formatIdentity(identity).replace(/\D/g, "");
  if (form === "opaque") return true;
  if (form === "withheld" || form === "port" || own.length <= LONGEST_PUBLIC_DIGITS) return false;
  const digits = digitsOf(unescaped(text)).join("");
  return /\D/.test(digits) || digits.includes(own.slice(-TELLING_TAIL));
}

function digitsOf(part: string): string[] {
  return Array.from(part.normalize("NFKC").replace(NO_DIGIT, ""));
}

/** The numbers of a run, and the gaps between: a separator with a long number on both sides. */
function numbersAndGaps(run: string): string[] {
  const [first, ...others] = run.split(GAP);
  const items = [first!];
  const gaps: string[] = [];
  for (let i = 0; i < others.length; i += 2) {
    const [gap, digits] = [others[i]!, others[i + 1]!];
    if (SEPARATOR.test(gap) && digits !== "") {
      gaps.push(gap);
      items.push(digits);
    } else items.push(`${items.pop()}${gap}${digits}`);
  }
  const isLong = items.map((item) => digitsOf(item).length > LONGEST_PUBLIC_DIGITS);
  const parts = [items[0]!];
  for (const [i, gap] of gaps.entries()) {
    if (isLong[i] && isLong[i + 1]) parts.push(gap, items[i + 1]!);
    else parts.push(`${parts.pop()}${gap}${items[i + 1]}`);
  }
  return parts;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (escape: string, high?: string, low?: string, unit?: string, bytes?: string) => {
    const units = [high, low, unit].filter((code) => code !== undefined).map((code) => Number.parseInt(code, 16));
    const meant = bytes === undefined ? String.fromCharCode(...units) : utf8Of(bytes);
    return (meant || " ").padEnd(escape.length, FILLER);
  });
}

function utf8Of(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes.match(/[^%]+/g)!, (byte) => Number.parseInt(byte, 16)));
}
