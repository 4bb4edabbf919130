import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countFunnel } from "../../src/metrics/funnel.ts";
import { RunningLoop } from "../../src/metrics/running-loop.ts";
import { traceWarnings } from "../../src/metrics/traced-warning.ts";
import { randomLoop } from "../report/random-loop.ts";
import { forAll } from "../for-all.ts";

describe("the loop of a run that goes on", () => {
  test("comes to the report's funnel and losses, in however many parts the records come", () => {
    forAll([randomLoop, fc.integer({ min: 1, max: 9 })], 100, ({ episodes, warnings, deliveries }, step) => {
      const endedEpisodes = episodes.toSorted((a, b) => a.endMs - b.endMs);
      const pushed = warnings.toSorted((a, b) => a.pushedMs - b.pushedMs || a.id - b.id);
      const arrived = deliveries.toSorted((a, b) => a.timeMs - b.timeMs);
      const loop = new RunningLoop();
      for (let nowMs = 0; nowMs <= LONGEST_MS; nowMs += step) {
        loop.update({
          endedEpisodes: endedEpisodes.filter(({ endMs }) => endMs <= nowMs),
          warnings: pushed.filter(({ pushedMs }) => pushedMs <= nowMs),
          deliveries: arrived.filter(({ timeMs }) => timeMs <= nowMs),
          episodesUnderWay: () => episodes.filter(({ engagedMs, endMs }) => engagedMs <= nowMs && nowMs < endMs),
        });
        const soFar = { episodes, warnings: pushed.filter(({ pushedMs }) => pushedMs <= nowMs), deliveries: [] };
        const founded = countFunnel(traceWarnings(soFar)).onTarget;
        expect(loop.falseAlarms).toBe(soFar.warnings.length - founded);
      }
      const { repeats: _, ...funnel } = countFunnel(traceWarnings({ episodes, warnings, deliveries }));
      expect(loop).toMatchObject({
        ...funnel,
        ended: episodes.length,
        lost: episodes.filter(({ outcome }) => outcome === "lost").length,
        losers: new Set(episodes.flatMap(({ outcome, subscriber }) => (outcome === "lost" ? [subscriber] : []))).size,
        lostYuan: episodes.reduce((sum, { lossYuan }) => sum + lossYuan, 0),
      });
    });
  });
});

/** Later than anything in a random loop. */
const LONGEST_MS = 400;
