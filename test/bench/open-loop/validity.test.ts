import { describe, expect, test } from "vitest";
import { Arrivals, type ArrivalKind } from "../../../bench/harness/latency/arrivals.ts";
import { LatencyHistogram } from "../../../bench/harness/latency/latency-histogram.ts";
import { LatencyRecorder } from "../../../bench/harness/latency/latency-recorder.ts";
import { windowOf } from "../../../bench/open-loop/load.ts";
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
  const thirds = [histogram, histogram, histogram];
  return { load, ...counts, response: histogram, thirds, service: histogram, lag: histogram, digest: "0", ...facts };
}

interface Queue {
  readonly arrivals: ArrivalKind;
  readonly measuredMs?: number;
  /** Of what the server can do, so much is offered. */
  readonly busy: number;
  /** Every half second all events come within its first third. */
  readonly inBursts?: boolean;
  /** Half a second in which nothing is served. */
  readonly stallAtMs?: number;
}

/** A thousand events a second and one server, in virtual time. */
function runQueue({ arrivals: kind, measuredMs = 10_000, busy, inBursts = false, stallAtMs = Infinity }: Queue): Run {
  const load = { ...runOf({}).load, arrivals: kind, ratePerSecond: 1000, warmUpMs: measuredMs / 5, measuredMs };
  const window = windowOf(load);
  const arrivals = new Arrivals({ ...load, kind, untilMs: window.untilMs });
  const recorder = new LatencyRecorder(window);
  const due = new Float64Array(1);
  let [freeMs, offered] = [0, 0];
  while (arrivals.nextMs < Infinity) {
    arrivals.takeDue(arrivals.nextMs, due, 1);
    if (inBursts) due[0] = due[0]! - (due[0]! % 500) * (2 / 3);
    let startMs = Math.max(due[0]!, freeMs);
    if (startMs >= stallAtMs && startMs < stallAtMs + 500) startMs = stallAtMs + 500;
    freeMs = startMs + busy;
    recorder.record(due, 1, startMs, freeMs);
    if (due[0]! >= window.fromMs) offered++;
  }
  const { completedInTime, response, thirds } = recorder;
  return runOf({ load, offered, completedInTime, response, thirds });
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
      "at 20,000 events/s, in 1 of 2 rounds, less than 99 % of the events were done in time: down to 99.0 %; " +
        "take a lower --rate, unless the generator lagged",
    ]);
    expect(verdictOf(runOf({ complete: false }), MAX_LAG_MS)).toBe("saturated");
  });

  test("is put down to the generator when that lagged", () => {
    const lagging = runOf({ completedInTime: 10_000 }, 2.5);
    expect(verdictOf(lagging, MAX_LAG_MS)).toBe("lagged");
    const [lag, ...others] = problemsOf([lagging], MAX_LAG_MS);
    expect(lag).toBe(
      "at 20,000 events/s, in 1 of 1 rounds, the generator lagged: up to 2.50 ms at p99, 2 ms allowed. " +
        "Events came late, so the load was not the one asked for: close what else runs here, " +
        "or allow more with --max-lag-ms",
    );
    expect(others).toHaveLength(1);
  });
});

describe("a system that falls behind slowly", () => {
  test("is saturated, though more than 99 % were done in time: its percentiles say how long the run was", () => {
    const runs = [10_000, 60_000].map((measuredMs) => runQueue({ arrivals: "constant", measuredMs, busy: 1 / 0.995 }));
    for (const run of runs) {
      expect(run.completedInTime / run.offered).toBeGreaterThan(0.99);
      expect(verdictOf(run, MAX_LAG_MS)).toBe("saturated");
    }
    const [short, long] = runs.map(({ response }) => response.percentileUs(99));
    expect(long! / short!).toBeGreaterThan(4);
    const [problem, ...others] = problemsOf(runs, MAX_LAG_MS);
    expect(problem).toMatch(
      /in 2 of 2 rounds, the queue grew all along: .* took 7\d\.\d ms at most in the first third, 2\d\d\.\d ms in the last; take a lower --rate/,
    );
    expect(others).toEqual([]);
  });

  test.each<[string, Queue]>([
    ["comes near its limit", { arrivals: "poisson", busy: 0.9 }],
    ["is offered bursts", { arrivals: "poisson", busy: 0.9, inBursts: true }],
    ["stalled early", { arrivals: "poisson", busy: 0.8, stallAtMs: 3000 }],
    ["takes all of the last third to get over a stall", { arrivals: "constant", busy: 0.9, stallAtMs: 7500 }],
    ["stalled in bursts", { arrivals: "constant", busy: 0.8, inBursts: true, stallAtMs: 5000 }],
  ])("is not one that keeps up and %s", (_, queue) => {
    const run = runQueue(queue);
    // Events do wait.
    expect(run.response.percentileUs(90)).toBeGreaterThan(1500);
    expect(problemsOf([run], MAX_LAG_MS)).toEqual([]);
  });
});
