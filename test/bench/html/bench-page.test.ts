import { describe, expect, test } from "vitest";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBenchPage } from "../../../bench/html/bench-page.ts";
import { lookUp } from "../../../src/report/html/dictionary.ts";
import { boxOf, labelWidth, overlaps } from "../../../src/report/chart/label-places.ts";
import { contentsOf, dictionaryIn, figuresOf, hashOf, policyOf, textsOf } from "../../report/html/page-for-tests.ts";

const EVIL = `</script><img src=x onerror=alert(1)> "quoted" \u202e`;

const MEASURED = {
  n: 1000,
  bytesPerEntry: 10.9,
  notes: [],
  low: 7.5,
  high: 9,
  doubt: null,
  diagnostic: false,
  atLeast: null,
  atMost: null,
  aim: null,
};
const SAMPLE: BenchResult = benchResultSchema.parse({
  schemaVersion: 2,
  kind: "micro",
  size: "full",
  reproduce: "ringfence bench micro",
  startedAt: "2026-11-24T10:00:00.000Z",
  wallSeconds: 12,
  environment: {
    cpu: "Some processor",
    cores: 2,
    quotaCores: null,
    quotaKnown: true,
    memoryMiB: 4096,
    os: "Linux",
    node: "v20.20.2",
    v8: "11",
    flags: [],
    load: 0.1,
    version: "0.4.0",
    commit: null,
    dirty: null,
    timerStepUs: 0.04,
    wakeLateUs: 100,
    noise: 0.02,
  },
  othersBusyCores: 0.1,
  seed: 1,
  settings: { rounds: 6 },
  digest: null,
  valid: true,
  problems: [],
  warnings: ["mind the gap"],
  measurements: [
    {
      ...MEASURED,
      name: "packed filter",
      group: "filter's own answer",
      unit: "ns",
      better: "lower",
      samples: [8, 8, 9],
      value: 8,
      error: { what: "false positives", expected: 0.01, measured: 0.0101, low: 0.0098, high: 0.0104, n: 100_000 },
    },
    {
      ...MEASURED,
      name: "bloom-filters",
      group: "filter's own answer",
      unit: "ns",
      better: "lower",
      samples: [7000],
      value: 7000,
      low: null,
      high: null,
      error: null,
    },
  ],
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
  details: null,
});

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

/** Where a picture has its names. */
function labelsOf(svg: string) {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes, name]) => {
    const [, x = "0", y = "0"] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes!) ?? [];
    const [, ownX = "0", ownY = "0"] = [/ x="([-\d.]+)"/, / y="([-\d.]+)"/]
      .map((one) => one.exec(attributes!)?.[1])
      .reduce<string[]>((all, one) => [...all, one ?? "0"], [""]);
    const align = attributes!.includes('text-anchor="end"') ? ("right" as const) : ("left" as const);
    const place = { x: Number(x) + Number(ownX), y: Number(y) + Number(ownY), align };
    return { name: name!, ...boxOf(place, labelWidth(name!)) };
  });
}

function tipsOf(text: string): string[] {
  const wide = text.slice(text.indexOf('class="wide"'), text.indexOf('class="narrow"'));
  return [...wide.matchAll(/data-tip="([^"]*)"/g)].map(([, tip]) => tip!);
}

/** The same in both languages. */
const NAMES = new Set(["Ringfence", "Node", "js", "MiB", "UTC"]);

