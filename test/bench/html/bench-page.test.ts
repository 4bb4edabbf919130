import { describe, expect, test } from "vitest";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBenchPage } from "../../../bench/html/bench-page.ts";
import { benchResult, measured } from "../compare/documents.ts";
import { contentsOf, figuresOf } from "../../report/html/page-for-tests.ts";

const EVIL = `</script><img src=x onerror=alert(1)> "quoted" \u202e`;

const GROUP = "filter's own answer";
const ERROR = { what: "false positives", expected: 0.01, measured: 0.0101, low: 0.0098, high: 0.0104, n: 100_000 };
const RATIO = {
  name: "filter: bloom-filters",
  contender: "packed filter",
  against: "bloom-filters",
  n: 6,
  value: 890,
  low: 867,
  high: 910,
  atLeast: 500,
  aim: 1e3,
  doubt: null,
};
const SAMPLE: BenchResult = benchResultSchema.parse(
  benchResult(
    [
      { ...measured("packed filter", [8, 8, 9]), group: GROUP, error: ERROR },
      { ...measured("bloom-filters", [7000]), group: GROUP },
    ],
    { warnings: ["mind the gap"], settings: { rounds: 6 }, comparisons: [RATIO] },
  ),
);

function withDetails(kind: BenchResult["kind"], details: unknown): BenchResult {
  return benchResultSchema.parse({ ...SAMPLE, kind, details });
}

const UNSURE = { efficiencyLow: null, efficiencyHigh: null, mainThreadBusy: 0.5, coresBusy: 1.2 };
const POINTS = [
  { ...UNSURE, x: 1, value: 100, ideal: 100, efficiency: 1 },
  { ...UNSURE, x: 2, value: 150, ideal: 200, efficiency: 0.75 },
];
const SCALING = {
  series: [{ x: "workers", unit: "events/s", ideal: "proportional", through: 1, points: POINTS }],
};
const RATE = {
  offered: 10,
  responseUs: { p50: 900, p90: 950, p99: 1000, p999: 1500, max: 2000 },
  serviceUs: { p50: 1, p99: 2 },
  lagUs: { p50: 1, p99: 2, max: 3 },
};
const SPECTRUM = [
  { percentile: 0, us: 10 },
  { percentile: 99, us: 5000 },
  { percentile: 100, us: 9000 },
];
const OPEN_LOOP = {
  clock: { worstUs: 0, resolutionUs: 1 },
  response: { unit: "us", maxUs: 9000, hdr: "", count: 1000, spectrum: SPECTRUM },
  points: [
    { ...RATE, ratePerSecond: 1000, achievedPerSecond: 1000, verdict: "valid" },
    { ...RATE, ratePerSecond: 4000, achievedPerSecond: 3000, verdict: "saturated" },
  ],
};
const RECALL = { value: 0.5, low: 0.4, high: 0.6, n: 107 };
const SETTING = {
  kind: "setting",
  scoreThreshold: 100,
  tuningFlagged: 100,
  precision: RECALL,
  recall: RECALL,
  eventsPerSecondLow: null,
  eventsPerSecondHigh: null,
};
const PARETO = {
  source: "smoke",
  precisionFloor: 0.95,
  tuningEvents: 640,
  testEvents: 637,
  testFraud: 107,
  points: [
    {
      ...SETTING,
      name: "default",
      place: "frontier",
      eventsPerSecond: 1e3,
    },
    {
      ...SETTING,
      name: "slow",
      place: "dominated",
      eventsPerSecond: 10,
    },
    {
      ...SETTING,
      name: "hopeless",
      place: "below floor",
      eventsPerSecond: 10,
      recall: null,
    },
    {
      ...SETTING,
      name: "missing",
      place: "floor missed",
      eventsPerSecond: 500,
    },
    {
      ...SETTING,
      name: "oracle",
      kind: "reference",
      place: "reference",
      eventsPerSecond: null,
    },
  ],
};
const DETAILED = [withDetails("scaling", SCALING), withDetails("open-loop", OPEN_LOOP), withDetails("pareto", PARETO)];

function figure(result: BenchResult, id: string): string {
  const found = figuresOf(renderBenchPage(result)).find((one) => one.id === id);
  expect(found, `a figure ${id}`).toBeDefined();
  return found!.text;
}

function tipsOf(text: string): string[] {
  const wide = text.slice(text.indexOf('class="wide"'), text.indexOf('class="narrow"'));
  return [...wide.matchAll(/data-tip="([^"]*)"/g)].map(([, tip]) => tip!);
}

describe("the page of a bench", () => {
  test("has no figure large that must not be used, but the first that may", () => {
    const doubted = { ...RATIO, doubt: "a task was too short" };
    const page = renderBenchPage({ ...SAMPLE, comparisons: [doubted, { ...RATIO, value: 42, name: "another" }] });
    expect(page).toContain('<p class="number below">42<small> times better</small></p>');
    expect(tipsOf(figure({ ...SAMPLE, comparisons: [doubted] }, "times-better"))[0]).toContain("doubtful");
    const measurements = SAMPLE.measurements.map((one) => ({ ...one, doubt: doubted.doubt }));
    const none = renderBenchPage({ ...SAMPLE, measurements, comparisons: [doubted] });
    expect(none).not.toContain('class="number below"');
  });

  test("draws scaling, the spectrum of latency by 1 / (1 - p), and the frontier", () => {
    expect(tipsOf(figure(DETAILED[0]!, "series-1"))[1]).toBe("2 workers: 150 events/s\n75.0 % of ideal");
    expect(tipsOf(figure(DETAILED[1]!, "spectrum")).map((tip) => tip.split("\n")[1])).toEqual([
      "0 % took at most: 0.01 ms",
      "99 % took at most: 5 ms",
      "99.9 % took at most: 9 ms",
    ]);
    const frontier = figure(DETAILED[2]!, "frontier");
    expect(tipsOf(frontier).map((tip) => tip.split("\n")[0])).toEqual(["slow: dominated", "default: frontier"]);
    for (const name of ["hopeless", "missing"]) expect(frontier).toContain(`<th scope="row">${name}</th>`);
  });

  test("is still a page where its details are no such details, and keeps hostile names as text", () => {
    for (const kind of ["open-loop", "scaling", "pareto"] as const) {
      for (const details of [null, 7, [], { series: EVIL, points: [{ x: "1" }], response: null }]) {
        const page = renderBenchPage(withDetails(kind, details));
        expect(figuresOf(page).length).toBeGreaterThan(0);
        expect(page.slice(0, page.indexOf("<script>"))).not.toMatch(/NaN|undefined/);
      }
    }
    const hostile = renderBenchPage({
      ...SAMPLE,
      reproduce: EVIL,
      settings: { [EVIL]: EVIL },
      problems: [EVIL],
      environment: { ...SAMPLE.environment, cpu: EVIL, flags: [EVIL] },
      measurements: SAMPLE.measurements.map((one) => ({ ...one, name: EVIL, group: EVIL, unit: EVIL, notes: [EVIL] })),
      comparisons: [{ ...RATIO, name: EVIL, contender: EVIL }],
    });
    expect(contentsOf(hostile, "script")).toEqual(contentsOf(renderBenchPage(SAMPLE), "script"));
    expect(hostile).not.toMatch(/<img|\u202e/);
    expect(hostile).toContain("&lt;/script&gt;&lt;img");
  });
});
