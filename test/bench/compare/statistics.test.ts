import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairedShift, unpairedShift } from "../../../bench/harness/rank-statistics/hodges-lehmann.ts";
import { leastPairs, tooFewPairs } from "../../../bench/harness/rank-statistics/power.ts";
import { rankSumBound, rankSumTest } from "../../../bench/harness/rank-statistics/rank-sum.ts";
import { doubledRanks } from "../../../bench/harness/rank-statistics/ranks.ts";
import { signedRankBound, signedRankTest } from "../../../bench/harness/rank-statistics/signed-rank.ts";
import { holm } from "../../../src/metrics/holm.ts";
import { LEVEL } from "../../../bench/harness/rank-statistics/defaults.ts";

/** Small whole numbers: ties and zeros are common. */
const tied = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: -4, max: 4 }), { minLength, maxLength });

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("the pairs below which no change could be called", () => {
  test("are those with which even pairs that are all worse are not significant", () => {
    for (const figures of upTo(30)) {
      const least = leastPairs(figures);
      const pOfAll = (pairs: number): number => holm(upTo(figures).map(() => signedRankTest(upTo(pairs))))[0]!;
      expect(pOfAll(least)).toBeLessThanOrEqual(LEVEL);
      expect(pOfAll(least - 1)).toBeGreaterThan(LEVEL);
    }
    expect([1, 2, 3].map(leastPairs)).toEqual([7, 8, 9]);
  });

  test("are put into words, with fewer figures as a way out where that is one", () => {
    expect(tooFewPairs(6, 1)).toBe("with 6 pairs no change could be called; at least 7 are needed");
    expect(tooFewPairs(8, 3)).toMatch(/at least 9 are needed, or fewer figures/);
    expect([tooFewPairs(7, 1), tooFewPairs(9, 3), tooFewPairs(1, 0)]).toEqual([null, null, null]);
  });
});

describe("the signed-rank test", () => {
  test("is exact: all signs tried one by one give the same, with ties and zeros", () => {
    fc.assert(
      fc.property(tied(0, 10), (differences) => {
        expect(signedRankTest(differences)).toBeCloseTo(allSigns(differences), 12);
      }),
    );
  });

  test("has the critical values of published tables", () => {
    // Two-sided 0.05: the smaller sum of ranks must not exceed these.
    expect([6, 8, 10, 15, 20, 25, 30, 50].map((n) => signedRankBound(n, 0.025))).toEqual([
      0, 3, 8, 25, 52, 89, 137, 434,
    ]);
    expect([7, 10, 20, 30].map((n) => signedRankBound(n, 0.01))).toEqual([0, 5, 43, 120]);
    expect(signedRankBound(5, 0.025)).toBeNull();
  });

  test("takes the step from exact to normal without a jump", () => {
    // Every third difference lies below zero; the p-values of 48 and 51 lie close together.
    const [p48, p51] = [48, 51].map((n) => signedRankTest(upTo(n).map((i) => (i % 3 === 0 ? -i : i))));
    expect(Math.abs(p51! / p48! - 1)).toBeLessThan(0.2);
    expect(Math.abs(signedRankBound(51, 0.025)! - 453)).toBeLessThanOrEqual(2);
  });

  test("says nothing of nothing", () => {
    expect(signedRankTest([])).toBe(1);
    expect(signedRankTest([0, 0, 0])).toBe(1);
    expect(signedRankTest(Array.from({ length: 80 }, () => 0))).toBe(1);
  });
});

function allSigns(differences: readonly number[]): number {
  const nonzero = differences.filter((difference) => difference !== 0);
  const ranks = doubledRanks(nonzero.map(Math.abs));
  const middle = sum(ranks) / 2;
  const seen = Math.abs(sum(ranks.filter((_, i) => nonzero[i]! > 0)) - middle);
  let asFar = 0;
  for (let signs = 0; signs < 1 << ranks.length; signs++) {
    if (Math.abs(sum(ranks.filter((_, i) => (signs >> i) & 1)) - middle) >= seen) asFar++;
  }
  return asFar / (1 << ranks.length);
}

