import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../bench/harness/latency/latency-histogram.ts";
import { renderBenchPage } from "../../../bench/harness/page.ts";
import type { Part } from "../../../bench/harness/part.ts";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import type { RunPoint } from "../../../bench/open-loop/findings.ts";
import { ratesPart, spectrumPart } from "../../../bench/open-loop/parts.ts";
import { paretoPart } from "../../../bench/pareto/part.ts";
import type { ParetoPoint } from "../../../bench/pareto/points.ts";
import { workersPart } from "../../../bench/scaling/series.ts";
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

const UNSURE = { low: null, high: null };
const BUSY = { mainThreadBusy: 0.5, coresBusy: 1.2 };
const SCALING = workersPart("in a run", [
  { ...BUSY, workers: 1, value: 100, ideal: 100, efficiency: { ...UNSURE, value: 1 } },
  { ...BUSY, workers: 2, value: 150, ideal: 200, efficiency: { ...UNSURE, value: 0.75 } },
]);
const latencies = new LatencyHistogram();
for (const [ms, times] of [
  [0.01, 985],
  [5, 14],
  [9, 1],
] as const) {
  latencies.record(ms, times);
}
const US = { p50: 900, p90: 950, p99: 1000, p999: 1500, max: 2000 };
const RATE = { offered: 10, responseUs: US, serviceUs: US, lagUs: US };
const RATES: readonly RunPoint[] = [
  { ...RATE, ratePerSecond: 1000, achievedPerSecond: 1000, verdict: "valid", meets: false, round: 1 },
  { ...RATE, ratePerSecond: 4000, achievedPerSecond: 3000, verdict: "saturated" },
];
const RECALL = { value: 0.5, low: 0.4, high: 0.6, n: 107 };
const SETTING = {
  kind: "setting",
  scoreThreshold: 100,
  tuningFlagged: 100,
  precision: RECALL,
  recall: RECALL,
} as const;
const NO_BARS = { eventsPerSecondLow: null, eventsPerSecondHigh: null };
const POINTS: readonly ParetoPoint[] = [
  { ...SETTING, ...NO_BARS, name: "default", place: "frontier", eventsPerSecond: 1e3 },
  { ...SETTING, ...NO_BARS, name: "slow", place: "dominated", eventsPerSecond: 10 },
  { ...SETTING, ...NO_BARS, name: "hopeless", place: "below floor", eventsPerSecond: 10, recall: null },
  { ...SETTING, ...NO_BARS, name: "missing", place: "floor missed", eventsPerSecond: 500 },
  { ...SETTING, ...NO_BARS, name: "few", place: "too few", eventsPerSecond: 20, recall: null, tuningFlagged: 3 },
  { ...SETTING, ...NO_BARS, name: "oracle", kind: "reference", place: "reference", eventsPerSecond: null },
];
const FACTS = { source: "smoke", precisionFloor: 0.95, tuningEvents: 640, testEvents: 637, testFraud: 107 };
const PARETO = paretoPart({ ...FACTS, points: POINTS });

const ALL: readonly Part[] = [
  SCALING,
  spectrumPart({ response: latencies, service: latencies, lag: latencies }),
  ratesPart(RATES, 2000),
  PARETO,
];

function pageOf(result: BenchResult, parts: readonly Part[] = []): string {
  return renderBenchPage({ result, parts, missed: null, untold: null });
}

function tipsOf(part: Part): string[] {
  const [, text] = /class="wide"([^]*)class="narrow"/.exec(figuresOf(pageOf(SAMPLE, [part])).at(-1)!.text)!;
  return [...text!.matchAll(/data-tip="([^"]*)"/g)].map(([, tip]) => tip!);
}

describe("the page of a bench", () => {
  test("says in its table that a figure is doubted", () => {
    const page = pageOf({ ...SAMPLE, comparisons: [{ ...RATIO, doubt: "a task was too short" }] });
    expect(page).toMatch(/<td>500<\/td><td>1,000<\/td><td>doubtful<\/td>/);
  });

  test("draws scaling, rates and the frontier, and tells what has no place there in the table", () => {
    expect(tipsOf(SCALING)[1]).toBe("2 workers: 150 events/s\n75 % of ideal");
    expect(tipsOf(ALL[2]!)[0]).toBe("1,000 events/s\nmedian: 0.9 ms");
    expect(tipsOf(PARETO).map((tip) => tip.split("\n")[0])).toEqual(["slow: dominated", "default: frontier"]);
    const table = figuresOf(pageOf(SAMPLE, [PARETO])).at(-1)!.text;
    for (const name of ["hopeless", "missing"]) expect(table).toContain(`<th scope="row">${name}</th>`);
    expect(table).toContain("<td>too few (3)</td>");
  });

  test("reads percentiles of all rounds, and says from which on few events lie beyond", () => {
    const { rows, notes } = ALL[1]!;
    expect(rows.map(([, response]) => Number(String(response).replace(",", "")))).toEqual([
      10, 10, 5002, 5002, 9000, 9000,
    ]);
    expect(notes!.at(-1)).toBe("fewer than 10 events lie beyond p99.9");
  });

  test("keeps hostile names as text", () => {
    const hostile = pageOf({
      ...SAMPLE,
      reproduce: EVIL,
      settings: { [EVIL]: EVIL },
      problems: [EVIL],
      environment: { ...SAMPLE.environment, cpu: EVIL, flags: [EVIL] },
      measurements: SAMPLE.measurements.map((one) => ({ ...one, name: EVIL, group: EVIL, unit: EVIL, notes: [EVIL] })),
      comparisons: [{ ...RATIO, name: EVIL, contender: EVIL }],
    });
    expect(contentsOf(hostile, "script")).toEqual(contentsOf(pageOf(SAMPLE), "script"));
    expect(hostile).not.toMatch(/<img|\u202e/);
    expect(hostile).toContain("&lt;/script&gt;&lt;img");
  });
});
