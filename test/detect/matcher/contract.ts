/**
 * What every engine of the matcher does, case by case, run over all of them by matcher.test.ts; and how the others are
 * held to the decisions of one.
 */
import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../../src/core/errors.ts";
import { MATCHER_ENGINES, attachMatcher, buildMatcher } from "../../../src/detect/matcher/engines.ts";
import { MAX_MATCH_UNITS, MIN_MATCH_UNITS, type Matcher, NO_TEMPLATE } from "../../../src/detect/matcher/matcher.ts";
import { ROOM_UNITS } from "../../../src/detect/matcher/message-room.ts";
import { MatcherBuilder } from "../../../src/detect/matcher/matcher-builder.ts";
import { unitsOf } from "../../../src/core/units.ts";

export function matcherOf(engine: string, texts: readonly string[], thresholdPermille = 750): Matcher {
  const templates = texts.map((text, number) => ({ number, text }));
  return attachMatcher(structuredClone(buildMatcher(engine, thresholdPermille, templates)));
}

/** The engine `index` with its tables as they are for many templates. */
export function matcherOfMany(texts: readonly string[], thresholdPermille = 750): Matcher {
  const templates = texts.map((text, number) => ({ number, text }));
  return attachMatcher(new MatcherBuilder("index", thresholdPermille, 0).change({ came: templates, gone: [] }));
}

/** [template, distance, length]. */
export function answer(matcher: Matcher, text: string): [number, number, number] {
  const template = matcher.match(unitsOf(text), text.length);
  return [template, matcher.distance, matcher.length];
}

/** All engines but `scan`, which others are held to. */
export const RIVALS = MATCHER_ENGINES.filter((engine) => engine !== "scan");

/**
 * Decides messages by `reference`, and demands the same of every other engine: those of RIVALS, and `index` with its
 * tables for many templates. `scan` takes a microsecond a template; where they are thousands, `banded` stands for it.
 */
export function demandDecisionsOf(
  reference: "scan" | "banded",
  texts: readonly string[],
  thresholdPermille = 750,
): (message: string) => [number, number, number] {
  const plain = matcherOf(reference, texts, thresholdPermille);
  const others = new Map<string, Matcher>();
  for (const engine of RIVALS) {
    if (engine !== reference) others.set(engine, matcherOf(engine, texts, thresholdPermille));
  }
  others.set("index, as of many templates", matcherOfMany(texts, thresholdPermille));
  return (message) => {
    const expected = answer(plain, message);
    for (const [engine, matcher] of others) expect(answer(matcher, message), `engine ${engine}`).toEqual(expected);
    return expected;
  };
}

const NONE = [NO_TEMPLATE, 0, 0];

