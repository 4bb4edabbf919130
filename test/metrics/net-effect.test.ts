import { describe, expect, test } from "vitest";
import { ratioOverGangs } from "../../src/metrics/gang-sum.ts";
import { netEffect } from "../../src/metrics/net-effect.ts";
import { studentQuantile } from "../../src/metrics/quantiles.ts";
import { HEEDED, LOST, moneyOf, sampleLoop } from "../report/sample-loop.ts";

describe("the net effect of warnings", () => {
  test("is what was lost with interception alone, less what was lost with warnings too", () => {
    const net = netEffect(sampleLoop(), 3)!;
    expect(net).toMatchObject({ lostUnwarned: 3, lost: 2, lostUnwarnedYuan: 15_000, workedHours: 1 });
    expect(net.saved.value).toBe(1);
    expect(net.savedShare.value).toBeCloseTo(1 / 3);
    expect(net.savedYuan.value).toBe(5000);
    expect(net.savedYuanShare.value).toBeCloseTo(1 / 3);
    expect(net.savedPer100Warnings.value).toBeCloseTo(100 / 7);
    expect(net.savedYuanPerWarning.value).toBeCloseTo(5000 / 7);
    expect(net.savedPer100Hours.value).toBe(100);
    expect(net.savedYuanPerHour.value).toBe(5000);
  });

  test("is below 0 where warnings do harm", () => {
    const harmed = { ...HEEDED, outcome: "lost" as const, lossYuan: 100 };
    const [episodes, unwarned] = [
      [harmed, LOST],
      [HEEDED, LOST],
    ];
    const loop = { ...sampleLoop(), episodes, money: moneyOf(episodes, 3), interceptionOnly: { episodes: unwarned } };
    expect(netEffect(loop, 3)).toMatchObject({ saved: { value: -1 }, savedYuan: { value: -100 } });
  });

  test("is unknown without the paired run, and has no rates where nobody worked or was warned", () => {
    expect(netEffect({ ...sampleLoop(), interceptionOnly: null }, 3)).toBeNull();
    const idle = netEffect({ ...sampleLoop(), teams: [], warnings: [] }, 3)!;
    expect([idle.savedPer100Hours, idle.savedPer100Warnings]).toEqual([
      { value: null, low: null, high: null },
      { value: null, low: null, high: null },
    ]);
  });
});

test("a quotient over gangs has the interval worked out by hand", () => {
  const { value, low, high } = ratioOverGangs(Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 12));
  // Residuals 1/3, 2/3 and -1; the variance of their sum is 3 / 2 of the sum of their squares, 14 / 9.
  const half = (studentQuantile(2) * Math.sqrt(7 / 3)) / 18;
  expect(value).toBeCloseTo(1 / 3);
  expect([low, high]).toEqual([expect.closeTo(1 / 3 - half), expect.closeTo(1 / 3 + half)]);
});

test("a quotient over gangs is null of nothing, and has no bounds where gangs are too few or all alike", () => {
  expect(ratioOverGangs(Float64Array.of(0), Float64Array.of(0))).toEqual({ value: null, low: null, high: null });
  expect(ratioOverGangs(Float64Array.of(1), Float64Array.of(2))).toEqual({ value: 0.5, low: null, high: null });
  const alike = ratioOverGangs(Float64Array.of(1, 2), Float64Array.of(2, 4));
  expect(alike).toEqual({ value: 0.5, low: null, high: null });
});
