import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/core/time.ts";
import { countFunnel, countKeptTwins } from "../../src/metrics/funnel.ts";
import { funnelRates } from "../../src/metrics/funnel-rates.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { traceWarnings, type TracedWarning } from "../../src/metrics/traced-warning.ts";
import { plainFunnel } from "../report/plain-funnel.ts";
import { randomLoop, LOOP_GANGS } from "../report/random-loop.ts";
import { delivery, emptyLoop, HEEDED, LOST, sampleLoop, warning } from "../report/sample-loop.ts";
import { forAll } from "../for-all.ts";
import { digitIdentity } from "../../src/event/identity.ts";
import type { WarningRecord } from "../../src/record/warning.ts";
import { clusteredRate, rate } from "../../src/metrics/rates.ts";
import { RunningLoop } from "../../src/metrics/running-loop.ts";

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

/** Warnings that name a number, a host or nothing, the same ones again and again. */
const namingLoop = fc.tuple(randomLoop, fc.infiniteStream(fc.nat(4))).map(([loop, names]) => ({
  ...loop,
  warnings: loop.warnings.map((each) => ({ ...each, ...NAMES[names.next().value!] })),
}));

const NAMES: readonly Pick<WarningRecord, "identity" | "host">[] = [
  { identity: digitIdentity("plain", 13_812_340_017), host: null },
  { identity: digitIdentity("plain", 13_812_340_018), host: null },
  { identity: null, host: "evil.top" },
  { identity: null, host: "worse.top" },
  { identity: null, host: null },
];

/** By gang where one is told, else by name: those that hold, and all. */
function countsBySource(
  traced: readonly TracedWarning[],
  holds: (each: TracedWarning) => boolean,
): [k: number[], n: number[]] {
  const sources = new Map<string, [number, number]>();
  for (const each of traced) {
    const { identity, host, subscriber } = each.warning;
    const gang = each.episode?.gang ?? each.namedGang;
    const name = gang === null ? String(identity ?? host ?? `nothing, to ${subscriber}`) : `gang ${gang}`;
    const [k, n] = sources.get(name) ?? [0, 0];
    sources.set(name, [k + Number(holds(each)), n + 1]);
  }
  return [[...sources.values()].map(([k]) => k), [...sources.values()].map(([, n]) => n)];
}

describe("the funnel's rates over clusters", () => {
  test("are those of the plain funnel, with one more interval, never a narrower one for accuracy and kept of pushed", () => {
    forAll([namingLoop], 120, (loop) => {
      const traced = traceWarnings(loop);
      const found = funnelRates(traced, loop.episodes, LOOP_GANGS);
      const { pushed, onTarget, repeats, effective, kept } = countFunnel(traced);
      const plain = {
        accuracy: rate(onTarget, pushed),
        reach: rate(effective, onTarget),
        success: rate(kept, effective),
        keptOfPushed: rate(kept, pushed),
        coverage: rate(onTarget - repeats, loop.episodes.length),
      };
      for (const name of Object.keys(plain) as (keyof typeof plain)[]) expect(found[name]).toMatchObject(plain[name]);
      for (const { low, high, clusterLow, clusterHigh } of [found.accuracy, found.keptOfPushed]) {
        expect((clusterLow ?? 0) <= (low ?? 0) + 1e-12 && (clusterHigh ?? 1) >= (high ?? 1) - 1e-12).toBe(true);
      }
    });
  });

  test("take warnings of one gang as one cluster, on target or not, and others by what they name", () => {
    let named = 0;
    forAll([namingLoop, fc.infiniteStream(fc.option(fc.nat(LOOP_GANGS - 1)))], 120, (loop, gangs) => {
      const namedGangs = loop.warnings.map(() => gangs.next().value!);
      const traced = traceWarnings({ ...loop, namedGangs });
      const found = funnelRates(traced, loop.episodes, LOOP_GANGS);
      expect(found.accuracy).toEqual(clusteredRate(...countsBySource(traced, ({ episode }) => episode !== null)));
      expect(found.keptOfPushed).toEqual(clusteredRate(...countsBySource(traced, ({ isKept }) => isKept)));
      if (traced.some(({ episode, namedGang }) => episode === null && namedGang !== null)) named++;
    });
    // Else the property would say little.
    expect(named).toBeGreaterThan(50);
  });
});

test("the loop of a run that goes on comes to the report's funnel and losses, in however many parts the records come", () => {
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

/** Later than anything in a random loop. */
const LONGEST_MS = 400;
