/** Text from outside, made safe to show on a terminal. */

/**
 * What a terminal obeys or hides instead of showing: control characters (C0, DEL, C1, so every escape sequence),
 * bidirectional and zero-width marks and the rest of the format characters, line and paragraph separators, lone
 * surrogates, and all that Unicode lets a font ignore (fillers, variation selectors, tags).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

const LINE_BREAK = 10;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Emphasis of ours: bold, dim, underlined, struck through, red, green, yellow, and the ends of these. */
const EMPHASIS_OR_UNSAFE = new RegExp(`\\u001b\\[(?:[1249]|2[249]|3[1239])m|${UNSAFE.source}`, "gu");

/** Text in which nothing is obeyed or hidden. `printable` makes it, so that the compiler tells it from other text. */
export type PrintableText = string & { readonly [isPrintable]: true };
declare const isPrintable: unique symbol;

/** A document whose texts are printable, names of fields aside. What has a few values that we name stays as it is. */
export type Printable<T> = T extends string
  ? string extends T
    ? PrintableText
    : T
  : T extends object
    ? { [K in keyof T]: Printable<T[K]> }
    : T;

/**
 * `text` with everything invisible or obeyed written out: a tab as \t, U+202E as \u{202e}. Of a text longer than
 * `maxUnits`, the beginning, an ellipsis. Linear in the part that is shown. One line always.
 */
export function printable(text: string, maxUnits = Infinity): PrintableText {
  return escaped(text, maxUnits) as PrintableText;
}

function escaped(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return isPlain(text) ? text : text.replace(UNSAFE, escapeOne);
  // A pair cut in two would show as a lone surrogate, which the text does not have.
  const end = isHighSurrogate(text.charCodeAt(maxUnits - 1)) ? maxUnits - 1 : maxUnits;
  return `${text.slice(0, end).replace(UNSAFE, escapeOne)}…`;
}

/** Lines with everything invisible or obeyed written out, but for line breaks and, where `mayEmphasise`, emphasis. */
export function guarded(lines: string, mayEmphasise: boolean): string {
  if (isPlain(lines, LINE_BREAK)) return lines;
  return lines.replace(mayEmphasise ? EMPHASIS_OR_UNSAFE : UNSAFE, (found) => {
    return found === "\n" || found.length > "\u{e0041}".length ? found : escapeOne(found);
  });
}

/** Lines of letters, digits and signs that are plainly safe, as nearly all are: ten times as fast as the expression. */
function isPlain(text: string, lineBreak = -1): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSafe = unit < 0x7f ? unit >= 0x20 : (unit > 0x3000 && unit < 0x3100) || (unit >= 0x4e00 && unit < 0xa000);
    if (!isSafe && unit !== lineBreak && !(unit >= 0xff01 && unit < 0xff5f)) return false;
  }
  return true;
}

/** The same JSON, with \u escapes in place of what `printable` writes out. */
export function escapeUnsafe(json: string): string {
  return json.replace(UNSAFE, (character) => (character === "\n" ? character : jsonEscapes(character)));
}

function jsonEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, unit) => {
    return `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`;
  }).join("");
}

function escapeOne(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
