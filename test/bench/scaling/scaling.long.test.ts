import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import { type ScalingOptions, measureScaling } from "../../../bench/scaling/scaling.ts";

const smoke = { size: "smoke", seed: 1, onProgress: () => {} } as const;
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
    ["workers, data path alone", ["1", "2"]],
  ]);
});

test("interrupted, it keeps the series that are finished, and without any it ends", async () => {
  const stop = new AbortController();
  const onProgress = (what: string): void => {
    if (what.startsWith("data path alone")) stop.abort();
  };
  const { warnings, measurements } = await measureScaling({ ...smoke, onProgress, signal: stop.signal });
  expect(measurements.map(({ name }) => name)).toEqual(["1 worker", "2 workers"]);
  expect(warnings![0]).toContain("it was interrupted");
  await expect(measureScaling({ ...smoke, signal: AbortSignal.abort() })).rejects.toThrow("interrupted");
});
