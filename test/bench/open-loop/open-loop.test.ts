import { beforeAll, describe, expect, test } from "vitest";
import { type Measured, runBench } from "../../../bench/harness/bench.ts";
import { benchResultSchema } from "../../../bench/harness/result.ts";
import type { RunPoint } from "../../../bench/open-loop/findings.ts";
import { type OpenLoopOptions, measureOpenLoop } from "../../../bench/open-loop/open-loop.ts";

function run(options: Partial<OpenLoopOptions>): Promise<Measured> {
  const all = { size: "smoke", seed: 1, onProgress: () => {}, arrivals: "poisson", ...options } as const;
  return runBench("open-loop", measureOpenLoop, all, "ringfence bench open-loop --size smoke");
}

const PAUSE_MS = 30;

describe("bench open-loop at smoke size", () => {
  let usual: Measured;
  let lagging: Measured;

  beforeAll(async () => {
    usual = await run({});
    lagging = await run({ batch: 16, workers: 2, lingerMs: 0, generatorPauseMs: PAUSE_MS, slo: "p50<1us" });
  });

  test("holds the generator's own lag for no figure of the system", () => {
    expect(benchResultSchema.parse(usual.result)).toEqual(usual.result);
    // 5,000 events/s for 0.1 s, twice.
    expect(
      Math.abs((usual.result.details as unknown as { response: { count: number } }).response.count - 1000),
    ).toBeLessThan(250);
    const aside = usual.result.measurements.filter(({ diagnostic }) => diagnostic);
    expect(aside.map(({ name }) => name)).toEqual(["generator lag p99"]);
  });

  test("gets the same verdicts however events are cut into batches and threads, and however late they come", () => {
    expect(usual.result.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(lagging.result.digest).toBe(usual.result.digest);
  });

  test("is invalid when the generator is too slow, and says so", () => {
    expect(lagging.result.valid).toBe(false);
    expect(lagging.result.problems.join()).toMatch(
      /at 5,000 events\/s, in 2 of 2 rounds, the generator lagged: up to \d+\.\d\d ms at p99, 2 ms allowed/,
    );
  });

  test("counts what the generator was late as response time, from when events were due", () => {
    for (const { responseUs, lagUs } of (lagging.result.details as unknown as { points: RunPoint[] }).points) {
      // Events fall due all through a pause: the latest wait for most of it.
      expect(lagUs.p99).toBeGreaterThan(PAUSE_MS * 800);
      expect(responseUs.p99).toBeGreaterThan(PAUSE_MS * 800);
    }
  });

  test("says when an objective was missed", () => {
    expect(lagging.missed).toBe("p50<1us was missed in 2 of 2 rounds");
    expect(usual.missed).toBeNull();
  });

  test("refuses to measure where nothing falls due, and says what would help", async () => {
    await expect(run({ rate: 1 })).rejects.toThrow(
      expect.objectContaining({
        code: "noData",
        message: "0 events fall due in 0.1 s at 1 events/s: raise --rate or --seconds",
      }),
    );
    await expect(run({ rate: 1, arrivals: "constant" })).rejects.toThrow("0 events fall due");
  });

  test.each([
    ["p99<1ms", 100, "noData"],
    ["p99<100us", 5000, "usage"],
  ])("refuses %s at %d events/s before anything is started", async (slo, rate, code) => {
    for (const max of [true, false]) {
      await expect(run({ max, slo, rate })).rejects.toThrow(expect.objectContaining({ code }));
    }
  });
});
