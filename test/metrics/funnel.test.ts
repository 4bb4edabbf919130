import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import { countFunnel, countKeptTwins } from "../../src/metrics/funnel.ts";
import { funnelRates } from "../../src/metrics/funnel-rates.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { traceWarnings } from "../../src/metrics/traced-warning.ts";
import { plainFunnel } from "../report/plain-funnel.ts";
import { randomLoop } from "../report/random-loop.ts";
import { delivery, emptyLoop, HEEDED, LOST, sampleLoop, warning } from "../report/sample-loop.ts";
import { forAll } from "../for-all.ts";

function funnelOf(loop: LoopInput) {
  const traced = traceWarnings(loop);
  const twins = countKeptTwins(traced, loop.interceptionOnly);
  return { ...countFunnel(traced), ...(twins ?? { keptAnyway: null, keptUnmatched: null }) };
}

/** One warning for one episode, delivered at the very end of it. */
function warnedAt(hour: number): LoopInput {
  return {
    ...emptyLoop(),
    episodes: [HEEDED],
    warnings: [warning(0, HEEDED.subscriber, hour, "low")],
    deliveries: [delivery(0, HEEDED.subscriber, "message", HEEDED.endMs / HOUR_MS)],
  };
}

describe("the funnel", () => {
  test("of a small loop is as counted by hand", () => {
    expect(funnelOf(sampleLoop())).toEqual({
      pushed: 7,
      onTarget: 5,
      repeats: 1,
      effective: 3,
      kept: 2,
      keptAnyway: 1,
      keptUnmatched: 0,
    });
  });

  test("agrees with nested loops over any loop, in whatever order its records come", () => {
    const shuffled = randomLoop.chain((loop) =>
      fc.record({
        loop: fc.constant(loop),
        warnings: fc.shuffledSubarray([...loop.warnings], { minLength: loop.warnings.length }),
        deliveries: fc.shuffledSubarray([...loop.deliveries], { minLength: loop.deliveries.length }),
      }),
    );
    let kept = 0;
    forAll([shuffled], 500, ({ loop, warnings, deliveries }) => {
      const funnel = funnelOf({ ...loop, warnings, deliveries });
      expect(funnel).toEqual(plainFunnel(loop));
      kept += funnel.kept;
    });
    // Else the property would say little.
    expect(kept).toBeGreaterThan(50);
  });

  test("starts an episode with its engagement, ends it before its end, and takes a delivery at that end as in time", () => {
    const [start, end] = [HEEDED.engagedMs / HOUR_MS, HEEDED.endMs / HOUR_MS];
    expect(funnelOf(warnedAt(start))).toMatchObject({ onTarget: 1, effective: 1 });
    expect(funnelOf(warnedAt(start - 1))).toMatchObject({ onTarget: 0, effective: 0 });
    expect(funnelOf(warnedAt(end))).toMatchObject({ onTarget: 0, effective: 0 });
  });

  test("takes a warning for too late once a first, small transfer was made, though the episode goes on", () => {
    const inParts = { ...LOST, deadlineMs: 20 * HOUR_MS };
    const arriving = (hour: number): LoopInput => ({
      ...emptyLoop(),
      episodes: [inParts],
      warnings: [warning(0, LOST.subscriber, 10, "low")],
      deliveries: [delivery(0, LOST.subscriber, "message", hour)],
    });
    expect(funnelOf(arriving(20))).toMatchObject({ onTarget: 1, effective: 1, kept: 0 });
    expect(funnelOf(arriving(21))).toMatchObject({ onTarget: 1, effective: 0, kept: 0 });
  });

  test("takes a warning for just too late within three days of a loss, and of a loss alone", () => {
    expect([0, 71, 72].map((hours) => isTooLate(LOST, hours))).toEqual([true, true, false]);
    expect([-1, 0].map((hours) => isTooLate({ ...LOST, outcome: "sawThrough" }, hours))).toEqual([false, false]);
  });

  test("has five rates, each with its own denominator, and none over nothing", () => {
    const rates = funnelRates(traceWarnings(sampleLoop()), sampleLoop().episodes, 3);
    expect(Object.entries(rates).map(([name, { value, n }]) => [name, value, n])).toEqual([
      ["accuracy", 5 / 7, 7],
      ["reach", 3 / 5, 5],
      ["success", 2 / 3, 3],
      ["keptOfPushed", 2 / 7, 7],
      ["coverage", 4 / 5, 5],
    ]);
    for (const { value, low, high, n } of Object.values(funnelRates([], [], 0))) {
      expect([value, low, high, n]).toEqual([null, null, null, 0]);
    }
  });

  test("is refused when something was delivered that was never pushed", () => {
    const loop = { ...sampleLoop(), deliveries: [delivery(77, 10, "message", 3)] };
    expect(() => traceWarnings(loop)).toThrow("1 deliveries, 0 of them of a known warning");
  });
});

/** Of a warning that is pushed so long after the end of the only episode of its subscriber. */
function isTooLate(episode: typeof LOST, hoursAfter: number): boolean {
  const warnings = [warning(0, episode.subscriber, episode.endMs / HOUR_MS + hoursAfter, "low")];
  return traceWarnings({ ...emptyLoop(), episodes: [episode], warnings })[0]!.isTooLate;
}
