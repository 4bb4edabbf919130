/** Libraries made to cost much: decisions stay exact, the work is bounded, and what would cost more is refused. */
import { describe, expect, it } from "vitest";
import { Corpus } from "../../../bench/harness/corpus/corpus.ts";
import type { PieceIndexHandle } from "../../../src/detect/matcher/piece-index.ts";
import { unitsOf } from "../../../src/core/units.ts";
import { attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { hardMessages } from "../../../src/detect/matcher/hard-messages.ts";
import { IndexMatcher } from "../../../src/detect/matcher/index-matcher.ts";
import { TemplateLibrary } from "../../../src/detect/matcher/library.ts";
import {
  MOST_NANOSECONDS,
  findCostlyMessage,
  nanosecondsOf,
  refuseAlikeScripts,
} from "../../../src/detect/matcher/match-work.ts";
import type { Matcher, Template } from "../../../src/detect/matcher/matcher.ts";
import { normalise, normaliser } from "../normaliser/normaliser-for-tests.ts";
import { TextSource } from "./texts.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function word(source: TextSource, length: number, letters = LETTERS): string {
  return Array.from({ length }, () => letters[source.below(letters.length)]!).join("");
}

/** Libraries whose templates share nearly everything, by name. */
const HOSTILE: Readonly<Record<string, (source: TextSource) => () => string>> = {
  "permutations of the same pieces": (source) => {
    const pieces = Array.from({ length: 28 }, () => word(source, 9));
    return () => {
      const left = [...pieces];
      return pieces.map(() => left.splice(source.below(left.length), 1)[0]!).join("");
    };
  },
  "copies that differ in two units": (source) => {
    const text = word(source, 250);
    return () => [1, 2].reduce((copy) => replaceAt(copy, source.below(250), word(source, 1)), text);
  },
  "two letters in any order": (source) => () => word(source, 255, "ab"),
  "one letter with a few others": (source) => () =>
    [1, 2, 3, 4].reduce((copy) => replaceAt(copy, source.below(255), word(source, 1)), "a".repeat(255)),
  "one gram in every second place": (source) => () =>
    Array.from({ length: 25 }, () => `abcd${word(source, 4)}`).join(""),
};

function replaceAt(text: string, at: number, unit: string): string {
  return text.slice(0, at) + unit + text.slice(at + 1);
}

function templatesOf(count: number, make: () => string): Template[] {
  const texts = new Set<string>();
  for (let tries = 0; texts.size < count && tries < 20 * count; tries++) texts.add(make());
  return [...texts].map((text, number) => ({ number, text }));
}

const hostile = (name: string, count: number): Template[] => templatesOf(count, HOSTILE[name]!(new TextSource(5)));

function decide(matcher: Matcher, text: string): string {
  return `${matcher.match(unitsOf(text), text.length)} ${matcher.distance} ${matcher.length}`;
}

describe.each(Object.keys(HOSTILE))("a library of %s", (name) => {
  it("is decided on as the engine scan does, by the messages that cost it most", () => {
    const templates = hostile(name, 400);
    const index = attachMatcher(buildMatcher("index", 750, templates));
    const scan = attachMatcher(buildMatcher("scan", 750, templates));
    const messages = [...hardMessages(templates)].filter((_, i) => i % 25 === 0);
    for (const { text } of messages) expect(decide(index, text)).toBe(decide(scan, text));
  });

  it("costs less than the most while templates are few, and is refused when they are 6,000", () => {
    const few = hostile(name, 700);
    const matcher = attachMatcher(buildMatcher("index", 750, few)) as IndexMatcher;
    for (const { text } of hardMessages(few)) {
      matcher.match(unitsOf(text), text.length);
      expect(nanosecondsOf(matcher.work)).toBeLessThan(MOST_NANOSECONDS);
    }
    const many = hostile(name, 6000);
    expect(findCostlyMessage(buildMatcher("index", 750, many), many)).not.toBeNull();
  });
});

describe("a message of one gram over and over", () => {
  it.each(["aaa", "abab"])("reads each list once (%s)", (unit) => {
    const templates = templatesOf(600, HOSTILE["one letter with a few others"]!(new TextSource(2)));
    const handle = buildMatcher("index", 750, templates);
    const matcher = attachMatcher(handle) as IndexMatcher;
    const own = handle.own as PieceIndexHandle;
    for (const length of [255, 230, 200]) {
      const text = unit.repeat(255).slice(0, length);
      matcher.match(unitsOf(text), length);
      expect(matcher.work[0]).toBeLessThanOrEqual(own.pieceTotal + own.gramTotal);
    }
  });
});

describe("a library that people would have", () => {
  it.each(["clustered", "diverse"] as const)("costs a fraction of the most: %s", (kind) => {
    const corpus = new Corpus(7, kind);
    const templates = templatesOf(5000, () => normalise(corpus.script()));
    const handle = buildMatcher("index", 750, templates);
    expect(findCostlyMessage(handle, templates, MOST_NANOSECONDS / 5)).toBeNull();
  });

  it("is not refused for a hundred copies of each script that differ in a name", () => {
    const source = new TextSource(3);
    const scripts = templatesOf(60, () => word(source, 120)).map(({ text }) => text);
    const templates = templatesOf(6000, () => replaceAt(source.pick(scripts), 9, word(source, 5)));
    expect(findCostlyMessage(buildMatcher("index", 750, templates), templates)).toBeNull();
  });
});

function library(engine: "index" | "banded", thresholdPermille: number): TemplateLibrary {
  const made = new TemplateLibrary({ engine, thresholdPermille, lifeTicks: null, normaliser });
  for (const { text } of hostile("copies that differ in two units", 4000)) made.add(text, 0);
  return made;
}

describe("a refusal", () => {
  const origin = { path: "own.txt", lineOf: (number: number) => number + 1 };

  it("names the file, lines of it, how many are alike, what a message costs, and what to do", () => {
    expect(() => refuseAlikeScripts(library("index", 750), 0, origin)).toThrow(
      /^own\.txt: expected .* at most 1,000 microseconds, and found [\d,]+ of 4,000 .* costs [\d,]+ microseconds; .* in line \d.*: keep one of each group/,
    );
  });

  it("is of the engine index alone, which must not go through all scripts, at the default threshold or above", () => {
    expect(() => refuseAlikeScripts(library("banded", 750), 0, origin)).not.toThrow();
    expect(() => refuseAlikeScripts(library("index", 600), 0, origin)).not.toThrow();
  });
});
