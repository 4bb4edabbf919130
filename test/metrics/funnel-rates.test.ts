import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import type { WarningRecord } from "../../src/record/warning.ts";
import { funnelRates } from "../../src/metrics/funnel-rates.ts";
import { countFunnel } from "../../src/metrics/funnel.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { clusteredRate, rate } from "../../src/metrics/rates.ts";
import { type TracedWarning, traceWarnings } from "../../src/metrics/traced-warning.ts";
import { LOOP_GANGS, randomLoop } from "../report/random-loop.ts";
import { forAll } from "../for-all.ts";

/** Warnings that name a number, a host or nothing, the same ones again and again. */
const namingLoop = fc.tuple(randomLoop, fc.infiniteStream(fc.nat(4))).map(([loop, names]) => ({
  ...loop,
  warnings: loop.warnings.map((warning) => ({ ...warning, ...NAMES[names.next().value!] })),
}));

const NAMES: readonly Pick<WarningRecord, "identity" | "host">[] = [
  { identity: digitIdentity("plain", 13_812_340_017), host: null },
  { identity: digitIdentity("plain", 13_812_340_018), host: null },
  { identity: null, host: "evil.top" },
  { identity: null, host: "worse.top" },
  { identity: null, host: null },
];

function ratesOf(loop: LoopInput, gangs = LOOP_GANGS) {
  return funnelRates(traceWarnings(loop), loop.episodes, gangs);
}

function nameOf({ warning }: TracedWarning): string {
  return String(warning.identity ?? warning.host ?? `nothing, to ${warning.subscriber}`);
}

/** By gang where one is told, else by name: those that hold, and all. */
function countsBySource(
  traced: readonly TracedWarning[],
  holds: (each: TracedWarning) => boolean,
): [k: number[], n: number[]] {
  const sources = new Map<string, [number, number]>();
  for (const each of traced) {
    const gang = each.episode?.gang ?? each.namedGang;
    const name = gang === null ? nameOf(each) : `gang ${gang}`;
    const [k, n] = sources.get(name) ?? [0, 0];
    sources.set(name, [k + Number(holds(each)), n + 1]);
  }
  return [[...sources.values()].map(([k]) => k), [...sources.values()].map(([, n]) => n)];
}

describe("the funnel's rates over clusters", () => {
  test("are those of the plain funnel, with one more interval, never a narrower one for accuracy and kept of pushed", () => {
    forAll([namingLoop], 120, (loop) => {
      const traced = traceWarnings(loop);
      const found = ratesOf(loop);
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