describe("the page of a bench", () => {
  test("has its first ratio large, with interval, rounds and warnings beside it", () => {
    const page = renderBenchPage(SAMPLE);
    expect(page).toContain('<p class="number below">890<small> times better</small></p>');
    expect(page).toContain("95\u00a0% interval over rounds: 867–910");
    expect(page).toContain("n = 6 rounds");
    expect(page).toContain("<li><span>mind the gap</span></li>");
    expect(policyOf(page)).toContain(hashOf(contentsOf(page, "style")[0]!));
  });

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

  test("has no figure large at smoke size, where it would mean nothing", () => {
    const page = renderBenchPage({ ...SAMPLE, size: "smoke" });
    expect(page).not.toContain('class="number below"');
    expect(page).toContain("mean nothing of speed");
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

  test("says each warning once", () => {
    expect(renderBenchPage(SAMPLE).split("mind the gap")).toHaveLength(2);
  });

  test("draws groups, and has what is alone in its group in one table", () => {
    const [first] = SAMPLE.measurements;
    const alone = ["stage a", "stage b"].map((name) => ({ ...first!, name, group: name, notes: [`note of ${name}`] }));
    const page = renderBenchPage({ ...SAMPLE, measurements: [...SAMPLE.measurements, ...alone] });
    expect(figuresOf(page).filter(({ id }) => id.startsWith("group-"))).toHaveLength(1);
    const table = page
      .slice(page.indexOf('<section id="measurements"'))
      .split("One of its kind")[1]!
      .split("</table>")[0];
    for (const { name } of alone) expect(table).toContain(`${name.replace("stage", "Stage")}: ${name}</th>`);
    expect(page).toContain("stage a: note of stage a.");
  });

  test("shows ratios beside their targets, and errors beside theory", () => {
    expect(tipsOf(figure(SAMPLE, "times-better"))[0]).toMatch(
      /890 times better \(867–910\), n = 6\nat least 500: reached/,
    );
    expect(tipsOf(figure(SAMPLE, "error-rates"))[0]).toMatch(/1\.0100\s% \(0\.9800–1\.0400\).*\ntheory 1\.0000\s%/);
  });

  test("says above all that figures must not be used, and why", () => {
    const page = renderBenchPage({ ...SAMPLE, valid: false, problems: ["the generator lagged"] });
    const [before, after] = page.split('class="number') as [string, string];
    expect(before).toMatch(/These figures must not be used\.[\s\S]*<li>the generator lagged<\/li>/);
    expect(after).not.toContain("the generator lagged");
  });

  test.each(["micro", "open-loop"] as const)("of kind %s has no figure large where it must not be used", (kind) => {
    const found = kind === "micro" ? SAMPLE : withDetails(kind, OPEN_LOOP);
    expect(renderBenchPage(found)).toContain('class="number below');
    const page = renderBenchPage({ ...found, valid: false, problems: ["the generator lagged"] });
    expect(page).not.toContain('class="number below');
    expect(page).toContain("Nothing is shown large: this result must not be used.");
  });

  test("draws the latency spectrum by 1 / (1 - p), to the greatest of all", () => {
    const tips = tipsOf(figure(withDetails("open-loop", OPEN_LOOP), "spectrum"));
    expect(tips.map((tip) => tip.split("\n")[1])).toEqual([
      "0 % took at most: 0.01 ms",
      "99 % took at most: 5 ms",
      "99.9 % took at most: 9 ms",
    ]);
  });

  test("draws latency against rate, and rounds that do not count apart", () => {
    const text = figure(withDetails("open-loop", OPEN_LOOP), "rates");
    expect(tipsOf(text).filter((tip) => tip.includes("saturated"))).toHaveLength(3);
    expect(figure(withDetails("open-loop", { ...OPEN_LOOP, points: [] }), "rates")).toContain("One rate was offered");
  });

  test("calls what became of a rate what the terminal calls it, and a round to confirm one so", () => {
    const [met, missed] = [true, false].map((meets) => ({ ...OPEN_LOOP.points[0]!, meets }));
    const text = figure(
      withDetails("open-loop", { ...OPEN_LOOP, points: [], probes: [met, { ...missed, round: 2 }] }),
      "rates",
    );
    expect(text).toMatch(/<th scope="row">1,000<\/th>[^]*?<td>met<\/td>/);
    expect(text).toMatch(/<th scope="row">1,000, round 2<\/th>[^]*?<td>missed<\/td>/);
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

  test("names points of the frontier that lie close without one name over another, or over a rule's", () => {
    const point = (name: string, eventsPerSecond: number, value: number) => ({
      ...SETTING,
      name,
      place: "frontier",
      eventsPerSecond,
      eventsPerSecondLow: null,
      eventsPerSecondHigh: null,
      recall: { ...RECALL, value },
    });
    const points = [
      ...[0, 1, 2, 3, 4, 5].map((i) => point(`matcher off, threshold 0.${80 + i}`, 1000 + 20 * i, 0.9 - 0.004 * i)),
      { ...PARETO.points[4]!, name: "an oracle of one kind", recall: { ...RECALL, value: 0.9 } },
      { ...PARETO.points[4]!, name: "an oracle of another", recall: { ...RECALL, value: 0.905 } },
    ];
    const text = figure(withDetails("pareto", { ...PARETO, points }), "frontier");
    const wide = text.slice(text.indexOf('class="wide"'), text.indexOf('class="narrow"'));
    const boxes = labelsOf(wide).filter(({ name }) => /matcher|oracle/.test(name));
    expect(boxes.filter(({ name }) => name.startsWith("matcher")).length).toBeGreaterThanOrEqual(4);
    expect(boxes.filter(({ name }) => name.startsWith("an oracle"))).toHaveLength(2);
    const collisions = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => overlaps(a, b)));
    expect(collisions).toEqual([]);
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