export function describeEngine(engine: string): void {
  describe(`matcher engine ${engine}`, () => {
    test("finds a template by itself, at distance 0", () => {
      const texts = ["youraccountisblocked", "您的快递已丢失请联系客服", "yourparcelislostcallus"];
      const matcher = matcherOf(engine, texts);
      for (const [number, text] of texts.entries()) expect(answer(matcher, text)).toEqual([number, 0, text.length]);
      expect(matcher.templateCount).toBe(3);
    });

    test("finds the most similar, not the one with the fewest edits", () => {
      // Two edits in 20 are less than two edits in 16, and one in 9 more than either.
      const matcher = matcherOf(engine, ["abcdefghi", "abcdefghijklmnopqrst"]);
      expect(answer(matcher, "abcdefghijklmnopqr")).toEqual([1, 2, 20]);
      expect(answer(matcher, "abcdefghij")).toEqual([0, 1, 10]);
    });

    test("gives ties to the lowest number, whatever the lengths and the order", () => {
      const message = "abcdefghijkl";
      expect(answer(matcherOf(engine, ["abcdefghijkx", "abcdefghijky"]), message)).toEqual([0, 1, 12]);
      expect(answer(matcherOf(engine, ["abcdefghijk", "abcdefghijky"]), message)).toEqual([0, 1, 12]);
      expect(answer(matcherOf(engine, ["abcdefghijky", "abcdefghijk"]), message)).toEqual([0, 1, 12]);
      // 1 of 12 with a longer template that ties: 2 of 24.
      const long = "abcdefghijklmnopqrstuvwx";
      expect(answer(matcherOf(engine, [long.slice(0, 22), `${long.slice(0, 23)}!`]), long)).toEqual([1, 1, 24]);
      const numbered = [
        { number: 900, text: "abcdefghijkx" },
        { number: 7, text: "abcdefghijky" },
      ];
      expect(answer(attachMatcher(buildMatcher(engine, 750, numbered)), message)).toEqual([7, 1, 12]);
    });

    test("reads a message wherever it lies, in its own room or not, and of a long one what takes part", () => {
      const texts = ["youraccountisblocked", "您的快递已丢失请联系客服", "x".repeat(MAX_MATCH_UNITS)];
      const matcher = matcherOf(engine, texts);
      const places = [0, 1, 7, 300, ROOM_UNITS - 20];
      for (const [from, text] of places.flatMap((at) => texts.slice(0, 2).map((one) => [at, one] as const))) {
        const other = new Uint16Array(ROOM_UNITS);
        for (const message of [other, matcher.room]) {
          message.fill(0x61).set(unitsOf(text), from);
          expect([matcher.match(message, text.length, from), matcher.distance]).toEqual([texts.indexOf(text), 0]);
        }
      }
      matcher.room.fill(0x78);
      expect([matcher.match(matcher.room, 400, 300), matcher.distance, matcher.length]).toEqual([
        2,
        0,
        MAX_MATCH_UNITS,
      ]);
    });

    test("matches at the threshold exactly and not below", () => {
      const matcher = matcherOf(engine, ["abcdefghijklmnopqrst"]);
      expect(answer(matcher, "abcdefghijklmno12345")).toEqual([0, 5, 20]);
      expect(answer(matcher, "abcdefghijklmn123456")).toEqual(NONE);
      expect(answer(matcherOf(engine, ["abcdefghijklmnopqrst"], 500), "abcdefghij1234567890")).toEqual([0, 10, 20]);
      expect(answer(matcherOf(engine, ["abcdefghijklmnopqrst"], 500), "abcdefghi12345678900")).toEqual(NONE);
      expect(answer(matcherOf(engine, ["abcdefghijklmnopqrst"], 1000), "abcdefghijklmnopqrst")).toEqual([0, 0, 20]);
      expect(answer(matcherOf(engine, ["abcdefghijklmnopqrst"], 1000), "abcdefghijklmnopqrsx")).toEqual(NONE);
    });

    test("never matches a text of fewer than MIN_MATCH_UNITS units, message or template", () => {
      const short = "abcdefgh".slice(0, MIN_MATCH_UNITS - 1);
      const matcher = matcherOf(engine, ["", "a", short, `${short}h`]);
      expect(matcher.templateCount).toBe(1);
      for (const text of ["", "a", short]) expect(answer(matcher, text)).toEqual(NONE);
      expect(answer(matcher, `${short}h`)).toEqual([3, 0, 8]);
      expect(answer(matcher, `${short}x`)).toEqual([3, 1, 8]);
    });

    test("compares the first MAX_MATCH_UNITS units of a longer message", () => {
      const text = "abcdefghijklmnopqrstuvwxyz你好".repeat(12).slice(0, MAX_MATCH_UNITS);
      const matcher = matcherOf(engine, [text]);
      expect(answer(matcher, `${text}and much more behind it`)).toEqual([0, 0, MAX_MATCH_UNITS]);
      const cutPair = `${text.slice(0, MAX_MATCH_UNITS - 1)}\ud840\udc00`;
      expect(answer(matcher, cutPair)).toEqual([0, 1, MAX_MATCH_UNITS]);
    });

    test("answers nothing without templates", () => {
      expect(answer(matcherOf(engine, []), "abcdefghijkl")).toEqual(NONE);
    });

    test("forgets the match before", () => {
      const matcher = matcherOf(engine, ["abcdefghijkl"]);
      expect(answer(matcher, "abcdefghijkx")).toEqual([0, 1, 12]);
      expect(answer(matcher, "completelydifferent")).toEqual(NONE);
      expect(answer(matcher, "abcdefghijkl")).toEqual([0, 0, 12]);
    });

    test("survives templates and messages of one repeated unit", () => {
      const matcher = matcherOf(engine, ["a".repeat(255), "a".repeat(200), "a".repeat(9), "ab".repeat(100)]);
      expect(answer(matcher, "a".repeat(255))).toEqual([0, 0, 255]);
      expect(answer(matcher, "a".repeat(201))).toEqual([1, 1, 201]);
      expect(answer(matcher, "a".repeat(8))).toEqual([2, 1, 9]);
      expect(answer(matcher, `b${"ab".repeat(99)}`)).toEqual([3, 1, 200]);
    });

    test("keeps a matcher for as long as the version is the same", () => {
      const handle = buildMatcher(engine, 750, [{ number: 0, text: "abcdefghijkl" }]);
      const matcher = attachMatcher(handle);
      expect(attachMatcher(structuredClone(handle), matcher)).toBe(matcher);
      expect(attachMatcher(buildMatcher(engine, 750, []), matcher)).not.toBe(matcher);
    });

    test("refuses a threshold out of range and too many templates, saying what to do", () => {
      for (const threshold of [499, 1001, 750.5, Number.NaN]) {
        expect(() => buildMatcher(engine, threshold, [])).toThrow(RingfenceError);
      }
      const many = Array.from({ length: 131_073 }, (_, number) => ({ number, text: "abcdefgh" }));
      expect(() => buildMatcher(engine, 750, many)).toThrow(/at most 131072 templates/);
    });

    test("leaves what was built as it was where a build is refused or fails", () => {
      const builder = new MatcherBuilder(engine, 750);
      const templates = ["abcdefghijkl", "mnopqrstuvwx", "bcdfghjklmnp", "aeiouaeiouae"].map((text, number) => ({
        number,
        text,
      }));
      const first = attachMatcher(builder.change({ came: templates.slice(0, 3), gone: [] }));
      const many = Array.from({ length: 131_073 }, (_, number) => ({ number, text: "abcdefgh" }));
      expect(() => builder.change({ came: many, gone: [] })).toThrow(RingfenceError);
      const uncut = { number: 9, text: "x".repeat(MAX_MATCH_UNITS + 1) };
      expect(() => builder.change({ came: [templates[3]!, uncut], gone: [] })).toThrow(/must be cut/);
      const second = attachMatcher(builder.change({ came: [templates[3]!], gone: [templates[1]!] }));
      for (const { number, text } of templates) {
        expect(answer(first, text)).toEqual(number < 3 ? [number, 0, 12] : NONE);
        expect(answer(second, text)).toEqual(number !== 1 ? [number, 0, 12] : NONE);
      }
    });
  });
}
