import { describe, expect, test } from "vitest";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import type { LoopInput } from "../../../src/metrics/loop-input.ts";
import { leadTime } from "../../../src/report/sections/lead-time.ts";
import type { Curves } from "../../../src/report/statement.ts";
import { figuresOf, stated } from "../figures.ts";
import { randomLoop } from "../random-loop.ts";
import { delivery, emptyLoop, LOST, warning } from "../sample-loop.ts";
import { forAll } from "../../for-all.ts";

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
