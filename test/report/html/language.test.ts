import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { both, joined, type Localised } from "../../../src/core/words.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import { type Dictionary, dictionaryOf, lookUp } from "../../../src/report/html/dictionary.ts";
import { renderRunPage } from "../../../src/report/html/run-page.ts";
import { type Report, reportSchema } from "../../../src/report/schema.ts";
import { REPORTED_FIGURES } from "../../../src/report/sections/reference/reported-periods.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { EVERY_SECTION } from "./every-section.ts";
import { contentsOf, dictionaryIn, englishIn, textsOf } from "./page-for-tests.ts";

const report = sampleReport();

/** What stays as it is: names of commands, digests, rules as report.json has them, and the machine. */
function isKept(text: string, { scenario, performance, digest, matcher, reproduce }: Report): boolean {
  const { node, machine } = performance;
  const kept = [scenario, digest, node, machine?.os, matcher?.engine, reproduce];
  return kept.includes(text) || NOT_WORDS.has(text);
}

const NOT_WORDS = new Set(["n", "MCC", "F1", "p10", "p50", "p90", "ringfence", "Node.js"]);

function english(document: Report): string[] {
  return englishIn(renderRunPage(document)).filter((text) => !isKept(text, document));
}

describe("the Chinese page", () => {
  test("has no English sentence left, whatever sections a run has", () => {
    const all = reportSchema.parse({ ...report, ...EVERY_SECTION });
    expect(english(all)).toEqual([]);
    expect(
      english({
        ...report,
        reproduce: "ringfence run smoke --set hours=1",
        hours: { ...report.hours, reference: report.hours.scenario + 1 },
        matcher: { engine: "minhash", differing: { value: 0.01, low: 0, high: 0.1, n: 300 } },
      }),
    ).toEqual([]);
  });

  test.each(Object.keys(REPORTED_FIGURES) as (keyof typeof REPORTED_FIGURES)[])("has none beside %s", (name) => {
    const input = sampleInput();
    expect(english(buildReport({ ...input, loop: { ...input.loop, reference: name } }))).toEqual([]);
  });

  test("has none where nothing happened", () => {
    expect(english(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }))).toEqual([]);
  });

  test("says the same numbers, but for money and dates as Chinese writes them", () => {
    const page = renderRunPage(report);
    const dictionary = dictionaryIn(page);
    for (const text of textsOf(page)) {
      const turned = lookUp(dictionary, text);
      if (turned === text || /\d ?(?:K|M|B|bn)\b|20\d\d/.test(text)) continue;
      expect([text, numbersOf(turned)]).toEqual([text, numbersOf(text)]);
    }
  });

  test("takes its words along, and nothing ends them, whatever a scenario is called", () => {
    const page = renderRunPage({ ...report, scenario: "a</script><script>alert(1)</script>" });
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toContain("<script>alert");
    expect(() => new Script(contentsOf(page, "script")[0]!)).not.toThrow();
    expect(page).toContain('<button id="language" type="button" hidden></button>');
    expect(page.length).toBeLessThan(600_000);
  });
});

/** In no order: the two languages have their own. */
function numbersOf(text: string): string[] {
  return (text.match(/\d(?:[\d.,]*\d)?/g) ?? []).toSorted();
}

const said = (words: Localised[], text: string): string => lookUp(dictionaryOf(words), text);

describe("a dictionary", () => {
  test("has one entry for texts that differ in their numbers alone", () => {
    const words = [
      { en: "5 of 5", zh: "5 条中的 5" },
      { en: "1,234 of 5.5", zh: "5.5 条中的 1,234" },
    ];
    expect(Object.keys(dictionaryOf(words))).toEqual(["# of #"]);
    expect(said(words, "1,234 of 5.5")).toBe("5.5 条中的 1,234");
    expect(said(words, "5 of 5")).toBe("5 条中的 5");
    expect(said(words, "7 of 8")).toBe("8 条中的 7");
  });

  test("has a text of its own where the numbers are others", () => {
    const words = [
      { en: "242.75 M", zh: "2.4275亿" },
      { en: "1 M", zh: "100万" },
    ];
    expect(words.map(({ en }) => said(words, en))).toEqual(words.map(({ zh: chinese }) => chinese));
  });

  test("leaves what it does not know, and what looks like a hole or a field of every object", () => {
    const words = [{ en: "a {1} b", zh: "甲 {1} 乙" }];
    expect(said(words, "a {1} b")).toBe("甲 {1} 乙");
    const empty: Dictionary = dictionaryOf([]);
    for (const text of ["constructor", "__proto__", "", "# of #"]) expect(lookUp(empty, text)).toBe(text);
    expect(said([{ en: "__proto__", zh: "原型" }], "__proto__")).toBe("原型");
  });
});

describe("texts put together", () => {
  test("have the marks of each language between them", () => {
    const name = { en: "Blocked", zh: "拦截" };
    expect(both`${name}: ${"5"} (${"1–9"}), n = ${"7"}`).toEqual({
      en: "Blocked: 5 (1–9), n = 7",
      zh: "拦截：5（1–9），n = 7",
    });
    expect(joined([name, "5"], ", ")).toEqual({ en: "Blocked, 5", zh: "拦截，5" });
  });
});
