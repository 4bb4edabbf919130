import { describe, expect, test } from "vitest";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBenchPage } from "../../../bench/html/bench-page.ts";
import { lookUp } from "../../../src/report/html/dictionary.ts";
import { benchResult, measured } from "../compare/documents.ts";
import { contentsOf, dictionaryIn, figuresOf, textsOf } from "../../report/html/page-for-tests.ts";

const EVIL = `</script><img src=x onerror=alert(1)> "quoted" \u202e`;

const FILTER = { ...measured("packed filter", [8, 8, 9]), group: "filter's own answer" };
const PACKAGE = { ...measured("bloom-filters", [7000]), group: "filter's own answer" };
const SAMPLE: BenchResult = benchResultSchema.parse(
  benchResult(
    [
      {
        ...FILTER,
        error: { what: "false positives", expected: 0.01, measured: 0.0101, low: 0.0098, high: 0.0104, n: 100_000 },
      },
      PACKAGE,
    ],
    {
      warnings: ["mind the gap"],
      settings: { rounds: 6 },
      comparisons: [
        {
          name: "filter: bloom-filters",
          contender: "packed filter",
          against: "bloom-filters",
          n: 6,
          value: 890,
          low: 867,
          high: 910,
          atLeast: 500,
          aim: 1000,
          doubt: null,
        },
      ],
    },
  ),
);

function withDetails(kind: BenchResult["kind"], details: unknown): BenchResult {
  return benchResultSchema.parse({ ...SAMPLE, kind, details });
}

const POINT = {
  x: 1,
  value: 100,
  ideal: 100,
  efficiency: 1,
  efficiencyLow: null,
  efficiencyHigh: null,
  mainThreadBusy: 0.5,
  coresBusy: 1.2,
};
const SCALING = {
  series: [
    {
      x: "workers",
      unit: "events/s",
      ideal: "proportional",
      through: 1,
      points: [POINT, { ...POINT, x: 2, value: 150, ideal: 200, efficiency: 0.75 }],
    },
  ],
};
const RATE = {
  offered: 10,
  responseUs: { p50: 900, p90: 950, p99: 1000, p999: 1500, max: 2000 },
  serviceUs: { p50: 1, p99: 2 },
  lagUs: { p50: 1, p99: 2, max: 3 },
};
const OPEN_LOOP = {
  clock: { worstUs: 0, resolutionUs: 1 },
  response: {
    unit: "us",
    maxUs: 9000,
    hdr: "",
    count: 1000,
    spectrum: [
      { percentile: 0, us: 10 },
      { percentile: 99, us: 5000 },
      { percentile: 100, us: 9000 },
    ],
  },
  points: [
    { ...RATE, ratePerSecond: 1000, achievedPerSecond: 1000, verdict: "valid" },
    { ...RATE, ratePerSecond: 4000, achievedPerSecond: 3000, verdict: "saturated" },
  ],
};
const RECALL = { value: 0.5, low: 0.4, high: 0.6, n: 107 };
const SETTING = {
  kind: "setting",
  eventsPerSecondLow: 900,
  eventsPerSecondHigh: 1100,
  precision: RECALL,
  recall: RECALL,
  scoreThreshold: 100,
  tuningFlagged: 100,
};
const PARETO = {
  source: "smoke",
  precisionFloor: 0.95,
  tuningEvents: 640,
  testEvents: 637,
  testFraud: 107,
  points: [
    { ...SETTING, name: "default", place: "frontier", eventsPerSecond: 1000 },
    {
      ...SETTING,
      name: "slow",
      place: "dominated",
      eventsPerSecond: 10,
      eventsPerSecondLow: null,
      eventsPerSecondHigh: null,
    },
    { ...SETTING, name: "hopeless", place: "below floor", eventsPerSecond: 10, recall: null },
    { ...SETTING, name: "missing", place: "floor missed", eventsPerSecond: 500 },
    { ...SETTING, name: "oracle", kind: "reference", place: "reference", eventsPerSecond: null },
  ],
};

function figure(result: BenchResult, id: string): string {
  const found = figuresOf(renderBenchPage(result)).find((one) => one.id === id);
  expect(found, `a figure ${id}`).toBeDefined();
  return found!.text;
}

function tipsOf(text: string): string[] {
  const wide = text.slice(text.indexOf('class="wide"'), text.indexOf('class="narrow"'));
  return [...wide.matchAll(/data-tip="([^"]*)"/g)].map(([, tip]) => tip!);
}

