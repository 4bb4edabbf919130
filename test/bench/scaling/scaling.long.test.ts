import { availableParallelism, cpus } from "node:os";
import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { compareInRounds, measurementOf, targetWords } from "../../../bench/harness/measurement.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { measureRuns } from "../../../bench/scaling/rounds-of-runs.ts";
import { type ScalingOptions, measureScaling } from "../../../bench/scaling/scaling.ts";
import { againstIdeal } from "../../../bench/scaling/series.ts";

const smoke = { size: "smoke", seed: 1, onProgress: () => {} } as const;
const QUIET = { events: 10, seconds: 1, mainThreadBusy: 0.1, coresBusy: 1, othersBusyCores: 0, digest: "a" };

test("the smoke size measures every series, and its result is valid", async () => {
  const { result, parts } = await runBench<ScalingOptions>("scaling", measureScaling, smoke, "ringfence bench scaling");
  expect(benchResultSchema.parse(result)).toEqual(result);
  expect(result.settings["series"]).toBe("workers,data-path");
  expect(result.measurements.map(({ name }) => name)).toEqual([
    "1 worker",
    "2 workers",
    "1 worker, data path",
    "2 workers, data path",
  ]);
  const { digests } = result.details as { digests: Record<string, string> };
  expect(Object.keys(digests)).toEqual(["workers", "data-path"]);
  expect(new Set(Object.values(digests)).size).toBe(2);
  expect(result.digest).toBe(mergedDigest(Object.values(digests)));
  expect(result.comparisons.map(({ name }) => name)).toEqual([
    "2 workers: 1 worker",
    "2 workers: 1 worker, data path alone",
  ]);
  expect(parts.map(({ head: [title], rows }) => [title, rows.map(([workers]) => workers)])).toEqual([
    ["workers, in a run", ["1", "2"]],
    ["workers, on the data path alone", ["1", "2"]],
  ]);
});

test("interrupted, it keeps the series that are finished, and the rounds that all points have", async () => {
  const stop = new AbortController();
  const onProgress = (what: string): void => {
    if (what.startsWith("data path alone")) stop.abort();
  };
  const { warnings, measurements } = await measureScaling({ ...smoke, onProgress, signal: stop.signal });
  expect(measurements.map(({ name }) => name)).toEqual(["1 worker", "2 workers"]);
  expect(warnings![0]).toContain("it was interrupted");
  await expect(measureScaling({ ...smoke, signal: AbortSignal.abort() })).rejects.toThrow("interrupted");
  const left = [3, 2];
  const run = (workers: number) => Promise.resolve(left[workers - 1]!-- > 0 ? QUIET : null);
  const found = await measureRuns([1, 2], { rounds: 4, group: "g", onProgress: () => {} }, run);
  expect(found!.points.map(({ measurement }) => measurement.samples.length)).toEqual([2, 2]);
});

test("a ratio is doubtful where others had the cores", async () => {
  const said: string[] = [];
  const settings = { rounds: 3, group: "g", onProgress: (what: string) => void said.push(what) };
  const found = await measureRuns([1, 2], settings, (workers) =>
    Promise.resolve(workers === 1 ? QUIET : { ...QUIET, othersBusyCores: cpus().length }),
  );
  const [one, two] = found!.points.map(({ measurement }) => measurement);
  const spare = (cpus().length - 0.9 * Math.min(2, availableParallelism())).toFixed(2);
  const doubt = `where 2 workers can spare ${spare}: close what else runs, or leave these out (--workers)`;
  expect(one!.doubt).toBeNull();
  expect(two!.doubt).toMatch(/^other work kept .* cores busy meanwhile, /);
  expect(two!.doubt).toContain(doubt);
  // Minutes before the last round there is time to do something about it.
  expect(said.map((what) => what.includes(doubt))).toEqual([false, false, false, true, false, true]);
  expect(targetWords(compareInRounds("2 workers: 1 worker", two!, one!, { atLeast: 1.7, aim: 1.95 }))).toBe("doubtful");
});

test("efficiency is what is gained, over what is put in, within rounds", () => {
  const point = (workers: number, samples: number[]) => {
    const measurement = measurementOf({ name: `${workers}`, group: "g", unit: "u", better: "higher", samples, n: 1 });
    return { workers, measurement, mainThreadBusy: 0, coresBusy: 0 };
  };
  const points = againstIdeal([point(1, [100, 50]), point(2, [180, 90]), point(4, [200, 100])]);
  expect(points.map(({ efficiency }) => efficiency.value)).toEqual([1, 0.9, 0.5]);
  expect(points.map(({ ideal }) => ideal)).toEqual([75, 150, 300]);
});