describe("the rank-sum test", () => {
  test("is exact: all choices tried one by one give the same, with ties", () => {
    fc.assert(
      fc.property(tied(1, 5), tied(1, 5), (a, b) => {
        expect(rankSumTest(a, b)).toBeCloseTo(allChoices(a, b), 12);
      }),
    );
  });

  test("has the critical values of published tables", () => {
    // Mann and Whitney's U, two-sided 0.05.
    expect(
      [
        [4, 4],
        [5, 5],
        [8, 6],
        [10, 10],
        [20, 20],
      ].map(([m, n]) => rankSumBound(m!, n!, 0.025)),
    ).toEqual([0, 2, 8, 23, 127]);
    expect(rankSumBound(1, 1, 0.025)).toBeNull();
  });

  test("takes the step from exact to normal without a jump", () => {
    const [p19, p20, p21] = [19, 20, 21].map((n) =>
      rankSumTest(
        upTo(n),
        upTo(n).map((i) => i + 5),
      ),
    );
    // The normal form is a little shy of calling a difference real.
    expect(p21! / p20! / (p20! / p19!)).toBeGreaterThan(1);
    expect(p21! / p20! / (p20! / p19!)).toBeLessThan(1.1);
    expect(Math.abs(rankSumBound(21, 21, 0.025)! - 142)).toBeLessThanOrEqual(2);
  });

  test("says nothing of one sample each, or of equal ones", () => {
    expect(rankSumTest([1], [2])).toBe(1);
    expect(rankSumTest([3, 3, 3], [3, 3])).toBe(1);
    expect(
      rankSumTest(
        upTo(30).map(() => 3),
        upTo(30).map(() => 3),
      ),
    ).toBe(1);
  });
});

function allChoices(a: readonly number[], b: readonly number[]): number {
  const ranks = doubledRanks([...a, ...b]);
  const seen = sum(ranks.slice(0, a.length));
  const sums: number[] = [];
  for (let chosen = 0; chosen < 1 << ranks.length; chosen++) {
    const picked = ranks.filter((_, i) => (chosen >> i) & 1);
    if (picked.length === a.length) sums.push(sum(picked));
  }
  const tails = [sums.filter((s) => s <= seen), sums.filter((s) => s >= seen)].map(({ length }) => length);
  return Math.min(1, (2 * Math.min(...tails)) / sums.length);
}

describe("the shift of Hodges and Lehmann", () => {
  test("is the median of the means of two, here worked out by hand", () => {
    expect(pairedShift([1, 2, 6])).toEqual({ value: 2.75, low: null, high: null });
    expect(unpairedShift([1, 2], [4, 9])).toEqual({ value: 5, low: null, high: null });
  });

  test("has as its interval what the test would not reject: a hair inside is kept, a hair outside rejected", () => {
    const samples = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 16 });
    fc.assert(
      fc.property(samples, (values) => {
        // Distinct magnitudes at every shift that is tried: a binary fraction of its own for each.
        const differences = values.map((value, i) => value + 1 / (1 << (i + 2)));
        const { value, low, high } = pairedShift(differences);
        expect(low! <= value && value <= high!).toBe(true);
        const p = (shift: number) => signedRankTest(differences.map((difference) => difference - shift));
        expect(p(low! - 1e-7)).toBeLessThanOrEqual(0.05);
        expect(p(low! + 1e-7)).toBeGreaterThan(0.05);
        expect(p(high! + 1e-7)).toBeLessThanOrEqual(0.05);
        expect(p(high! - 1e-7)).toBeGreaterThan(0.05);
      }),
    );
  });

  test("does so without pairs too", () => {
    const samples = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(samples, samples, (a, values) => {
        const b = values.map((value, i) => value + 1 / (1 << (i + 2)));
        const { low, high } = unpairedShift(a, b);
        const p = (shift: number) =>
          rankSumTest(
            a,
            b.map((value) => value - shift),
          );
        expect(p(low! - 1e-7)).toBeLessThanOrEqual(0.05);
        expect(p(low! + 1e-7)).toBeGreaterThan(0.05);
        expect(p(high! + 1e-7)).toBeLessThanOrEqual(0.05);
        expect(p(high! - 1e-7)).toBeGreaterThan(0.05);
      }),
    );
  });
});
