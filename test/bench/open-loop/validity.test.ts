import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../bench/latency/latency-histogram.ts";
import type { Run } from "../../../bench/open-loop/system-under-load.ts";
import { problemsOf, verdictOf } from "../../../bench/open-loop/validity.ts";

const MAX_LAG_MS = 2;

function runOf(facts: Partial<Run>, lagMs = 0.1): Run {
  const histogram = new LatencyHistogram();
  histogram.record(lagMs);
  const load = {
    arrivals: "poisson",
    ratePerSecond: 20_000,
    seed: 1,
    warmUpMs: 100,
    measuredMs: 1000,
    lingerMs: 1,
    generatorPauseMs: 0,
  } as const;
  const counts = { complete: true, offered: 20_000, completedInTime: 19_990 };
  return { load, ...counts, response: histogram, service: histogram, lag: histogram, digest: "0", ...facts };
}

describe("a run under load", () => {
  test("is valid when the generator kept to its schedule and the system kept up", () => {
    expect(problemsOf([runOf({}), runOf({ completedInTime: 19_800 })], MAX_LAG_MS)).toEqual([]);
    expect(verdictOf(runOf({}), MAX_LAG_MS)).toBe("valid");
  });

  test("is saturated when less than 99 % of the offered rate were achieved, or not all could be sent", () => {
    const behind = runOf({ completedInTime: 19_799 });
    expect(verdictOf(behind, MAX_LAG_MS)).toBe("saturated");
    expect(problemsOf([runOf({}), behind], MAX_LAG_MS)).toEqual([
      "at 20,000 events/s, in 1 of 2 rounds, less than 99 % of the events were done in time: down to 99.0 %",
    ]);
    expect(verdictOf(runOf({ complete: false }), MAX_LAG_MS)).toBe("saturated");
  });

  test("is put down to the generator when that lagged", () => {
    const lagging = runOf({ completedInTime: 10_000 }, 2.5);
    expect(verdictOf(lagging, MAX_LAG_MS)).toBe("lagged");
    expect(problemsOf([lagging], MAX_LAG_MS)).toHaveLength(2);
  });
});
