import { describe, expect, test } from "vitest";
import { type ArrivalKind, Arrivals } from "../../../../bench/harness/latency/arrivals.ts";

function schedule(kind: ArrivalKind, ratePerSecond: number, untilMs: number, seed = 1): number[] {
  const arrivals = new Arrivals({ kind, ratePerSecond, seed, untilMs });
  const out = new Float64Array(100);
  const times: number[] = [];
  for (let n = arrivals.takeDue(untilMs, out, 100); n > 0; n = arrivals.takeDue(untilMs, out, 100)) {
    times.push(...out.subarray(0, n));
  }
  return times;
}

describe("constant arrivals", () => {
  test("are due at exact multiples of the gap, from 0 to before the end", () => {
    const times = schedule("constant", 3000, 10_000);
    expect(times).toHaveLength(30_000);
    expect(times.every((time, i) => time === i * (1000 / 3000))).toBe(true);
  });

  test("are taken when they are due and not before, as many as there is room for", () => {
    const arrivals = new Arrivals({ kind: "constant", ratePerSecond: 1000, seed: 1, untilMs: 100 });
    const out = new Float64Array(10);
    expect(arrivals.takeDue(2.5, out, 2)).toBe(2);
    expect(arrivals.takeDue(2.5, out, 10)).toBe(1);
    expect(out[0]).toBe(2);
    expect(arrivals.takeDue(2.5, out, 10)).toBe(0);
    expect([arrivals.nextMs, arrivals.taken]).toEqual([3, 3]);
  });
});

describe("Poisson arrivals", () => {
  test("come with exponential gaps: mean and standard deviation are the mean gap", () => {
    const times = schedule("poisson", 2000, 25_000);
    const gaps = times.map((time, i) => time - (times[i - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gaps.length;
    // 50,000 gaps: five standard errors are 2.2 % of the mean and 6.3 % of the variance.
    expect(Math.abs(mean / 0.5 - 1)).toBeLessThan(0.022);
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(0.063);
  });

  test("are the same for the same seed and others for another", () => {
    expect(schedule("poisson", 1000, 500, 7)).toEqual(schedule("poisson", 1000, 500, 7));
    expect(schedule("poisson", 1000, 500, 7)).not.toEqual(schedule("poisson", 1000, 500, 8));
  });
});
