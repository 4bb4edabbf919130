/** What single characters may be written as, built on the main thread for the characters that occur in a bank. */
import { Converter } from "opencc-js/cn2t";
import { pinyin } from "pinyin-pro";

import type { Grammar } from "./grammar.ts";

export const HAN_FIRST = 0x4e00;
export const HAN_COUNT = 0x9fff - HAN_FIRST + 1;
/** Two choices for each ASCII unit. */
export const ASCII_CHOICES = 2;
export const ASCII_COUNT = 128;

export interface CharacterTables {
  /** By character - HAN_FIRST: the traditional form, or 0. */
  readonly traditional: Uint16Array;
  /** By character: toneless pinyin. */
  readonly pinyin: ReadonlyMap<number, string>;
  /** By character: its parts. */
  readonly split: ReadonlyMap<number, string>;
  /** By unit * ASCII_CHOICES + choice: a look-alike letter, or 0. */
  readonly homoglyphs: Uint16Array;
  /** By unit * ASCII_CHOICES + choice: a digit or symbol read as the letter, or 0. */
  readonly leet: Uint16Array;
}

const LEET: Readonly<Record<string, string>> = { a: "4@", e: "3", o: "0", i: "1", s: "5$", t: "7", b: "8", l: "1" };

/** Longest pinyin of a character (zhuang, shuang) and most parts of a split; no expansion is longer. */
export const MAX_EXPANSION = 6;

/** Tables for the characters of `texts`. About 50 ms, most of it the dictionaries. */
export function buildCharacterTables(grammar: Grammar, texts: Iterable<string>): CharacterTables {
  const occurring = new Set<number>();
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= HAN_FIRST && unit < HAN_FIRST + HAN_COUNT) occurring.add(unit);
    }
  }
  const tables = {
    traditional: new Uint16Array(HAN_COUNT),
    pinyin: new Map<number, string>(),
    split: new Map<number, string>(),
    homoglyphs: asciiTable(grammar.homoglyphs),
    leet: asciiTable({ ...LEET, ...upperCase(LEET) }),
  };
  const toTraditional = Converter({ from: "cn", to: "t" });
  for (const unit of [...occurring].sort((a, b) => a - b)) {
    const character = String.fromCharCode(unit);
    const traditional = toTraditional(character);
    if (traditional.length === 1 && traditional !== character) {
      tables.traditional[unit - HAN_FIRST] = traditional.charCodeAt(0);
    }
    const spelled = pinyin(character, { toneType: "none", type: "array", v: true })[0] ?? "";
    if (/^[a-z]{1,6}$/.test(spelled)) tables.pinyin.set(unit, spelled);
    if (Object.hasOwn(grammar.split, character)) tables.split.set(unit, grammar.split[character]!);
  }
  return tables;
}

function upperCase(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([letter, forms]) => [letter.toUpperCase(), forms]));
}

/** A letter with one form has it under both choices. */
function asciiTable(forms: Readonly<Record<string, string>>): Uint16Array {
  const table = new Uint16Array(ASCII_COUNT * ASCII_CHOICES);
  for (const [letter, choices] of Object.entries(forms)) {
    const at = letter.charCodeAt(0) * ASCII_CHOICES;
    table[at] = choices.charCodeAt(0);
    table[at + 1] = choices.charCodeAt(choices.length > 1 ? 1 : 0);
  }
  return table;
}
