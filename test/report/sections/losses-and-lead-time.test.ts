import { describe, expect, test } from "vitest";
import type { LoopInput } from "../../../src/metrics/loop-input.ts";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import { leadTime } from "../../../src/report/sections/lead-time.ts";
import { losses } from "../../../src/report/sections/losses.ts";
import type { Curves } from "../../../src/report/statement.ts";
import { figuresOf, stated } from "../figures.ts";
import { forAll } from "../../for-all.ts";
import { randomLoop } from "../random-loop.ts";
import { delivery, emptyLoop, LOST, sampleLoop, warning } from "../sample-loop.ts";

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

const curveOf = (loop: LoopInput) => (stated(leadTime, { loop })[0]!.statement as Curves).lines[0]?.points ?? [];

describe("lead time", () => {
  test("runs from the first delivery to when money was due to go, over the first warnings of episodes", () => {
    // 17, 26, 34 and 38 hours; the third came after the insight, so before no harm.
    const found = figuresOf(leadTime);
    const [p10, p50, p90] = ["p10", "p50", "p90"].map((name) => found[`leadTimeMinutes.${name}`]!);
    expect([p10, p50, p90].map((figure) => Math.round(figure!.value!))).toEqual([1182, 1800, 2208]);
    expect([p50!.n, found["leadTimeMinutes.beforeHarm"]]).toMatchObject([4, { value: 3 / 4, n: 4 }]);
  });

  test("is below 0 where the warning came too late, and of one that never came there is none", () => {
    const late = { ...emptyLoop(), episodes: [LOST], warnings: [warning(0, LOST.subscriber, 3, "low")] };
    const tooLate = { ...late, deliveries: [delivery(0, LOST.subscriber, "message", 32)] };
    expect(figuresOf(leadTime, { loop: tooLate })).toMatchObject({
      "leadTimeMinutes.p50": { value: -120, n: 1 },
      "leadTimeMinutes.beforeHarm": { value: 0 },
    });
    expect(curveOf(tooLate)[0]).toEqual([-2, 1]);
    expect(figuresOf(leadTime, { loop: late })).toMatchObject({
      "leadTimeMinutes.p10": { value: null, n: 0 },
      "leadTimeMinutes.beforeHarm": { value: null },
    });
    expect(curveOf(late)).toEqual([]);
  });

  test("has a curve that falls from 1 and agrees with a plain count", () => {
    forAll([randomLoop], 60, (loop) => {
      const leads = traceWarnings(loop)
        .filter(({ episode, isRepeat, firstDeliveryMs }) => episode && !isRepeat && firstDeliveryMs !== null)
        .map(({ episode, firstDeliveryMs }) => (episode!.deadlineMs - firstDeliveryMs!) / 60_000);
      const curve = curveOf(loop);
      expect(figuresOf(leadTime, { loop })["leadTimeMinutes.p50"]!.n).toBe(leads.length);
      expect(curve[0]?.[1]).toBe(leads.length > 0 ? 1 : undefined);
      for (const [hours, share] of curve) {
        expect(share).toBe(leads.filter((lead) => lead >= hours * 60).length / leads.length);
      }
    });
  });
});
