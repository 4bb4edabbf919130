import { expect, test } from "vitest";
import {
  bestThreshold,
  figuresAt,
  thresholdOfShare,
  thresholdsAt,
  usualFlagged,
} from "../../src/training/thresholds.ts";

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

test("flags at most five times what is blocked, and two in a hundred, unless more is blocked", () => {
  expect([0.002, 0.01, 0.1].map((blocked) => usualFlagged(blocked, 1000))).toEqual([0.01, 0.02, 0.1]);
  expect([200, 1000].map((benign) => usualFlagged(0, benign))).toEqual([0.02, 0.005]);
});

test("flags no flood where the threshold is that of the greatest correlation", () => {
  // Every tenth benign message scores as fraud does: the best threshold blocks them.
  const benign = Array.from({ length: 1000 }, (_, at) => (at % 10 === 0 ? 2 : at / 1000));
  const scores = Float64Array.from([...benign, ...Array.from({ length: 1000 }, () => 2)]);
  const labels = Int8Array.from(scores, (_, at) => (at < 1000 ? -1 : 1));
  const { block, flag, flaggedBenign } = thresholdsAt({ scores, labels }, { blocked: null, flagged: usualFlagged });
  expect([flag, flaggedBenign]).toEqual([block, 0.1]);
});
