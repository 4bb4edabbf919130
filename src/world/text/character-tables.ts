/** What single characters may be written as, built on the main thread for the characters that occur in a bank. */
import { Converter } from "opencc-js/cn2t";
import { pinyin } from "pinyin-pro";
import {
  ASCII_ACTIONS,
  ASCII_CHOICES,
  ASCII_COUNT,
  HAN_COUNT,
  HAN_FIRST,
  MAX_EXPANSION,
  TO_FULL_WIDTH,
} from "./phrase-bank.ts";
import type { Grammar } from "./grammar.ts";

export type CharacterTables = ReturnType<typeof buildCharacterTables>;

const LEET: Readonly<Record<string, string>> = { a: "4@", e: "3", o: "0", i: "1", s: "5$", t: "7", b: "8", l: "1" };

const PINYIN = new RegExp(`^[a-z]{1,${MAX_EXPANSION}}$`);

/** Tables for the characters of `texts`. About 50 ms, most of it the dictionaries. */
export function buildCharacterTables(grammar: Grammar, texts: Iterable<string>) {
  const occurring = new Set<number>();
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= HAN_FIRST && unit < HAN_FIRST + HAN_COUNT) occurring.add(unit);
    }
  }
  const tables = {
    traditional: new Uint16Array(HAN_COUNT),
    similar: new Uint16Array(HAN_COUNT),
    pinyin: new Map<number, string>(),
    split: new Map<number, string>(),
    /** By (action * ASCII_CHOICES + choice) * ASCII_COUNT + unit: what is written; the unit itself where nothing fits. */
    ascii: asciiTable([fullWidthForms(), grammar.homoglyphs, { ...LEET, ...upperCase(LEET) }, {}]),
  };
  const toTraditional = Converter({ from: "cn", to: "t" });
  for (const unit of [...occurring].sort((a, b) => a - b)) {
    const character = String.fromCharCode(unit);
    const traditional = toTraditional(character);
    if (traditional.length === 1 && traditional !== character) {
      tables.traditional[unit - HAN_FIRST] = traditional.charCodeAt(0);
    }
    const spelled = pinyin(character, { toneType: "none", type: "array", v: true })[0] ?? "";
    if (PINYIN.test(spelled)) tables.pinyin.set(unit, spelled);
    if (Object.hasOwn(grammar.similar, character)) {
      tables.similar[unit - HAN_FIRST] = grammar.similar[character]!.charCodeAt(0);
    }
    if (Object.hasOwn(grammar.split, character)) tables.split.set(unit, grammar.split[character]!);
  }
  return tables;
}

function upperCase(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([letter, forms]) => [letter.toUpperCase(), forms]));
}

function fullWidthForms(): Record<string, string> {
  const forms: Record<string, string> = {};
  for (let unit = 0; unit < ASCII_COUNT; unit++) {
    const character = String.fromCharCode(unit);
    if (/[A-Za-z0-9]/.test(character)) forms[character] = String.fromCharCode(unit + TO_FULL_WIDTH);
  }
  return forms;
}

function asciiTable(actions: readonly Readonly<Record<string, string>>[]): Uint16Array {
  const table = new Uint16Array(ASCII_ACTIONS.length * ASCII_CHOICES * ASCII_COUNT);
  for (const [action, forms] of actions.entries()) {
    for (let choice = 0; choice < ASCII_CHOICES; choice++) {
      for (let unit = 0; unit < ASCII_COUNT; unit++) {
        const choices = forms[String.fromCharCode(unit)];
        const form = choices === undefined ? unit : choices.charCodeAt(Math.min(choice, choices.length - 1));
        table[(action * ASCII_CHOICES + choice) * ASCII_COUNT + unit] = form;
      }
    }
  }
  return table;
}
