import { availableParallelism, cpus } from "node:os";
import { describe, expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { compareInRounds, measurementOf, targetWords } from "../../../bench/harness/measurement.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { seriesOf } from "../../../bench/scaling/ideal-line.ts";
import { renderScaling } from "../../../bench/scaling/render-scaling.ts";
import { type ScalingOptions, measureScaling } from "../../../bench/scaling/scaling.ts";
import { measureShapes } from "../../../bench/scaling/shape-series.ts";

const smoke = { size: "smoke", seed: 1, onProgress: () => {} } as const;

test("the smoke size measures every series, and its result is valid", async () => {
  const result = await runBench<ScalingOptions>("scaling", measureScaling, smoke, "ringfence bench scaling");
  expect(benchResultSchema.parse(result)).toEqual(result);
  expect(result.settings["series"]).toBe("workers,data-path,batches,templates,entries");
  expect(result.measurements.map(({ name }) => name)).toContain("1 worker, batches of 4096, data path");
  const { digests } = result.details as { digests: Record<string, string> };
  expect(Object.keys(digests)).toEqual(["simulation", "data-path", "templates", "entries"]);
  expect(new Set(Object.values(digests)).size).toBe(4);
  expect(result.digest).toBe(mergedDigest(Object.values(digests)));
  expect(result.comparisons.map(({ name }) => name)).toEqual([
    "2 workers: 1 worker",
    "2 workers: 1 worker, data path alone",
  ]);
  const { series } = result.details as {
    series: { x: string; points: Record<"x" | "mainThreadBusy" | "coresBusy", number>[] }[];
  };
  expect(series.map(({ x, points }) => [x, points.map((at) => at.x)])).toEqual([
    ["workers", [1, 2]],
    ["events a batch", [2048, 4096]],
    ["workers, data path", [1, 2]],
    ["templates", [20, 200]],
    ["entries", [1000, 10_000]],
  ]);
  for (const { x, mainThreadBusy, coresBusy } of [series[0]!, series[2]!].flatMap(({ points }) => points)) {
    expect(mainThreadBusy > 0 && mainThreadBusy <= 1).toBe(true);
    // V8 has threads of its own, and processor time is counted in ticks.
    expect(coresBusy > 0 && coresBusy <= x + 6).toBe(true);
  }
  expect(renderScaling(result, { colour: false })).toHaveLength(5);
});

test("more hours than the scenario has are refused", async () => {
  await expect(measureScaling({ ...smoke, series: ["workers"], hours: 167 })).rejects.toThrow(
    expect.objectContaining({ code: "usage", message: expect.stringContaining("at most 166") }),
  );
});

test("a ratio is doubtful where others had the cores", async () => {
  const quiet = { events: 10, seconds: 1, mainThreadBusy: 0.1, coresBusy: 1, othersBusyCores: 0, digest: "a" };
  const said: string[] = [];
  const settings = { rounds: 3, group: "g", onProgress: (what: string) => void said.push(what) };
  const shapes = [1, 2].map((workers) => ({ workers, batchEvents: 4096 }));
  const { shapes: measured } = await measureShapes(shapes, settings, ({ workers }) =>
    Promise.resolve(workers === 1 ? quiet : { ...quiet, othersBusyCores: cpus().length }),
  );
  const [one, two] = measured.map(({ measurement }) => measurement);
  const spare = (cpus().length - 0.9 * Math.min(2, availableParallelism())).toFixed(2);
  const doubt = `where 2 workers can spare ${spare}: close what else runs, or leave these out (--workers, --series)`;
  expect(one!.doubt).toBeNull();
  expect(two!.doubt).toMatch(/^other work kept .* cores busy meanwhile, /);
  expect(two!.doubt).toContain(doubt);
  // Minutes before the last round there is time to do something about it.
  expect(said.map((what) => what.includes(doubt))).toEqual([false, false, false, true, false, true]);
  expect(targetWords(compareInRounds("2 workers: 1 worker", two!, one!, { atLeast: 1.7, aim: 1.95 }))).toBe("doubtful");
});

function point(x: number, better: "higher" | "lower", samples: readonly number[]) {
  const measurement = measurementOf({ name: `${x}`, group: "g", unit: "u", better, samples: [...samples], n: 1 });
  return { x, measurement, mainThreadBusy: null, coresBusy: null };
}

describe("efficiency", () => {
  test("against a proportional line is what is gained, over what is put in, within rounds", () => {
    const { points } = seriesOf("workers", "proportional", 1, [
      point(1, "higher", [100, 50]),
      point(2, "higher", [180, 90]),
      point(4, "higher", [200, 100]),
    ]);
    expect(points.map(({ efficiency }) => efficiency)).toEqual([1, 0.9, 0.5]);
    expect(points.map(({ ideal }) => ideal)).toEqual([75, 150, 300]);
  });

  test("against a flat line falls as a cost rises, from the point where the line goes through", () => {
    const { points } = seriesOf("entries", "flat", 10, [point(10, "lower", [3]), point(100, "lower", [4])]);
    expect(points.map(({ efficiency }) => efficiency)).toEqual([1, 0.75]);
  });
});
