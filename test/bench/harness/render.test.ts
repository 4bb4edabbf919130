import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { compareInRounds, measurementOf, reachedWords, targetWords } from "../../../bench/harness/measurement.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { renderBench } from "../../../bench/harness/render.ts";
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
