/**
 * The normal form of a text by NFKC and regular expressions, and the project's folding of look-alike letters and
 * traditional Chinese (src/detect/matcher/fold.ts), character by character. On texts as the bench makes them it is
 * exactly the product's; on hostile ones it is not, for the product finds links behind more disguises.
 */
import { loadFold } from "../../src/detect/matcher/fold.ts";
import { TOP_LEVEL_DOMAINS } from "../../src/detect/matcher/host-labels.ts";

const LINK_SYMBOL = "\ue000";
const LONGEST_UNITS = 255;

/** With a scheme, or a bare host with whatever path is behind it. */
const LINK = new RegExp(
  `https?://[!-~]+|(?:[a-z0-9-]+\\.)+(?:${TOP_LEVEL_DOMAINS.join("|")})(?![a-z0-9-])(?:[/?][!-~]*)?`,
  "g",
);
const NOT_ASCII = /[^\0-\x7f]/gu;
const STRIPPED = /[^\p{L}\p{N}\ue000]/gu;
const DIGITS = /\p{N}+/gu;
const HALF_A_PAIR = /[\ud800-\udbff]$/;

const fold = loadFold();
const folded = new Map<string, string>();

export function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(LINK, LINK_SYMBOL)
    .replace(NOT_ASCII, foldOnce)
    .replace(STRIPPED, "")
    .replace(DIGITS, "0")
    .slice(0, LONGEST_UNITS)
    .replace(HALF_A_PAIR, "");
}

function foldOnce(character: string): string {
  if (character === LINK_SYMBOL) return character;
  let letters = folded.get(character);
  if (letters === undefined) folded.set(character, (letters = fold(character)));
  return letters;
}
