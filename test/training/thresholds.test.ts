import { expect, test } from "vitest";
import { RandomStream, unit } from "../../src/core/random.ts";
import {
  bestThreshold,
  decilesOf,
  figuresAt,
  judge,
  refuseTooFewFor,
  rowsForShare,
  rowsWhere,
  thresholdOfShare,
  thresholdsAt,
  usualFlagged,
} from "../../src/training/thresholds.ts";

test("the best threshold stands between two scores, or above all where none tells more than chance", () => {
  const [scores, labels] = [Float64Array.of(2, 1, 1, 0), Int8Array.of(1, 1, -1, -1)];
  expect(bestThreshold(scores, labels)).toBe(1.5);
  expect(bestThreshold(Float64Array.of(3, 2, 1, 0), labels)).toBe(1.5);
  expect(bestThreshold(Float64Array.of(1, 1), Int8Array.of(1, -1))).toBe(2);
});

test("deciles, the median of benign scores, and the fewest rows of a share are those counted by hand", () => {
  const scores = Float64Array.from({ length: 20 }, (_, at) => at);
  expect(decilesOf(scores)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18]);
  const labels = Int8Array.from(scores, (_, at) => (at < 16 ? -1 : 1));
  const { block, flag, benign } = thresholdsAt({ scores, labels }, { blocked: 0.125, flagged: () => 0.25 });
  expect([block, flag, benign]).toEqual([13.5, 11.5, 7.5]);
  expect(figuresAt(scores, labels, block, flag)).toMatchObject({
    caught: { value: 1 },
    benignBlocked: { value: 2 / 16 },
    benignFlagged: { value: 4 / 16 },
  });
  expect([0.002, 0.3, 1].map(rowsForShare)).toEqual([500, 4, 1]);
  expect(() => refuseTooFewFor(0.01, 100, "rows", "")).not.toThrow();
  expect(() => refuseTooFewFor(0.01, 99, "rows", "")).toThrow(/takes 100 at least/);
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

test("scores that tell nothing come to no correlation, though the best threshold for their own rows seems to", () => {
  const draws = new RandomStream(1, "scores-of-nothing");
  const sums = { judged: 0, own: 0 };
  const trials = 60;
  for (let trial = 0; trial < trials; trial++) {
    const words = Array.from({ length: 150 }, (_, row) => [...draws.draw(row, trial)]);
    const scores = Float64Array.from(words, ([first]) => unit(first!));
    const labels = Int8Array.from(words, ([, second]) => (unit(second!) < 0.3 ? 1 : -1));
    const folds = Array.from({ length: 5 }, (_, fold) => ({
      judged: rowsWhere({ scores, labels }, (row) => row % 5 === fold),
      setOn: rowsWhere({ scores, labels }, (row) => row % 5 !== fold),
    }));
    sums.judged += judge(folds, { blocked: null, flagged: usualFlagged }).mcc ?? 0;
    sums.own += figuresAt(scores, labels, bestThreshold(scores, labels)).mcc!;
  }
  expect(sums.own / trials).toBeGreaterThan(0.08);
  expect(sums.judged / trials).toBeLessThan(0.02);
});
