/** Text from outside, made safe to show on a terminal. */

/**
 * What a terminal obeys or hides instead of showing: control characters (C0, DEL, C1, so every escape sequence),
 * bidirectional and zero-width marks and the rest of the format characters, line and paragraph separators, lone
 * surrogates, and all that Unicode lets a font ignore (fillers, variation selectors, tags).
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * `text` with everything invisible or obeyed written out: a tab as \t, U+202E as \u{202e}. Of a text longer than
 * `maxUnits`, the beginning, an ellipsis. Linear in the part that is shown. One line always.
 */
export function printable(text: string, maxUnits = Infinity): string {
  if (text.length <= maxUnits) return text.replace(UNSAFE, escapeOne);
  // A pair cut in two would show as a lone surrogate, which the text does not have.
  const end = isHighSurrogate(text.charCodeAt(maxUnits - 1)) ? maxUnits - 1 : maxUnits;
  return `${text.slice(0, end).replace(UNSAFE, escapeOne)}…`;
}

/**
 * JSON in which what `printable` writes out stands as \u escapes, lines and all else as they were: the same document.
 */
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
