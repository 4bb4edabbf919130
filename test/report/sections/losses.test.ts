import { describe, expect, test } from "vitest";
import { losses } from "../../../src/report/sections/losses.ts";
import type { Curves } from "../../../src/report/statement.ts";
import { figuresOf, stated } from "../figures.ts";
import { emptyLoop, sampleLoop } from "../sample-loop.ts";

const valuesOf = (loop = sampleLoop()) =>
  Object.fromEntries(Object.entries(figuresOf(losses, { loop })).map(([name, { value }]) => [name, value]));

const linesOf = (loop = sampleLoop()) => (stated(losses, { loop })[0]!.statement as Curves).lines;

describe("losses", () => {
  test("avoided are differences between paired runs, and the mechanisms add up to them", () => {
    expect(valuesOf()).toMatchObject({
      "lossYuan.withoutDefences": 28_000,
      "lossYuan.withDefences": 10_000,
      "lossYuan.avoided": 18_000,
      "lossYuan.byMechanism.interception": 13_000,
      "lossYuan.byMechanism.warnings": 5000,
      "lossYuan.byTypology.investment.episodes": 3,
      "lossYuan.byTypology.investment.lost": 1,
      "lossYuan.byTypology.investment.withoutDefences": 16_000,
      "lossYuan.byTypology.investment.withDefences": 7000,
      "lossYuan.byTypology.investment.avoided": 9000,
      "lossYuan.byTypology.police.avoided": 9000,
      "lossYuan.byTypology.loan.episodes": 0,
    });
  });

  test("avoided are unknown without paired runs, and by mechanism without either of them", () => {
    const unknown = { "lossYuan.byMechanism.interception": null, "lossYuan.byMechanism.warnings": null };
    expect(valuesOf({ ...sampleLoop(), noDefences: null, interceptionOnly: null })).toMatchObject({
      "lossYuan.withoutDefences": null,
      "lossYuan.withDefences": 10_000,
      "lossYuan.avoided": null,
      "lossYuan.byTypology.police.avoided": null,
      ...unknown,
    });
    expect(valuesOf({ ...sampleLoop(), interceptionOnly: null })).toMatchObject({
      "lossYuan.avoided": 18_000,
      ...unknown,
    });
  });

  test("so far never fall, come to the loss of each arm, and go on for an arm that ran longer", () => {
    const late = { ...sampleLoop().episodes[1]!, endMs: 70.5 * 3_600_000 };
    for (const [loop, ends] of [
      [sampleLoop(), [28_000, 15_000, 10_000]],
      [{ ...sampleLoop(), noDefences: { episodes: [late] } }, [late.lossYuan, 15_000, 10_000]],
      [{ ...sampleLoop(), noDefences: null, interceptionOnly: null }, [10_000]],
      [emptyLoop(), []],
    ] as const) {
      const lines = linesOf(loop);
      expect(lines.map(({ points }) => points.at(-1)![1])).toEqual(ends);
      for (const { points } of lines) {
        const totals = points.map(([, yuan]) => yuan);
        expect(totals).toEqual(totals.toSorted((a, b) => a - b));
        expect(points.map(([hour]) => hour)).toEqual(lines[0]!.points.map(([hour]) => hour));
      }
    }
    // The loss of hour 8 stands at its end.
    expect(linesOf()[2]!.points.slice(8, 10)).toEqual([
      [8 / 24, 0],
      [9 / 24, 3000],
    ]);
  });
});
