import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leadTimeSection } from "../../../src/report/sections/time/lead-time.ts";
import { traceWarnings } from "../../../src/metrics/traced-warning.ts";
import { randomLoop } from "../random-loop.ts";
import { delivery, emptyLoop, LOST, sampleLoop, warning } from "../sample-loop.ts";

describe("lead time", () => {
  test("runs from the first delivery to when money was due to go, over the first warnings of episodes", () => {
    // 17, 26, 34 and 38 hours; the third came after the insight, so before no harm.
    const { p10, p50, p90, n, beforeHarm } = leadTimeSection(traceWarnings(sampleLoop()), 3);
    expect([p10, p50, p90, n].map((figure) => Math.round(figure!))).toEqual([1182, 1800, 2208, 4]);
    expect(beforeHarm).toMatchObject({ value: 3 / 4, n: 4 });
  });

  test("is negative where the warning came too late, and of one that never came there is none", () => {
    const late = { ...emptyLoop(), episodes: [LOST], warnings: [warning(0, LOST.subscriber, 3, "low")] };
    const tooLate = leadTimeSection(
      traceWarnings({ ...late, deliveries: [delivery(0, LOST.subscriber, "message", 32)] }),
      3,
    );
    expect(tooLate).toMatchObject({ p50: -120, n: 1, beforeHarm: { value: 0 }, byHour: { from: -2, counts: [1] } });
    const never = leadTimeSection(traceWarnings(late), 3);
    expect(never).toMatchObject({
      p10: null,
      p50: null,
      p90: null,
      n: 0,
      beforeHarm: { value: null },
      curve: [],
      byHour: { counts: [] },
    });
  });

  test("has a curve that falls from 1 and agrees with a plain count", () => {
    fc.assert(
      fc.property(randomLoop, (loop) => {
        const traced = traceWarnings(loop);
        const leads = traced
          .filter(({ episode, isRepeat, firstDeliveryMs }) => episode && !isRepeat && firstDeliveryMs !== null)
          .map(({ episode, firstDeliveryMs }) => (episode!.deadlineMs - firstDeliveryMs!) / 60_000);
        const { curve, n, byHour } = leadTimeSection(traced, 3);
        for (const [index, count] of byHour!.counts.entries()) {
          expect(count).toBe(leads.filter((lead) => Math.floor(lead / 60) === byHour!.from + index).length);
        }
        expect(byHour!.counts.reduce((sum, count) => sum + count, 0)).toBe(n);
        expect(n).toBe(leads.length);
        expect(curve[0]?.share).toBe(n > 0 ? 1 : undefined);
        for (const { minutes, share } of curve) {
          expect(share).toBe(leads.filter((lead) => lead >= minutes).length / n);
        }
        expect(curve.map(({ minutes }) => minutes)).toEqual(
          [...new Set(curve.map((p) => p.minutes))].sort((a, b) => a - b),
        );
      }),
      { numRuns: 200 },
    );
  });
});
