import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { compareInRounds, measurementOf, reachedWords, targetWords } from "../../../bench/harness/measurement.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBench } from "../../../bench/harness/render.ts";
import { renderBenchPage } from "../../../bench/html/bench-page.ts";
import { benchResult, measured } from "../compare/documents.ts";

const ns = [6500, 6600, 6700, 6800, 6900, 7000];

test("that figures must not be used stands above them, with the reasons, and remarks stand below", () => {
  const result = benchResult([measured("look-up", ns)], {
    valid: false,
    problems: ["the generator lagged"],
    warnings: ["the machine was busy"],
  });
  const places = ["Bench ", "INVALID", "- the generator lagged", "look-up", "Note: the machine was busy", "again: "];
  const text = renderBench(result, { colour: false });
  const found = places.map((place) => text.indexOf(place));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(renderBench({ ...result, valid: true, problems: [] }, { colour: false })).not.toContain("INVALID");
});

test("a target is not called reached by rounds too few for an interval", () => {
  const [slow, fast] = [measured("slow", [50, 51]), measured("fast", [10, 10])];
  const comparisons = [compareInRounds("a row", fast, slow, { atLeast: 2, aim: 3 })];
  expect(renderBench(benchResult([slow, fast], { comparisons }), { colour: false })).toMatch(
    /a row +5\.05 +2\.00 +3\.00 +too few rounds\n/,
  );
});

test("a target is called reached, or missed, only where the whole interval says so", () => {
  const usual = { name: "it", group: "a run", n: 10 };
  const rate = (samples: number[]) =>
    measurementOf({ ...usual, unit: "events/s", better: "higher", samples, target: { limit: 100, aim: 200 } });
  const size = (samples: number[]) =>
    measurementOf({ ...usual, unit: "MiB", better: "lower", samples, target: { limit: 200, aim: 100 } });
  expect([80, 96, 104, 120, 196, 204, 220].map((middle) => reachedWords(rate(around(middle))))).toEqual([
    "missed",
    "cannot tell",
    "cannot tell",
    "reached",
    "reached",
    "reached",
    "aim reached",
  ]);
  expect([220, 204, 196, 180, 104, 80].map((middle) => reachedWords(size(around(middle))))).toEqual([
    "missed",
    "cannot tell",
    "cannot tell",
    "reached",
    "reached",
    "aim reached",
  ]);
  const one = measured("one", [1, 1, 1, 1, 1, 1]);
  const against = (ratios: number[]) =>
    compareInRounds("row", one, measured("other", ratios), { atLeast: 100, aim: 200 });
  expect([80, 96, 104, 120, 220].map((middle) => targetWords(against(around(middle))))).toEqual([
    "missed",
    "cannot tell",
    "cannot tell",
    "reached",
    "aim reached",
  ]);
});

test("what a figure was to reach stands beside it, and what became of it, by which side is better", () => {
  const few = { group: "a run", n: 10 };
  const rows = [
    { ...few, name: "fast", unit: "events/s", better: "higher" as const, samples: [700_000], target: EVENTS },
    { ...few, name: "faster", unit: "events/s", better: "higher" as const, samples: [1_600_000], target: EVENTS },
    { ...few, name: "large", unit: "MiB", better: "lower" as const, samples: [769], target: { limit: 768, aim: 384 } },
    { ...few, name: "none", unit: "bytes", better: "lower" as const, samples: [0], target: { limit: 1, aim: 0 } },
    { ...few, name: "odd", unit: "MiB", better: "lower" as const, samples: [1], target: EVENTS, doubt: "odd" },
    { ...few, name: "other", unit: "%", better: "lower" as const, samples: [5] },
  ].map(measurementOf);
  const result = benchResult(rows);
  expect(benchResultSchema.parse(result)).toEqual(result);
  const text = renderBench(result, { colour: false });
  for (const line of [
    /a run +asked +aim +target\n/,
    /fast +700,000 events\/s +at least 600,000 +1,500,000 +reached\n/,
    /faster +1,600,000 events\/s +at least 600,000 +1,500,000 +aim reached\n/,
    /large +769 MiB +at most 768 +384 +missed\n/,
    /none +0 bytes +at most 1.00 +0 +aim reached\n/,
    /odd .* doubtful\n/,
    /other +5.00 % *\n/,
  ]) {
    expect(text).toMatch(line);
  }
  const page = renderBenchPage({ ...result, size: "full" });
  expect(page).toContain("at least 600,000, aim 1,500,000: reached");
  expect(page).toContain("at least 600,000 was asked, 1,500,000 aimed at");
  expect(page).toContain("at most 1, aim 0: aim reached");
  expect(renderBench(benchResult([measured("look-up", ns)]), { colour: false })).not.toContain("asked");
});

const EVENTS = { limit: 600_000, aim: 1_500_000 };

test("a figure that is doubted makes a result invalid, and at smoke size a remark", async () => {
  const findings = {
    settings: {},
    measurements: [{ ...measured("look-up", ns), doubt: "not to be trusted" }, measured("other", ns)],
    comparisons: [],
  };
  const run = (size: "full" | "smoke") =>
    runBench("micro", async () => findings, { size, seed: 1, onProgress: () => {} }, "ringfence bench micro");
  const said = "a group: look-up: not to be trusted";
  const full = await run("full");
  expect(full).toMatchObject({ valid: false, problems: [said] });
  expect(benchResultSchema.parse(full)).toEqual(full);
  const smoke = await run("smoke");
  expect(smoke).toMatchObject({ valid: true, problems: [] });
  expect(smoke.warnings).toContain(said);
});

test("a sample that is no number, and a ratio to zero, are mistakes of the bench", () => {
  expect(() => measured("none", [Number.NaN])).toThrow("no number");
  expect(() => compareInRounds("zero", measured("a", [1]), measured("b", [0]))).toThrow("zero");
});

function around(middle: number): number[] {
  return [-9, -5, -2, 2, 5, 9].map((off) => middle + off);
}
