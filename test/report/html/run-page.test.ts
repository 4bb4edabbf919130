import { describe, expect, test } from "vitest";
import { renderRunPage } from "../../../src/report/run-page.ts";
import { buildReport, type Report, reportSchema } from "../../../src/report/document.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { contentsOf, figuresOf, hashOf, policyOf } from "./page-for-tests.ts";

const report = sampleReport();
const page = renderRunPage(report);

describe("the page of a run", () => {
  test("may run and style with what is in it, by hash, and load nothing", () => {
    const policy = policyOf(page);
    const [scripts, styles] = [contentsOf(page, "script"), contentsOf(page, "style")];
    expect([scripts.length, styles.length]).toEqual([1, 1]);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(styles[0]!)}`,
      `script-src ${hashOf(scripts[0]!)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/<[^>]+ (?:style|on[a-z]+)=/);
  });
});

const WORDS = ["words", "title", "reading", "tip"];

describe("a hostile report", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)> & ' \u202egnp.\u0007\u0000`;
  const said = (text: unknown): unknown => {
    if (Array.isArray(text)) return text.map(said);
    if (typeof text !== "object" || text === null) return text;
    return Object.fromEntries(
      Object.entries(text).map(([name, inner]) => [name, WORDS.includes(name) ? evil : said(inner)]),
    );
  };
  const hostile: Report = reportSchema.parse({
    ...report,
    scenario: evil,
    reproduce: evil,
    performance: {
      ...report.performance,
      node: evil,
      machine: { cpu: evil, cores: 2, memoryMiB: 1024, os: evil },
    },
    sections: said(report.sections),
  });
  const html = renderRunPage(hostile);

  test("stays text: no element, no attribute, no script of its own", () => {
    expect(contentsOf(html, "script")).toEqual(contentsOf(page, "script"));
    expect(html).not.toMatch(/<img|<script>alert/);
    expect(html).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)* onerror=/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("shows marks of direction and control characters instead of obeying them", () => {
    // oxlint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(html).toContain("\\u{202e}gnp.\\u{7}\\u{0}");
  });
});

describe("a report of a run in which nothing happened", () => {
  const html = renderRunPage(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }));

  test("says of every chart that there is nothing, and never 0 % of nothing", () => {
    for (const { id, text } of figuresOf(html))
      expect([id, text]).toEqual([id, expect.stringMatching(/class="nothing">/)]);
    expect(html.slice(0, html.indexOf("<script>"))).not.toMatch(/NaN|Infinity|undefined/);
  });
});
