/**
 * With `node --import ./src/build/typescript.mjs`, this file, WAY and FILE.jsonl: prints labelled messages again, as
 * a sender could write them so that they say the same in other words. For `train` and `screen`, which say what is then still caught (docs/learned.md).
 * By rules of our own, without a language model: the same file gives the same lines again.
 */
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { compareText } from "../../src/core/units.ts";
import { fnv1a } from "../../src/core/fnv.ts";
import { CHINESE, ENGLISH } from "./synonyms.ts";

const BENIGN = "ham";

/** By name: the text again, by its key and benign messages of the same file. */
const WAYS: Readonly<Record<string, (text: string, key: number, benign: readonly string[]) => string>> = {
  padded: (text, key, benign) => [pick(benign, `${key} before`), text, pick(benign, `${key} behind`)].join(" "),
  synonyms: (text, key) => withSynonyms(text, key),
  paraphrase: paraphrased,
  link: (_text, key) => linkAlone(key),
  lead: leadAndLink,
};

const HAN = /[\u3400-\u9fff]/;
const CHINESE_WORDS = new RegExp(
  Object.keys(CHINESE)
    .sort((a, b) => b.length - a.length || compareText(a, b))
    .join("|"),
  "g",
);

/** Every word of the lists becomes another, or, given a `share`, so many of them. */
export function withSynonyms(text: string, key: number, share = 1): string {
  let at = 0;
  const chosen = (others: readonly string[], word: string): string => {
    const draw = fnv1a(`${key} ${at++} ${word}`);
    return draw % 1000 < 1000 * share ? others[(draw >>> 10) % others.length]! : word;
  };
  const english = text.replaceAll(/[A-Za-z]+/g, (word) => {
    const others = Object.hasOwn(ENGLISH, word.toLowerCase()) ? ENGLISH[word.toLowerCase()]! : null;
    return others === null ? word : likeCase(word, chosen(others, word));
  });
  return english.replaceAll(CHINESE_WORDS, (word) => chosen(CHINESE[word]!, word));
}

/** Shouted where it was shouted, with a capital where it had one. */
function likeCase(word: string, other: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return other.toUpperCase();
  return word[0] === word[0]!.toUpperCase() ? other[0]!.toUpperCase() + other.slice(1) : other;
}

/** Half of the synonyms, clauses in another order, another greeting, fillers, numbers written otherwise. */
export function paraphrased(text: string, key: number): string {
  const isChinese = HAN.test(text);
  const words = isChinese ? WORDS.chinese : WORDS.english;
  const greeted = withSynonyms(text, key, 0.5).replace(words.greeting, "");
  const parts = greeted.split(/(?<=[.!?;。！？；])\s*|(?<=[,，])\s+|(?<=，)/).filter((part) => part.trim() !== "");
  const turned = reordered(parts, key).map((part, at) => {
    const draw = fnv1a(`${key} filler ${at}`);
    return draw % 3 === 0 ? words.fillers[(draw >>> 8) % words.fillers.length]! + part : part;
  });
  const body = turned.map((part) => part.trim()).join(isChinese ? "" : " ");
  return numbersOtherwise(pick(words.greetings, `${key} greeting`) + body, isChinese);
}

const WORDS = {
  english: {
    greeting: /^\s*(?:dear|hi|hello|hey)\b[^,.!:]{0,24}[,.!:]?\s*/i,
    greetings: ["Hello there, ", "Good day. ", "A quick note: ", "Hi, "],
    fillers: ["by the way, ", "just so you know, ", "as it happens, ", "in short, "],
  },
  chinese: {
    greeting: /^\s*(?:尊敬的|亲爱的|敬爱的)[^，。！：,:!]{0,12}[，。！：,:!]?\s*/,
    greetings: ["您好，", "打扰一下，", "告诉您一声，", "朋友您好，"],
    fillers: ["顺便说一下，", "另外，", "其实，", "对了，"],
  },
} as const;

/** Turned round: the text begins at another of its clauses. */
function reordered(parts: readonly string[], key: number): string[] {
  const turn = parts.length < 2 ? 0 : 1 + (fnv1a(`${key} turn`) % (parts.length - 1));
  return [...parts.slice(turn), ...parts.slice(0, turn)];
}

const SMALL = {
  english: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  chinese: ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
} as const;

/** Long numbers in groups, thousands with a comma, single digits as words, pounds and yuan spelt out. */
function numbersOtherwise(text: string, isChinese: boolean): string {
  const small = isChinese ? SMALL.chinese : SMALL.english;
  return text
    .replaceAll(/£\s?(\d+)/g, "$1 pounds")
    .replaceAll(/[¥￥]\s?(\d+)/g, "$1元")
    .replaceAll(/(?<![\d.:/])\d{7,}(?!\d)/g, (digits) => digits.replaceAll(/(\d{3,4})(?=\d{3})/g, "$1 "))
    .replaceAll(/(?<![\d.,:/])(\d{1,3})(\d{3})(?![\d,:/])/g, "$1,$2")
    .replaceAll(/(?<![\w.,:/])\d(?![\w.,:/])/g, (digit) => small[Number(digit)]!);
}

/** A link, and nothing else. Its host is of a domain that nobody can have. */
export function linkAlone(key: number): string {
  const name = fnv1a(`${key} host`).toString(36);
  return `http://${name.slice(0, 5)}.example/${name.slice(-3)}`;
}

/** A few harmless words, and a link. */
export function leadAndLink(text: string, key: number): string {
  const leads = HAN.test(text) ? LEADS.chinese : LEADS.english;
  return `${pick(leads, `${key} lead`)} ${linkAlone(key)}`;
}

function pick(items: readonly string[], key: string): string {
  return items[fnv1a(key) % items.length]!;
}

const LEADS = {
  english: ["have a look at this:", "here it is", "as promised,", "the one I told you about:", "see"],
  chinese: ["你看一下：", "就是这个", "照片在这里：", "上次说的那个：", "看看这个"],
} as const;

if (import.meta.url === pathToFileURL(argv[1]!).href) {
  const [way = "", file = ""] = argv.slice(2);
  const rewrite = WAYS[way];
  if (rewrite === undefined) throw new Error(`expected one of ${Object.keys(WAYS).join(", ")}, found "${way}"`);
  const lines = readFileSync(file, "utf8").split("\n");
  const rows = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as { text: string; label: string });
  const benign = rows.flatMap(({ text, label }) => (label === BENIGN ? [text] : []));
  for (const [at, row] of rows.entries()) {
    process.stdout.write(`${JSON.stringify({ ...row, text: rewrite(row.text, at, benign) })}\n`);
  }
}
