import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../../bench/harness/latency/latency-histogram.ts";

function histogramOf(latenciesMs: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const latency of latenciesMs) histogram.record(latency);
  return histogram;
}

const LATENCIES = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });

describe("a latency histogram", () => {
  test("reads nearest-rank percentiles within a twentieth of a per cent", () => {
    fc.assert(
      fc.property(LATENCIES, fc.constantFrom(1, 50, 90, 95, 99, 99.9, 100), (latencies, percentile) => {
        const sorted = latencies.map((ms) => Math.max(1, Math.round(ms * 1000))).toSorted((a, b) => a - b);
        const rank = Math.max(1, Math.ceil((percentile * sorted.length) / 100));
        const read = histogramOf(latencies).percentileUs(percentile);
        expect(Math.abs(read / sorted[rank - 1]! - 1)).toBeLessThanOrEqual(0.0005);
      }),
    );
  });

  test("of parts adds up to the one of all, after a way through text too", () => {
    fc.assert(
      fc.property(LATENCIES, LATENCIES, (a, b) => {
        const all = histogramOf([...a, ...b]);
        const sum = histogramOf(a);
        sum.add(LatencyHistogram.decode(histogramOf(b).encode()));
        expect(sum.encode()).toEqual(all.encode());
        expect(sum.count).toBe(all.count);
        expect(sum.percentileUs(99)).toBe(all.percentileUs(99));
      }),
      { numRuns: 30 },
    );
  });

  test("counts what is shorter than a microsecond as one, and what is longer than an hour as an hour", () => {
    const histogram = histogramOf([-5, 0, 0.0001, 1e9]);
    expect(histogram.percentileUs(75)).toBe(1);
    expect(histogram.maxUs).toBe(3_600_000_000);
  });

  test("of nothing reads nothing", () => {
    const empty = LatencyHistogram.decode(new LatencyHistogram().encode());
    expect([empty.count, empty.percentileUs(50), empty.maxUs, empty.spectrum().length]).toEqual([0, 0, 0, 0]);
  });
});
