/** What one code point becomes in a normalised text. Slow: it fills the table of normaliser-table.ts once a build. */
import { Converter } from "opencc-js/t2cn";
import data from "unhomoglyph/data.json" with { type: "json" };

/** Letters that look alike, from Unicode's confusables (UTS 39). */
const unhomoglyph: Readonly<Record<string, string>> = data;

/** Pairs "look-alike, Latin". They win over the data, which turns I into l and lacks small capitals. */
const OWN_PAIRS = [
  "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz", // small capitals
  "ɡg ıi ȷj ɩi ĸk ʍm ᴎn ßb ꞓe ꞒE ɛe əe ǝe ɐa ƨs ƽs ɯw ʌv ƿp", // Latin beyond ASCII
  "ІI Ӏl ӏl вb еe иu кk мm нh пn тt шw щw эe ѐe", // Cyrillic
  "ΙI βb εe ηn κk μu τt ωw χx ςs", // Greek
  "℮e", // a symbol that reads as a letter; other symbols are stripped
];

/** Whole alphabets of symbols that Unicode does not decompose: negative circled and negative squared capitals. */
const OWN_ALPHABETS = [0x1f150, 0x1f170];

/** Scripts whose characters are never look-alikes: 一 is no dash and ロ no box. */
const NEVER_CONFUSABLE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script_Extensions=Katakana}]/u;

/** ASCII is left out: the data would read m as rn and 1 as l. About 2,000 entries, in a few milliseconds. */
export function loadConfusables(): Map<string, string> {
  const own = new Map<string, string>();
  for (const pair of OWN_PAIRS.join(" ").split(" ")) {
    const [lookalike, latin] = Array.from(pair);
    own.set(lookalike!, latin!);
  }
  for (const first of OWN_ALPHABETS) {
    for (let i = 0; i < 26; i++) own.set(String.fromCodePoint(first + i), String.fromCharCode(0x61 + i));
  }
  const confusables = new Map(own);
  for (const [lookalike, target] of Object.entries(unhomoglyph)) {
    if (lookalike.codePointAt(0)! < 0x80 || confusables.has(lookalike) || NEVER_CONFUSABLE.test(lookalike)) continue;
    if (!/^\p{L}$/u.test(lookalike)) continue;
    const letters = target.normalize("NFKD").replace(/[\p{M}'’]/gu, "");
    const latin = own.get(letters) ?? letters;
    if (/^[A-Za-z]+$/.test(latin)) confusables.set(lookalike, latin);
  }
  return confusables;
}

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

/** Decomposes (NFKD) and strips marks: all writings become equal, and a table by code point is enough. */
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
