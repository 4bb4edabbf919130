import { expect, test } from "vitest";
import { bestThreshold, figuresAt, thresholdOfShare } from "../../src/training/thresholds.ts";

test("the best threshold stands between two scores, never among equal ones", () => {
  const [scores, labels] = [Float64Array.of(2, 1, 1, 0), Int8Array.of(1, 1, -1, -1)];
  expect(bestThreshold(scores, labels)).toBe(1.5);
  expect(bestThreshold(Float64Array.of(3, 2, 1, 0), labels)).toBe(1.5);
});

test("the best threshold lies above all scores where none tells more than chance", () => {
  expect(bestThreshold(Float64Array.of(1, 1), Int8Array.of(1, -1))).toBe(2);
});

test("a threshold of a share is reached by so many benign scores and no more, by none where the next are equal", () => {
  const benign = Float64Array.of(5, 4, 3, 2, 1);
  const reached = (share: number): number => {
    const threshold = thresholdOfShare(benign, share);
    return benign.filter((score) => score >= threshold).length;
  };
  expect([0, 0.2, 0.4, 0.99].map(reached)).toEqual([0, 1, 2, 4]);
  expect(thresholdOfShare(Float64Array.of(4, 4, 1), 0.34)).toBeGreaterThan(4);
});

test("a score that is the threshold is blocked", () => {
  const { caught, benignBlocked } = figuresAt(Float64Array.of(1, 0, 1), Int8Array.of(1, 1, -1), 1);
  expect([caught.value, benignBlocked.value]).toEqual([0.5, 1]);
});
