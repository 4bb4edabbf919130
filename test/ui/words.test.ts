import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { STAGES } from "../../src/detect/screening.ts";
import { BENIGN_CLASSES, TECHNOLOGIES, TYPOLOGIES } from "../../src/event/taxonomy.ts";
import { DELIVERY_CHANNELS, WARNING_LEVELS } from "../../src/record/warning.ts";
import { STUDY_FIGURES } from "../../src/study/figures.ts";
import { zh } from "../../src/ui/chinese.ts";
import { countOf, en, formsOf, joined, perLanguage, speaker, t, word } from "../../src/ui/words.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PHRASES_FILE = join(ROOT, "src/ui/zh.json");
const CHINESE = JSON.parse(readFileSync(PHRASES_FILE, "utf8")) as Record<string, string>;

/** Names that come from data and are said by `word`. */
const NAMES = [
  ...TYPOLOGIES,
  ...TECHNOLOGIES,
  ...BENIGN_CLASSES,
  ...WARNING_LEVELS,
  ...DELIVERY_CHANNELS,
  ...STAGES.map(({ name }) => name),
  ...STUDY_FIGURES.map(({ words }) => words),
  "cost of a run",
  "distance from the targets",
];

interface Node {
  readonly type?: string;
  readonly tag?: { readonly name?: string };
  readonly callee?: { readonly name?: string };
  readonly quasi?: { readonly quasis: readonly { readonly value: { readonly cooked: string } }[] };
  readonly arguments?: readonly { readonly value?: unknown }[];
}

/** The phrases that a part of a program makes: t`...`, and calls with a text as it is. */
function phrasesOf({ type, tag, callee, quasi, arguments: given = [] }: Node): string[] {
  if (type === "TaggedTemplateExpression" && tag!.name === "t") {
    return [quasi!.quasis.map(({ value }, at) => (at === 0 ? "" : `{${at - 1}}`) + value.cooked).join("")];
  }
  const texts = given.map(({ value }) => (typeof value === "string" ? value : null));
  const [first, second, third] = texts;
  if (type !== "CallExpression") return [];
  if (callee!.name === "countOf" && second) return [`{0} ${second}`, `{0} ${third ?? `${second}s`}`];
  if (callee!.name === "joined" && second) return [`{0}${second}{1}`];
  return callee!.name === "word" && first ? [first] : [];
}

function phrasesBelow(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return [...phrasesOf(node), ...Object.values(node).flatMap(phrasesBelow)];
}

const USED = new Set([
  ...NAMES,
  ...readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, "src", file), "utf8") }))
    .filter(({ text }) => /ui\/words\.ts"|"\.\.?\/words\.ts"/.test(text))
    .flatMap(({ file, text }) => phrasesBelow(parseSync(file, text).program)),
]);

/** What has neither letters nor marks is the same in both languages. */
function isNeutral(phrase: string): boolean {
  return !/[A-Za-z,;:.()]/.test(phrase.replace(/\{\d+\}/g, ""));
}

function listedAs(phrase: string): string | undefined {
  return formsOf(phrase).find((form) => Object.hasOwn(CHINESE, form));
}

function placesOf(phrase: string): string[] {
  return (phrase.match(/\{\d+\}/g) ?? []).toSorted();
}

/** A figure that each language writes in its own way (`perLanguage`). */
const EITHER = "{0}";

describe("the Chinese of the pages", () => {
  test("has every phrase that the program uses", () => {
    expect([...USED].filter((phrase) => !isNeutral(phrase) && listedAs(phrase) === undefined)).toEqual([]);
    expect(USED.size).toBeGreaterThan(700);
  });

  test("has no phrase that nothing uses", () => {
    const listed = new Set([...USED].map(listedAs));
    expect(Object.keys(CHINESE).filter((phrase) => phrase !== EITHER && !listed.has(phrase))).toEqual([]);
    expect(USED).not.toContain(EITHER);
  });

  test("has no phrase whose small form or plural says the same", () => {
    const twice = Object.entries(CHINESE).filter(([english, chinese]) =>
      formsOf(english).some((form) => form !== english && CHINESE[form] === chinese),
    );
    expect(twice).toEqual([]);
  });

  test("has the places of its phrases", () => {
    const wrong = Object.entries(CHINESE).filter(([english, chinese]) => {
      return english !== EITHER && placesOf(english).join() !== placesOf(chinese).join();
    });
    expect(wrong).toEqual([]);
  });

  test("is one phrase a line, in order", () => {
    const sorted = Object.fromEntries(Object.entries(CHINESE).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    expect(readFileSync(PHRASES_FILE, "utf8")).toBe(`${JSON.stringify(sorted, null, 2)}\n`);
  });
});

describe("a text", () => {
  const say = speaker({ "{0} of {1}": "{1} 中的 {0}", some: "一些" });

  test("is said in the order of each language, with texts in its places", () => {
    const text = t`${t`some`} of ${5}`;
    expect([en(text), say(text)]).toEqual(["some of 5", "5 中的 一些"]);
    expect(en(countOf(1, "entry", "entries"))).toBe("1 entry");
    expect(en(countOf(2000, "entry", "entries"))).toBe("2,000 entries");
  });

  test("with a capital or in the singular is said as the one that is listed", () => {
    const listed = speaker({ "blocked events": "被拦截的事件", "{0} runs": "{0} 次运行" });
    expect([word("Blocked events"), word("Blocked event"), countOf(1, "run")].map(listed)).toEqual([
      "被拦截的事件",
      "被拦截的事件",
      "1 次运行",
    ]);
  });

  test("is said in English where a language has no phrase, whatever is in it", () => {
    for (const name of ["constructor", "__proto__", "{3}"]) expect(say(word(name))).toBe(name);
    expect(say(t`$& of ${"$1 {0}"}`)).toBe("$& of $1 {0}");
    expect(say("some")).toBe("some");
  });

  test("that is joined has the marks of each language", () => {
    const list = joined([word("calls"), "5", "6"], ", ");
    expect([en(list), zh(list)]).toEqual(["calls, 5, 6", "电话，5，6"]);
    expect(joined([], ", ")).toBe("");
  });

  test("is a figure in the way of each language", () => {
    const figure = perLanguage("242.75 M", "2.4275亿");
    expect([en(figure), zh(figure)]).toEqual(["242.75 M", "2.4275亿"]);
  });
});
