import { expect, test } from "vitest";
import {
  decilesOf,
  evenThreshold,
  figuresAt,
  judge,
  refuseTooFewFor,
  rowsForShare,
  type ScoredRows,
  thresholdOfShare,
  thresholdsAt,
  usualFlagged,
} from "../../src/training/thresholds.ts";

test("the even threshold parts what can be parted, follows the odds, and is above all where scores tell nothing", () => {
  const [even, odd] = [Int8Array.of(1, 1, -1, -1), Int8Array.of(1, -1, 1, -1)];
  expect(evenThreshold(Float64Array.of(3, 2, 1, 0), even)).toBeCloseTo(1.5, 5);
  expect(evenThreshold(Float64Array.of(1, 0, 0, 1), odd)).toBe(2);
  // At 0 four of five are benign, at 2 four of five are fraud, at 1 both are as many.
  const scores = Float64Array.from({ length: 12 }, (_, at) => [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2][at]!);
  expect(evenThreshold(scores, Int8Array.of(1, -1, -1, -1, -1, 1, -1, 1, 1, 1, 1, -1))).toBeCloseTo(1, 5);
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

test("flags no flood where more benign messages are blocked than are usually flagged", () => {
  // Every tenth benign message scores as fraud does: the even threshold blocks them.
  const benign = Array.from({ length: 1000 }, (_, at) => (at % 10 === 0 ? 2 : at / 1000));
  const scores = Float64Array.from([...benign, ...Array.from({ length: 1000 }, () => 2)]);
  const labels = Int8Array.from(scores, (_, at) => (at < 1000 ? -1 : 1));
  const { block, flag, flaggedBenign } = thresholdsAt({ scores, labels }, { blocked: null, flagged: usualFlagged });
  expect([block, flag].map((from) => benign.filter((score) => score >= from).length)).toEqual([100, 100]);
  expect(flaggedBenign).toBe(0.1);
});

function rows(benign: readonly number[], fraud: readonly number[]): ScoredRows {
  const labels = [...benign.map(() => -1), ...fraud.map(() => 1)];
  return { scores: Float64Array.of(...benign, ...fraud), labels: Int8Array.from(labels) };
}

test("what is held against a message beside the model counts as in screening, and excuses only where the model finds no fraud", () => {
  const [excused, weak] = [
    { score: 250, excuse: -200 },
    { score: -500, excuse: -100 },
  ];
  const beside = [excused, { score: 300, excuse: 0 }, weak, { score: -500, excuse: 0 }];
  const judged = { ...rows([1, 1, 9, 9], []), beside };
  const { benignBlocked } = judge([{ judged, setOn: rows([0, 0.5, 2, 8], [9]) }], {
    blocked: 0.25,
    flagged: () => 0.5,
  });
  expect(benignBlocked).toMatchObject({ n: 4, value: 0.5 });
});

test("each part is judged by the thresholds that other rows set for it", () => {
  const parts = [
    { judged: rows([4, 2.5], [6, 2]), setOn: rows([5, 3, 2, 1], [9]) },
    { judged: rows([13, 11], [16, 12]), setOn: rows([15, 13, 12, 11], [19]) },
  ];
  // One benign row in four may be blocked, from 4 and from 14 on; two flagged, from 2.5 and from 12.5 on.
  const { caught, benignBlocked, benignFlagged } = judge(parts, { blocked: 0.25, flagged: () => 0.5 });
  expect([caught.value, benignBlocked.value, benignFlagged.value]).toEqual([0.5, 0.25, 0.75]);
});