/** The same in both languages. */
const NAMES = new Set(["Ringfence", "Node", "js", "MiB", "UTC"]);

describe("the page of a bench", () => {
  test("has no figure large that must not be used, but the first that may", () => {
    const doubt = "a task was too short";
    const [ratio] = SAMPLE.comparisons;
    const doubted = renderBenchPage({
      ...SAMPLE,
      comparisons: [
        { ...ratio!, doubt },
        { ...ratio!, value: 42, name: "another" },
      ],
    });
    expect(doubted).toContain('<p class="number below">42<small> times better</small></p>');
    expect(tipsOf(figure({ ...SAMPLE, comparisons: [{ ...ratio!, doubt }] }, "times-better"))[0]).toContain("doubtful");
    const measurements = SAMPLE.measurements.map((one) => ({ ...one, doubt }));
    const none = renderBenchPage({ ...SAMPLE, measurements, comparisons: [{ ...ratio!, doubt }] });
    expect(none).not.toContain('class="number below"');
    expect(none).toContain("could not be measured well enough");
  });

  test.each([
    SAMPLE,
    { ...SAMPLE, size: "smoke" as const },
    { ...SAMPLE, valid: false, problems: ["1"] },
    withDetails("scaling", SCALING),
    withDetails("open-loop", OPEN_LOOP),
    withDetails("pareto", PARETO),
  ])("speaks Chinese, but for what its document says: $kind, $size", (result) => {
    const stated = JSON.stringify(result).toLowerCase();
    const page = renderBenchPage(result);
    const turned = textsOf(page).map((text) => lookUp(dictionaryIn(page), text));
    const words = new Set(turned.flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? []));
    expect([...words].filter((word) => !stated.includes(word.toLowerCase()) && !NAMES.has(word))).toEqual([]);
  });

  test("draws the latency spectrum by 1 / (1 - p), to the greatest of all", () => {
    const tips = tipsOf(figure(withDetails("open-loop", OPEN_LOOP), "spectrum"));
    expect(tips.map((tip) => tip.split("\n")[1])).toEqual([
      "0 % took at most: 0.01 ms",
      "99 % took at most: 5 ms",
      "99.9 % took at most: 9 ms",
    ]);
  });

  test("draws scaling against the ideal", () => {
    const tips = tipsOf(figure(withDetails("scaling", SCALING), "series-1"));
    expect(tips).toEqual([
      "1 workers: 100 events/s\n100\u00a0% of ideal",
      "2 workers: 150 events/s\n75\u00a0% of ideal",
    ]);
  });

  test("draws the frontier, marks what is dominated, and leaves what has no place to the table", () => {
    const text = figure(withDetails("pareto", PARETO), "frontier");
    expect(tipsOf(text).map((tip) => tip.split("\n")[0])).toEqual(["slow: dominated", "default: frontier"]);
    for (const name of ["hopeless", "missing"]) expect(text).toContain(`<th scope="row">${name}</th>`);
  });

  test.each(["open-loop", "scaling", "pareto"] as const)(
    "of kind %s is still a page where its details are no such details",
    (kind) => {
      for (const details of [null, 7, [], { series: EVIL, points: [{ x: "1" }], response: null }]) {
        const page = renderBenchPage(withDetails(kind, details));
        expect(figuresOf(page).length).toBeGreaterThan(0);
        expect(page.slice(0, page.indexOf("<script>"))).not.toMatch(/NaN|undefined/);
      }
    },
  );

  test("keeps hostile names as text", () => {
    const hostile = renderBenchPage({
      ...SAMPLE,
      reproduce: EVIL,
      settings: { [EVIL]: EVIL },
      problems: [EVIL],
      environment: { ...SAMPLE.environment, cpu: EVIL, flags: [EVIL] },
      measurements: SAMPLE.measurements.map((one) => ({ ...one, name: EVIL, group: EVIL, unit: EVIL, notes: [EVIL] })),
      comparisons: SAMPLE.comparisons.map((one) => ({ ...one, name: EVIL, contender: EVIL })),
    });
    expect(contentsOf(hostile, "script")).toEqual(contentsOf(renderBenchPage(SAMPLE), "script"));
    expect(hostile).not.toMatch(/<img|\u202e/);
    expect(hostile).toContain("&lt;/script&gt;&lt;img");
  });
});
