import { describe, expect, test } from "vitest";
import { type Conditions, checkFeasible, feasibleFrom, whyNotBelow } from "../../../bench/open-loop/feasibility.ts";
import { parseObjective } from "../../../bench/harness/latency/objective.ts";

const probes: Conditions = { seconds: 2, lingerMs: 1, batchEvents: 512 };

function check(slo: string, rate: number, conditions: Partial<Conditions> = {}): () => void {
  return () => checkFeasible(parseObjective(slo), rate, { ...probes, ...conditions });
}

describe("an objective", () => {
  test.each([
    ["p99<20ms", 99, 20_000],
    ["p99.9 < 1.5 s", 99.9, 1_500_000],
    ["p50<250us", 50, 250],
    ["max<.5s", 100, 500_000],
  ])("%s is read", (written, percentile, limitUs) => {
    expect(parseObjective(written)).toMatchObject({ percentile, limitUs });
  });

  test.each(["p98<20ms", "p99>20ms", "p99<=20ms", "p99<ms", "p99<0ms", "p99<1.2.3ms", "p99<20m", ""])(
    '"%s" is refused, with one that would do',
    (written) => {
      const usage = { code: "usage", message: expect.stringContaining("p99<20ms") as string };
      expect(() => parseObjective(written)).toThrow(expect.objectContaining(usage));
    },
  );

  test.each([
    ["p50<20ms", 5],
    ["p99<20ms", 50],
    ["p99.9<20ms", 500],
    ["max<20ms", 5],
  ])("%s can be told from %d events/s on, in two seconds", (slo, rate) => {
    expect(feasibleFrom(parseObjective(slo), probes)).toBe(rate);
    expect(check(slo, rate)).not.toThrow();
    expect(check(slo, rate - 1)).toThrow(expect.objectContaining({ code: "noData" }));
  });

  test("can be met at any rate where its limit leaves room for the linger, else where batches are full before", () => {
    expect(check("p99<1ms", 50)).not.toThrow();
    expect(check("p50<501us", 50)).not.toThrow();
    expect(check("p99<100us", 50, { lingerMs: 0 })).not.toThrow();
    for (const slo of ["p99<100us", "max<1ms"]) {
      expect(check(slo, 50_000)).toThrow(expect.objectContaining({ code: "usage" }));
    }
    expect(check("p99<100us", 50_000)).toThrow(
      /below 512,000 events\/s.* 1 ms, and 0\.99 ms of .*--linger-ms below 0\.101, or a limit above 0\.99 ms/,
    );
    expect(check("p99<5ms", 50_000, { batchEvents: 16, lingerMs: 10 })).not.toThrow();
    expect(whyNotBelow(parseObjective("p99<5ms"), { ...probes, lingerMs: 10 })).toContain("below 51,200 events/s");
  });
});
