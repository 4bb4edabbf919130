import { expect, test } from "vitest";
import { RandomStream, unit } from "../../src/core/random.ts";
import { judge, rowsWhere } from "../../src/training/thresholds.ts";
import { bestThreshold, figuresAt, usualFlagged } from "../../src/training/thresholds.ts";

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
