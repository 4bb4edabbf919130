import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clustered,
  clusteredMatthews,
  type ClusteredRate,
  clusteredRate,
  matthews,
  peopleRate,
  precisionAt,
  rate,
  scaleClusteredRate,
} from "../../src/metrics/rates.ts";
import { NORMAL_95 } from "../../src/metrics/quantiles.ts";
import { forAll } from "../for-all.ts";

/** Published Wilson intervals: Newcombe 1998, table I, and the rule-of-three cases by hand. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
  [20, 20, 0.8389, 1],
])("a rate of %d in %d has the published Wilson interval", (k, n, low, high) => {
  const found = rate(k, n);
  expect(found.value).toBe(k / n);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
  expect(found.n).toBe(n);
});

test("a rate over nothing is null with n = 0", () => {
  expect(rate(0, 0)).toEqual({ value: null, low: null, high: null, n: 0 });
});

test("a rate lies in its interval, which lies in [0, 1]", () => {
  forAll([fc.nat(1000), fc.nat(1_000_000)], 500, (k, more) => {
    const { value, low, high } = rate(k, k + more);
    if (value === null) return;
    expect(0 <= low! && low! <= value && value <= high! && high! <= 1).toBe(true);
  });
});

test("a rate scales to a count per 10,000, and refuses more hits than trials", () => {
  const { value, clusterHigh, n } = scaleClusteredRate(clustered(rate(60, 400), 20), 10_000);
  expect([value, clusterHigh, n]).toEqual([1500, rate(3, 20).high! * 10_000, 400]);
  expect(scaleClusteredRate(clustered(rate(0, 0), 20), 10_000).value).toBeNull();
  expect(() => rate(2, 1)).toThrow("0 <= k <= n");
});

test("Matthews' correlation is 1 for an oracle, null where nothing is blocked, as worked by hand, and exact at ten million", () => {
  expect(matthews({ tp: 10, fn: 0, fp: 0, tn: 90 })).toMatchObject({ value: 1, high: 1, n: 100 });
  expect(matthews({ tp: 0, fn: 10, fp: 90, tn: 0 })).toMatchObject({ value: -1, low: -1 });
  expect(matthews({ tp: 0, fn: 10, fp: 0, tn: 90 })).toEqual({ value: null, low: null, high: null, n: 100 });
  expect(matthews({ tp: 90, fn: 10, fp: 30, tn: 870 }).value).toBeCloseTo(
    (90 * 870 - 30 * 10) / Math.sqrt(100 * 900 * 120 * 880),
    12,
  );
  const { value } = matthews({ tp: 1_000_000, fn: 1_000_000, fp: 8500, tn: 8_491_500 });
  expect(value).toBeCloseTo(0.666, 2);
});

function independent(k: number, n: number): ClusteredRate {
  return clustered(rate(k, n), 1);
}

describe("precision at another prevalence", () => {
  test("is the precision of the run at the run's own prevalence, and falls with it", () => {
    const [recall, falsePositive] = [independent(1200, 2000), independent(80, 8000)];
    expect(precisionAt(0.2, recall, falsePositive).value).toBeCloseTo(1200 / 1280, 12);
    expect(precisionAt(0.01, recall, falsePositive).value).toBeCloseTo(0.006 / (0.006 + 0.0099), 10);
  });

  test("has bounds on record, wider where events are clustered, and none where that is unknown", () => {
    const [recall, falsePositive] = [rate(1200, 2000), rate(80, 8000)];
    const { low, high, clusterLow, clusterHigh, n } = precisionAt(
      0.01,
      clustered(recall, 50),
      clustered(falsePositive, 10),
    );
    expect([low, high, clusterLow, clusterHigh].map((bound) => bound!.toFixed(6))).toEqual([
      "0.319766",
      "0.438281",
      "0.186819",
      "0.594440",
    ]);
    expect(n).toBe(10_000);
    expect(precisionAt(0.01, clustered(recall, null), clustered(falsePositive, 10)).clusterLow).toBeNull();
  });

  test("is null when nothing was blocked or one side is missing", () => {
    const nothing = { value: null, low: null, high: null, clusterLow: null, clusterHigh: null };
    expect(precisionAt(0.01, independent(0, 10), independent(0, 10))).toEqual({ ...nothing, n: 20 });
    expect(precisionAt(0.01, independent(0, 0), independent(0, 10))).toEqual({ ...nothing, n: 10 });
  });
});

describe("a rate of clustered trials", () => {
  test("has Wilson's interval of n / design effect trials, and keeps its own n", () => {
    const found = clustered(rate(60, 400), 20);
    const effective = rate(3, 20);
    expect(found).toMatchObject({ ...rate(60, 400), clusterHigh: effective.high });
    expect(found.clusterLow).toBeCloseTo(effective.low!, 12);
  });

  test("is the plain one at a design effect of 1, and has no cluster bounds without one", () => {
    expect(clustered(rate(3, 20), 1)).toEqual({
      ...rate(3, 20),
      clusterLow: rate(3, 20).low,
      clusterHigh: rate(3, 20).high,
    });
    expect(clustered(rate(3, 20), null)).toEqual({ ...rate(3, 20), clusterLow: null, clusterHigh: null });
    expect(clustered(rate(0, 0), 1)).toMatchObject({ value: null, clusterLow: null });
    expect(() => clustered(rate(3, 20), 0.5)).toThrow("at least 1");
  });
});

test("Matthews' correlation of clustered events is the same figure with a wider interval, and none where nothing is known", () => {
  const confusion = { tp: 90, fn: 10, fp: 30, tn: 870 };
  const { clusterLow, clusterHigh, ...plain } = clusteredMatthews(confusion, 9);
  expect(plain).toEqual(matthews(confusion));
  const bounds = [plain.low, plain.high, clusterLow, clusterHigh].map((bound) => bound!.toFixed(6));
  expect(bounds).toEqual(["0.729184", "0.848714", "0.516162", "0.900031"]);
  expect(clusteredMatthews(confusion, null)).toMatchObject({ n: 1000, clusterLow: null, clusterHigh: null });
  expect(clusteredMatthews({ tp: 0, fn: 5, fp: 0, tn: 5 }, 1)).toMatchObject({ value: null, clusterHigh: null });
});

test("a clustered rate has Wilson's interval with the design effect of its clusters", () => {
  // Residuals at R = 0.5: 3, -1, -2; squares 14; 3 / 2 * 14 = 21 against 7.5; t of two degrees.
  const expected = clustered(rate(15, 30), (21 / 7.5) * (4.3027 / NORMAL_95) * (4.3027 / NORMAL_95));
  const found = clusteredRate([8, 4, 3], [10, 10, 10]);
  expect(found).toEqual({
    ...expected,
    clusterLow: expect.closeTo(expected.clusterLow!, 9),
    clusterHigh: expect.closeTo(expected.clusterHigh!, 9),
  });
});

test("a clustered rate takes each gang as one trial where all stand or fall, and says nothing of fewer than two gangs", () => {
  const found = clusteredRate([100, 100, 100], [100, 100, 100]);
  expect(found).toMatchObject({ value: 1, clusterLow: rate(3, 3).low, clusterHigh: 1 });
  expect(clusteredRate([], [])).toMatchObject({ value: null, n: 0, clusterLow: null });
  expect(clusteredRate([5], [10])).toMatchObject({ value: 0.5, clusterLow: null, clusterHigh: null });
});

test("a rate of people counts each person as one trial where none fails, or gangs do not differ", () => {
  expect(peopleRate([10, 10, 10], [10, 10, 10])).toMatchObject({ value: 1, clusterLow: rate(30, 30).low });
  const alike = peopleRate([9, 9, 9], [10, 10, 10]);
  expect([alike.clusterLow, alike.clusterHigh]).toEqual([alike.low, alike.high]);
});
