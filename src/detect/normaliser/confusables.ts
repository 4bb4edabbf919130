/**
 * Letters that look like Latin ones: Cyrillic а, Greek ο, small capitals, squared letters. From Unicode's confusables
 * (UTS 39), as the package `unhomoglyph` ships them, and a list of what they lack.
 */
import data from "unhomoglyph/data.json" with { type: "json" };

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

/**
 * From a look-alike (one code point) to one or more Latin letters, in the same case. ASCII is left out: the data would
 * read m as rn and 1 as l. About 2,000 entries, in a few milliseconds.
 */
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
    const letters = withoutMarks(target);
    const latin = own.get(letters) ?? letters;
    if (/^[A-Za-z]+$/.test(latin)) confusables.set(lookalike, latin);
  }
  return confusables;
}

function withoutMarks(text: string): string {
  return text.normalize("NFKD").replace(/[\p{M}'’]/gu, "");
}
