import { beforeAll, expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { type BenchResult, benchResultSchema } from "../../../bench/harness/result.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { MICRO_GROUPS, measureMicro } from "../../../bench/micro/micro.ts";
import { MATCHER_ENGINES } from "../../../src/detect/matcher/engines.ts";

let result: BenchResult;
beforeAll(async () => {
  const options = { size: "smoke", seed: 1, onProgress: () => {}, group: MICRO_GROUPS } as const;
  ({ result } = await runBench("micro", measureMicro, options, "ringfence bench micro"));
});

test("the smoke size measures every group, and its result is valid", () => {
  expect(benchResultSchema.parse(result)).toEqual(result);
  expect(result.problems).toEqual([]);
  const names = result.measurements.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const part of [
    /^packed filter/,
    /^plain filter/,
    /^bloom-filters/,
    /^Set/,
    /^synthesise/,
    /^normaliser/,
    /^Philox/,
  ]) {
    expect(names.some((name) => part.test(name))).toBe(true);
  }
  expect(result.measurements.every(({ value }) => value > 0)).toBe(true);
});

test("every engine of the matcher is measured on both corpora, and its decisions are scan's", () => {
  for (const engine of MATCHER_ENGINES) {
    for (const kind of ["clustered", "diverse"]) {
      const found = result.measurements.find(({ name }) => name === `${engine}, ${kind}, 40`);
      expect(found?.error).toMatchObject({ expected: 0, measured: 0, n: 100 });
    }
  }
});

test("a filter's false positives lie about where theory has them", () => {
  const filters = result.measurements.filter(({ error }) => error?.what === "false positives");
  expect(filters.length).toBe(3);
  for (const { error } of filters) {
    // Eight standard deviations: the interval itself would fail one time in twenty.
    const sigma = Math.sqrt((error!.expected! * (1 - error!.expected!)) / error!.n);
    expect(Math.abs(error!.measured - error!.expected!)).toBeLessThan(8 * sigma);
  }
});

test("what every group decides is in the digest", () => {
  const { digests } = result.details as unknown as { digests: Record<string, string> };
  expect(Object.keys(digests)).toEqual(MICRO_GROUPS);
  for (const digest of Object.values(digests)) expect(digest).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  expect(result.digest).toBe(mergedDigest(Object.values(digests)));
});
