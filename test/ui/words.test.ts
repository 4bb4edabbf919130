import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { STAGES } from "../../src/detect/screening.ts";
import { BENIGN_CLASSES, TECHNOLOGIES, TYPOLOGIES } from "../../src/event/taxonomy.ts";
import { DELIVERY_CHANNELS, WARNING_LEVELS } from "../../src/record/warning.ts";
import { STUDY_FIGURES } from "../../src/study/figures.ts";
import { countOf, en, formsOf, joined, perLanguage, speaker, t, word } from "../../src/ui/words.ts";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" });

/** The Chinese of each room that says something, by the folder of its file. */
const CHINESE = new Map(
  FILES.filter((file) => basename(file) === "zh.json").map((file) => {
    return [dirname(file), JSON.parse(readFileSync(join(SRC, file), "utf8")) as Record<string, string>];
  }),
);
const SHARED = "ui";

/** Names that come from data and are said by `word`, by the room that lists them. */
const NAMES: readonly (readonly [room: string, names: readonly string[]])[] = [
  ["event", [...TYPOLOGIES, ...TECHNOLOGIES, ...BENIGN_CLASSES]],
  ["detect", STAGES.map(({ name }) => name)],
  ["study", [...STUDY_FIGURES.map(({ words }) => words), "cost of a run", "distance from the targets"]],
  [SHARED, [...WARNING_LEVELS, ...DELIVERY_CHANNELS]],
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

const IN_FILES = FILES.filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), "utf8") }))
  .filter(({ text }) => /ui\/words\.ts"|"\.\.?\/words\.ts"/.test(text))
  .map(({ file, text }) => [roomOf(file), phrasesBelow(parseSync(file, text).program)] as const);

/** The rooms that say each phrase. */
const USED = new Map<string, Set<string>>();
for (const [room, phrases] of [...NAMES, ...IN_FILES]) {
  for (const phrase of phrases) USED.set(phrase, (USED.get(phrase) ?? new Set()).add(room));
}

function roomOf(file: string): string {
  return [...CHINESE.keys()].find((room) => file.startsWith(`${room}/`)) ?? `${file} has no zh.json`;
}

/** What has neither letters nor marks is the same in both languages. */
function isNeutral(phrase: string): boolean {
  return !/[A-Za-z,;:.()]/.test(phrase.replace(/\{\d+\}/g, ""));
}

const ALL: Readonly<Record<string, string>> = Object.assign({}, ...CHINESE.values());

function listedAs(phrase: string): string | undefined {
  return formsOf(phrase).find((form) => Object.hasOwn(ALL, form));
}

function placesOf(phrase: string): string[] {
  return (phrase.match(/\{\d+\}/g) ?? []).toSorted();
}

/** A figure that each language writes in its own way (`perLanguage`). */
const EITHER = "{0}";

describe("the Chinese of the pages", () => {
  test("has every phrase that the program uses", () => {
    expect([...USED.keys()].filter((phrase) => !isNeutral(phrase) && listedAs(phrase) === undefined)).toEqual([]);
    expect(USED.size).toBeGreaterThan(700);
  });

  test("stands once, in the room that says it, or in the kit if several do, and nowhere unused", () => {
    const saying = new Map<string, Set<string>>([[EITHER, new Set([SHARED])]]);
    for (const [phrase, rooms] of USED) {
      const listed = listedAs(phrase);
      if (listed !== undefined) saying.set(listed, new Set([...rooms, ...(saying.get(listed) ?? [])]));
    }
    const homes = [...saying].map(([phrase, rooms]) => `${rooms.size === 1 ? [...rooms][0] : SHARED}: ${phrase}`);
    const found = [...CHINESE].flatMap(([room, phrases]) => Object.keys(phrases).map((phrase) => `${room}: ${phrase}`));
    expect(found.toSorted()).toEqual(homes.toSorted());
  });

  test("has the places of its phrases", () => {
    const wrong = Object.entries(ALL).filter(([english, chinese]) => {
      return english !== EITHER && placesOf(english).join() !== placesOf(chinese).join();
    });
    expect(wrong).toEqual([]);
  });

  test("is one phrase a line, in order", () => {
    for (const [room, phrases] of CHINESE) {
      const sorted = Object.fromEntries(Object.entries(phrases).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      expect(readFileSync(join(SRC, room, "zh.json"), "utf8")).toBe(`${JSON.stringify(sorted, null, 2)}\n`);
    }
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
    expect([en(list), speaker(ALL)(list)]).toEqual(["calls, 5, 6", "电话，5，6"]);
    expect(joined([], ", ")).toBe("");
  });

  test("is a figure in the way of each language", () => {
    const figure = perLanguage("242.75 M", "2.4275亿");
    expect([en(figure), speaker(ALL)(figure)]).toEqual(["242.75 M", "2.4275亿"]);
  });
});
