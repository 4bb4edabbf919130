/** Quantiles of how long something took, beside those of all that was added. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Latency } from "../../src/gateway/latency.ts";

const MINUTE_MS = 60_000;

test("are those of all that was added, at most a tenth above them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1 }), (micros) => {
      const latency = new Latency();
      for (const one of micros) latency.add(one / 1e6, 1, 0);
      const sorted = micros.toSorted((a, b) => a - b);
      for (const share of [0.5, 0.99, 1]) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
        const found = latency.quantiles([share], 0).micros[0]!;
        expect(found).toBeGreaterThanOrEqual(Math.floor(exact));
        expect(found).toBeLessThanOrEqual(Math.ceil(exact * 1.1));
      }
    }),
  );
});

test("forget what is older than ten minutes, and are none of nothing", () => {
  const latency = new Latency();
  expect(latency.quantiles([0.5], 0)).toEqual({ count: 0, micros: [null] });
  latency.add(0.001, 3, 0);
  latency.add(0.002, 1, 4 * MINUTE_MS);
  expect(latency.quantiles([0.5], 9 * MINUTE_MS).count).toBe(4);
  latency.add(0.002, 1, 9 * MINUTE_MS);
  expect(latency.quantiles([0.5], 11 * MINUTE_MS).count).toBe(1);
  expect(latency.quantiles([0.5], 40 * MINUTE_MS).count).toBe(0);
});
