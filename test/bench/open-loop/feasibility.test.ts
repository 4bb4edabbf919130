import { describe, expect, test } from "vitest";
import { type Conditions, checkFeasible, feasibleFrom, whyNotBelow } from "../../../bench/open-loop/feasibility.ts";
import { parseObjective } from "../../../bench/harness/latency/objective.ts";

const probes: Conditions = { seconds: 2, canLastLonger: false, lingerMs: 1, batchEvents: 512 };

function check(slo: string, rate: number, conditions: Partial<Conditions> = {}): () => void {
  return () => checkFeasible(parseObjective(slo), rate, { ...probes, ...conditions });
}

describe("an objective can be read", () => {
  test.each([
    ["p50<20ms", 5],
    ["p99<20ms", 50],
    ["p99.9<20ms", 500],
    ["max<20ms", 5],
  ])("%s from %d events/s on, in two seconds", (slo, rate) => {
    expect(feasibleFrom(parseObjective(slo), probes)).toBe(rate);
    expect(check(slo, rate)).not.toThrow();
    expect(check(slo, rate - 1)).toThrow(expect.objectContaining({ code: "noData" }));
  });
});

describe("an objective can be met", () => {
  test("where its limit leaves room for the linger, at any rate", () => {
    expect(check("p99<1ms", 50)).not.toThrow();
    expect(check("p50<501us", 50)).not.toThrow();
    expect(check("p99<100us", 50, { lingerMs: 0 })).not.toThrow();
  });

  test("else only where batches are full before, and the message names limit, linger and what to do", () => {
    expect(check("p99<100us", 50_000)).toThrow(expect.objectContaining({ code: "usage" }));
    expect(check("p99<100us", 50_000)).toThrow(
      "p99<100us cannot be met below 512,000 events/s: a batch of 512 is not full there when it has waited its 1 ms, " +
        "and 0.99 ms of that are in the response time. Take a --linger-ms below 0.101, or a limit above 0.99 ms",
    );
    expect(check("max<1ms", 50_000)).toThrow(expect.objectContaining({ code: "usage" }));
    expect(check("p99<5ms", 50_000, { batchEvents: 16, lingerMs: 10 })).not.toThrow();
    expect(whyNotBelow(parseObjective("p99<5ms"), { ...probes, lingerMs: 10 })).toContain("below 51,200 events/s");
  });
});
