import { describe, expect, test } from "vitest";
import { renderRunPage } from "../../../src/report/html/run-page.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import { type Report, reportSchema } from "../../../src/report/schema.ts";
import { emptyLoop } from "../sample-loop.ts";
import { sampleInput, sampleReport } from "../sample-report.ts";
import { addressesOf, contentsOf, figuresOf, hashOf, policyOf } from "./page-for-tests.ts";

const report = sampleReport();
const page = renderRunPage(report);

function textOf(document: Report, id: string): string {
  return figuresOf(renderRunPage(document)).find((figure) => figure.id === id)!.text;
}

describe("the page of a run", () => {
  test("puts beside the number that matters what it does not say", () => {
    const headline = page.slice(page.indexOf('class="headline"'), page.indexOf('<section id="net"'));
    // Of 3 effective warnings 2 kept the money; 2 of 7 warnings were off target; 1 of 81 benign events was blocked.
    expect(headline).toContain('<p class="number long">66.7<small> %</small></p>');
    // One was saved: 3 lost money with interception alone, 2 with warnings too.
    expect(headline).toContain('<p class="number">1</p>');
    expect(headline).toContain("33.3\u00a0% of the 3 who lose money");
    expect(headline).toContain("n = 3 effective warnings");
    // 5 of 7 on target: over gangs and what false alarms name, not 35.9 to 91.8 as if warnings were independent.
    expect(headline).toMatch(/Accuracy[^]{0,80}71\.4[^]{0,20}1\.0–99\.8/);
    for (const caveat of ["2 false alarms", "missed episodes", "1 benign events blocked"]) {
      expect(headline).toContain(caveat);
    }
  });

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

  test("leads nowhere but to its own parts", () => {
    expect(addressesOf(page).length).toBeGreaterThan(10);
    for (const address of addressesOf(page)) {
      expect(address).toMatch(/^#/);
      expect(page).toContain(` id="${address.slice(1)}"`);
    }
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\(|@import/);
  });

  test("names each part once", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("draws with the names of its colours, which light and dark both define", () => {
    const [style] = contentsOf(page, "style");
    const used = new Set([...page.matchAll(/(?:fill|stroke)="var\(--([a-z]+)\)"/g)].map(([, name]) => name!));
    expect(used.size).toBeGreaterThan(8);
    for (const name of used)
      expect(style!.split(`--${name}:`).length - 1).toBeGreaterThanOrEqual(name === "hit" ? 1 : 2);
    expect(page).not.toMatch(/(?:fill|stroke)="(?:#|rgb)/);
  });
});

describe("a hostile report", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)> & ' \u202egnp.\u0007\u0000`;
  const hostile: Report = reportSchema.parse({
    ...report,
    scenario: evil,
    reproduce: evil,
    performance: {
      ...report.performance,
      node: evil,
      machine: { cpu: evil, cores: 2, memoryMiB: 1024, os: evil },
    },
    reference: report.reference.map((row) => ({ ...row, figure: evil })),
    stages: report.stages.map((row) => ({ ...row, stage: evil })),
    decidedBy: report.decidedBy!.map((row, index) => ({ ...row, stage: `${index}${evil}` })),
    baselines: report.baselines.map((row) => ({ ...row, rule: evil })),
    singleFeatures: report.singleFeatures.map((row) => ({ ...row, feature: evil, rule: evil })),
    interception: {
      ...report.interception,
      typologyByLevel: report.interception.typologyByLevel!.map((row) => ({ ...row, name: evil })),
    },
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

  test("names a stage like a field of every object", () => {
    const names = ["__proto__", "constructor", "toString"];
    const decidedBy = report.decidedBy!.slice(0, names.length).map((row, index) => ({ ...row, stage: names[index]! }));
    const text = renderRunPage({ ...report, decidedBy });
    for (const name of names) expect(text).toContain(`<th scope="row">${name}</th>`);
  });
});

describe("a report of a run in which nothing happened", () => {
  const html = renderRunPage(buildReport({ ...sampleInput([]), filter: null, loop: emptyLoop() }));

  test("says of every chart why there is nothing, and never 0 % of nothing", () => {
    expect(figuresOf(html).map(({ id, text }) => [id, /class="nothing">[^<]{20,}</.test(text)])).toEqual(
      figuresOf(html).map(({ id }) => [id, !["reference-figures"].includes(id)]),
    );
    expect(html).toContain("nothing to measure, n\u00a0=\u00a00");
    expect(html.slice(0, html.indexOf("<script>"))).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("figures that one could take for more than they are", () => {
  test("are lead times as they were counted, hour by hour, the late ones too", () => {
    const leadTimeMinutes = { ...report.leadTimeMinutes, n: 4, byHour: { from: -2, counts: [1, 0, 1, 2] } };
    expect(
      [...textOf({ ...report, leadTimeMinutes }, "lead-time").matchAll(/>(-?\d+\.0)<\/th>\s*<td>([\d.]+)/g)].map(
        ([, hours, share]) => [hours, share],
      ),
    ).toEqual([
      ["-2.0", "100.0"],
      ["-1.0", "75.0"],
      ["0.0", "75.0"],
      ["1.0", "50.0"],
    ]);
  });
});

describe("a report with lists longer than any run's", () => {
  test("still gives a page below 2 MB", () => {
    const hours = 20_000;
    const many = Array.from({ length: hours }, (_, hour) => hour % 97);
    const point = report.precisionRecall[0]!.points[0]!;
    const html = renderRunPage({
      ...report,
      timeline: {
        hours,
        engaged: many,
        warnings: many,
        onTarget: many,
        queues: { telephone: many, visit: many },
        lossYuan: { withDefences: many, interceptionOnly: many, withoutDefences: many },
      },
      precisionRecall: report.precisionRecall.map(({ channel }) => ({ channel, points: many.map(() => point) })),
      singleFeatures: many.map(() => report.singleFeatures[0]!),
    });
    expect(html.length).toBeLessThan(2_000_000);
  });
});
