import { describe, expect, test } from "vitest";
import { RandomStream, unitOpen } from "../../src/core/random.ts";
import { difference, estimate, type Worlds } from "../../src/study/between-worlds.ts";
import { type FigureRow, STUDY_FIGURES } from "../../src/study/figures.ts";

const SUCCESS = STUDY_FIGURES.find(({ name }) => name === "success")!;
const losses = STUDY_FIGURES.find(({ name }) => name === "losses")!;

/** A world for each row. */
function worlds(...rows: readonly FigureRow[]): Worlds {
  return new Map(rows.map((row, at) => [at + 1, [row]]));
}

const rateRow = (success: number | null, successTrials: number): FigureRow => ({ success, successTrials });

describe("a figure over several worlds", () => {
  test("is the rate of all their trials, or else their mean, with n", () => {
    expect(estimate(SUCCESS, worlds(rateRow(0.5, 10), rateRow(0.8, 30)))).toEqual({
      value: (5 + 24) / 40,
      low: null,
      high: null,
      worlds: 2,
      trials: 40,
    });
    expect(estimate(losses, worlds({ losses: 10 }, { losses: 13 }))).toMatchObject({ value: 11.5, trials: null });
  });

  test("has no interval of fewer than three worlds that have it", () => {
    const rows = [rateRow(0.5, 10), rateRow(0.8, 30), rateRow(null, 0)];
    expect(estimate(SUCCESS, worlds(...rows))).toMatchObject({ worlds: 2, low: null, high: null });
    expect(estimate(SUCCESS, worlds(...rows, rateRow(0.6, 20))).low).not.toBeNull();
    expect(estimate(SUCCESS, worlds())).toEqual({ value: null, low: null, high: null, worlds: 0, trials: 0 });
  });

  test("is Student's of the mean, where all worlds have as many trials", () => {
    const { value, low, high } = estimate(losses, worlds({ losses: 8 }, { losses: 10 }, { losses: 12 }));
    // t of two degrees of freedom is 4.3027; the standard error is 2 / sqrt(3).
    expect(value).toBe(10);
    expect(high! - 10).toBeCloseTo((4.3027 * 2) / Math.sqrt(3), 3);
    expect(10 - low!).toBeCloseTo(high! - 10);
  });

  test("lies within its interval in 95 of 100 studies of five worlds that differ, where a bootstrap would in 85", () => {
    const draws = new RandomStream(1, "worlds");
    const held = Array.from({ length: 600 }, (_unused, study) => {
      const rows = Array.from({ length: 5 }, (_, seed) => {
        const [a, b, c, d] = draws.draw(study, seed);
        const sum = unitOpen(a!) + unitOpen(b!) + unitOpen(c!) + unitOpen(d!);
        return { losses: sum };
      });
      const { low, high } = estimate(losses, worlds(...rows));
      return low! < 2 && 2 < high!;
    }).filter(Boolean).length;
    expect(held / 600).toBeGreaterThan(0.92);
    expect(held / 600).toBeLessThan(0.98);
  });
});

describe("a difference", () => {
  test("is taken seed by seed, over seeds that have both", () => {
    const first = worlds({ losses: 10 }, { losses: 20 }, { losses: 30 }, { losses: 40 });
    const second = worlds({ losses: 11 }, { losses: 22 }, { losses: 31 });
    const found = difference(losses, first, second);
    expect(found).toMatchObject({ value: 4 / 3, worlds: 3 });
    expect(
      difference(SUCCESS, worlds(rateRow(null, 0), rateRow(0.5, 9)), worlds(rateRow(0.7, 9), rateRow(0.6, 9))),
    ).toEqual({
      value: expect.closeTo(0.1, 12) as number,
      low: null,
      high: null,
      worlds: 1,
    });
    // What luck the worlds have in common is no part of it.
    expect(found.high! - found.low!).toBeLessThan(3);
    expect(difference(losses, worlds({ losses: 1 }), worlds({ losses: 2 }))).toEqual({
      value: 1,
      low: null,
      high: null,
      worlds: 1,
    });
  });
});
