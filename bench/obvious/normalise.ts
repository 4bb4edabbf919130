/**
 * The normal form of a text by NFKC and regular expressions, and the project's folding of look-alike letters and
 * traditional Chinese (src/detect/normaliser/fold.ts), character by character. It has no rule of its own for links: it
 * masks what the product's reader of links finds (src/event/link/link-reader.ts).
 */
import { unitsOf } from "../../src/core/units.ts";
import { loadFold } from "../../src/detect/normaliser/fold.ts";
import { linkSpansOf } from "../../src/event/link/link-reader.ts";

const LINK_SYMBOL = "\ue000";
const LONGEST_UNITS = 255;

const NOT_ASCII = /[^\0-\x7f]/gu;
const STRIPPED = /[^\p{L}\p{N}\ue000]/gu;
/** Not \p{N}: 〇 and Roman numerals count as letters, as the product has it. */
const DIGITS = /[\p{Nd}\p{No}]+/gu;
const HALF_A_PAIR = /[\ud800-\udbff]$/;

const fold = loadFold();
const folded = new Map<string, string>();

export function normalise(text: string): string {
  return (
    maskLinks(text)
      .normalize("NFKC")
      // Before lower-casing, as the product does: Ь is read as b, and ь is not.
      .replace(NOT_ASCII, foldOnce)
      .toLowerCase()
      .replace(STRIPPED, "")
      .replace(DIGITS, "0")
      .slice(0, LONGEST_UNITS)
      .replace(HALF_A_PAIR, "")
  );
}

function maskLinks(text: string): string {
  let masked = "";
  let end = 0;
  for (const [from, to] of linkSpansOf(unitsOf(text))) {
    masked += text.slice(end, from) + LINK_SYMBOL;
    end = to;
  }
  return masked + text.slice(end);
}

function foldOnce(character: string): string {
  if (character === LINK_SYMBOL) return character;
  let letters = folded.get(character);
  if (letters === undefined) folded.set(character, (letters = fold(character)));
  return letters;
}
