import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { buildReport, type Report } from "../../../src/report/document.ts";
import { renderRunPage } from "../../../src/report/run-page.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { everySection } from "./every-section.ts";
import { contentsOf, chineseOf, englishIn, textsOf } from "./page-for-tests.ts";

const report = sampleReport();

/** What stays as it is: names of commands, digests, rules as report.json has them, and the machine. */
function isKept(text: string, { scenario, performance, digest, reproduce }: Report): boolean {
  const { node, machine } = performance;
  const kept = [scenario, digest, node, machine?.os, reproduce];
  // Sources are in English.
  return kept.includes(text) || NOT_WORDS.has(text) || text.startsWith("reported:");
}

const NOT_WORDS = new Set(["n", "MCC", "F1", "p10", "p50", "p90", "ringfence", "Node.js"]);

function english(document: Report): string[] {
  return englishIn(renderRunPage(document)).filter((text) => !isKept(text, document));
}

describe("the Chinese page", () => {
  test("has no English sentence left, whatever sections a run has", () => {
    const all = buildReport(everySection());
    expect(all.sections.map(({ id }) => id)).toEqual(expect.arrayContaining(["banks", "cards", "bloom"]));
    expect(english(all)).toEqual([]);
  });

  test("has none where nothing happened", () => {
    expect(english(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }))).toEqual([]);
  });

  test("says the same numbers, but for money and dates as Chinese writes them", () => {
    const page = renderRunPage(report);
    const chinese = chineseOf(page);
    for (const text of textsOf(page)) {
      const turned = chinese(text);
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
