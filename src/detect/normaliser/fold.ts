/** What one code point becomes in a normalised text. Slow: it fills the table of normaliser-table.ts once a build. */
import { Converter } from "opencc-js/t2cn";
import { loadConfusables } from "./confusables.ts";

/** The fold of one code point: zero or more letters, `0` for digits. Letters of the result fold to themselves. */
export type Fold = (character: string) => string;

/** A fold is repeated until nothing changes. The longest chain in Unicode takes three rounds. */
const MAX_ROUNDS = 8;

/** Loads the look-alikes and the Chinese dictionary (about 20 ms) and returns the fold over them. */
export function loadFold(): Fold {
  const confusables = loadConfusables();
  const simplify = Converter({ from: "t", to: "cn" });
  return (character) => {
    let text = character;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const folded = foldOnce(text, confusables, simplify);
      if (folded === text) break;
      text = folded;
    }
    return text;
  };
}

/**
 * Decomposes (NFKD) and strips marks, so composed and decomposed writings become equal, and a table by code point is
 * enough.
 */
function foldOnce(text: string, confusables: ReadonlyMap<string, string>, simplify: (text: string) => string): string {
  let folded = "";
  for (const character of text.normalize("NFKD")) {
    // Before lower-casing: Η looks like H, but η looks like n.
    const latin = confusables.get(character) ?? character;
    for (const letter of latin.toLowerCase()) {
      if (!KEPT.test(letter) || INVISIBLE.test(letter)) continue;
      if (DIGIT.test(letter)) folded += folded.endsWith("0") ? "" : "0";
      else folded += HAN.test(letter) ? simplify(letter) : letter;
    }
  }
  return folded;
}

const KEPT = /^[\p{L}\p{N}]$/u;
/** For example Hangul fillers: letters by category, but invisible. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const DIGIT = /^[\p{Nd}\p{No}]$/u;
const HAN = /^\p{Script=Han}$/u;
