import { expect, test } from "vitest";
import { RandomStream, unitOpen } from "../../src/core/random.ts";
import { type FigureRow, figureNamed } from "../../src/study/figures.ts";
import { judgeFamily, measure, pooled } from "../../src/study/worlds.ts";

const success = figureNamed("success", "");
const losses = figureNamed("losses", "");

const rateRow = (value: number | null, trials: number): FigureRow => ({ success: value, successTrials: trials });

test("a figure over worlds is the rate of all their trials, or else their mean, with n", () => {
  const found = pooled(success, [rateRow(0.5, 10), rateRow(0.8, 30), rateRow(null, 0)]);
  expect(found).toMatchObject({ value: (5 + 24) / 40, n: 40 });
  // Two worlds that differ so much leave nearly everything open.
  expect(found.low).toBeLessThan(0.2);
  expect(pooled(losses, [{ losses: 10 }, { losses: 13 }, { losses: null }])).toMatchObject({ value: 11.5, n: 2 });
  expect(pooled(success, [])).toEqual({ value: null, low: null, high: null, n: 0 });
});

test("a figure of one world has no interval", () => {
  expect(pooled(success, [rateRow(0.5, 10), rateRow(null, 0)])).toEqual({ value: 0.5, low: null, high: null, n: 10 });
  expect(pooled(losses, [{ losses: 3 }])).toEqual({ value: 3, low: null, high: null, n: 1 });
});

test("an interval is Student's of the mean, where all worlds have as many trials, and a count's is not below 0", () => {
  const { value, low, high } = pooled(losses, [{ losses: 8 }, { losses: 10 }, { losses: 12 }]);
  // t of two degrees of freedom is 4.3027; the standard error is 2 / sqrt(3).
  expect(value).toBe(10);
  expect(high! - 10).toBeCloseTo((4.3027 * 2) / Math.sqrt(3), 3);
  expect(10 - low!).toBeCloseTo(high! - 10);
  expect(pooled(losses, [{ losses: 0 }, { losses: 12 }]).low).toBe(0);
});

test("an interval of worlds that happen to agree on a share is as wide as chance within them", () => {
  const { low, high } = pooled(success, [rateRow(1, 20), rateRow(1, 20)]);
  expect(low).toBeCloseTo(0.912, 3);
  expect(high).toBe(1);
});

test("an interval holds the mean in 95 of 100 studies of five worlds that differ, where a bootstrap would in 85", () => {
  const draws = new RandomStream(1, "worlds");
  const held = Array.from({ length: 600 }, (_unused, study) => {
    const rows = Array.from({ length: 5 }, (_, seed) => {
      const [a, b, c, d] = draws.draw(study, seed);
      return { losses: unitOpen(a!) + unitOpen(b!) + unitOpen(c!) + unitOpen(d!) };
    });
    const { low, high } = pooled(losses, rows);
    return low! < 2 && 2 < high!;
  }).filter(Boolean).length;
  expect(held / 600).toBeGreaterThan(0.92);
  expect(held / 600).toBeLessThan(0.98);
});

/** Of pairs that differ by so much. */
function measured(...differences: number[]) {
  const [base, other] = [0, 1].map((times) => differences.map((each) => ({ losses: 50 + times * each })));
  return { difference: measure("losses", base!, other!) };
}

test("a difference that is sure by itself is none among ten, as one of ten is as great by luck", () => {
  const clear = measured(2, 3, 4, 2, 3, 7);
  const luck = Array.from({ length: 9 }, (_, at) => measured(1, -1, 2, -2, 1, -1 + at / 100));
  expect(judgeFamily([clear])[0]!.verdict).toBe("sure");
  const [among] = judgeFamily([clear, ...luck]);
  expect(among).toMatchObject({ verdict: "cannot tell", difference: { p: expect.closeTo(0.006, 2) as number } });
  expect(among!.seedsToTell).toBeGreaterThan(6);
  // Of figures that nobody has, none is tested.
  const none = Array.from({ length: 9 }, () => ({
    difference: measure("losses", [{ losses: null }], [{ losses: null }]),
  }));
  expect(judgeFamily([clear, ...none]).map(({ verdict }) => verdict)).toEqual(["sure", ...none.map(() => "no figure")]);
});

test("a difference is taken seed by seed, over seeds that have both", () => {
  const first = [10, 20, 30, 40].map((value) => ({ losses: value }));
  const second = [11, 22, 31, null].map((value) => ({ losses: value }));
  const { n, mean, low, high } = measure("losses", first, second);
  expect([n, mean]).toEqual([3, 4 / 3]);
  // What luck the worlds have in common is no part of it.
  expect(high! - low!).toBeLessThan(3);
});
