/**
 * What every engine of the matcher does, case by case, run over all of them by matcher.test.ts; and how the others are
 * held to the decisions of one.
 */
import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../../src/core/errors.ts";
import { MATCHER_ENGINES, attachMatcher, buildMatcher, matcherEngines } from "../../../src/detect/matcher/engines.ts";
import { MAX_MATCH_UNITS, type Matcher } from "../../../src/detect/matcher/matcher.ts";
import { IndexMatcher } from "../../../src/detect/matcher/index-matcher.ts";
import { attachTemplateTable, writeTemplateTable } from "../../../src/detect/matcher/template-table.ts";
import { testEveryEngine } from "./every-engine.ts";
import { checkMatcher } from "../../../src/detect/matcher/check-engine.ts";
import { unitsOf } from "../../../src/core/units.ts";

export function matcherOf(engine: string, texts: readonly string[], thresholdPermille = 750): Matcher {
  const templates = texts.map((text, number) => ({ number, text }));
  return attachMatcher(structuredClone(buildMatcher(engine, thresholdPermille, templates)));
}

/** The engine `index` with its tables as they are for many templates. */
function matcherOfMany(texts: readonly string[], thresholdPermille: number): Matcher {
  const templates = attachTemplateTable(writeTemplateTable(texts.map((text, number) => ({ number, text }))));
  return new IndexMatcher({ version: -1, thresholdPermille, templates }, undefined, 0);
}

/** [template, distance, length]. */
export function answer(matcher: Matcher, text: string): [number, number, number] {
  const template = matcher.match(unitsOf(text), text.length);
  return [template, matcher.distance, matcher.length];
}

/** All engines but `scan`, which others are held to. */
export const RIVALS = MATCHER_ENGINES.filter((engine) => engine !== "scan");

/**
 * Decides messages by `scan`, which takes a microsecond a template, and demands the same of every other engine: those
 * of RIVALS, and `index` with its tables for many templates.
 */
export function demandScanDecisions(
  texts: readonly string[],
  thresholdPermille = 750,
): (message: string) => [number, number, number] {
  const plain = matcherOf("scan", texts, thresholdPermille);
  const others = new Map<string, Matcher>();
  for (const engine of RIVALS) others.set(engine, matcherOf(engine, texts, thresholdPermille));
  others.set("index, as of many templates", matcherOfMany(texts, thresholdPermille));
  return (message) => {
    const expected = answer(plain, message);
    for (const [engine, matcher] of others) expect(answer(matcher, message), `engine ${engine}`).toEqual(expected);
    return expected;
  };
}

export function describeEngine(engine: string): void {
  describe(`matcher engine ${engine}`, () => {
    testEveryEngine(matcherEngines.of(engine));

    test("passes the check of engines from modules", () => {
      checkMatcher(matcherEngines.of(engine));
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

    test("refuses a template that is not cut, and takes texts too short to match", () => {
      const uncut = { number: 9, text: "x".repeat(MAX_MATCH_UNITS + 1) };
      expect(() => buildMatcher(engine, 750, [uncut])).toThrow("template 9 must be cut at 255 units");
      expect(matcherOf(engine, ["", "abcdefg", "abcdefgh"]).templateCount).toBe(1);
    });
  });
}
