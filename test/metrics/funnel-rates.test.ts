import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import type { WarningRecord } from "../../src/event/warning.ts";
import { funnelRates } from "../../src/metrics/funnel-rates.ts";
import { countFunnel } from "../../src/metrics/funnel.ts";
import type { LoopInput } from "../../src/metrics/loop-input.ts";
import { clusteredRate, peopleRate, rate } from "../../src/metrics/rates.ts";
import { NORMAL_95, studentQuantile } from "../../src/metrics/student.ts";
import { type TracedWarning, traceWarnings } from "../../src/metrics/traced-warning.ts";
import { LOOP_GANGS, randomLoop } from "../report/random-loop.ts";
import { emptyLoop, sampleLoop } from "../report/sample-loop.ts";

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

const COPIES = 40;

/** As many sample loops side by side, of gangs and people of their own. */
function manyLoops(copies: number): LoopInput {
  const { episodes, warnings, deliveries, ...rest } = sampleLoop();
  const all = Array.from({ length: copies }, (_, copy) => copy);
  return {
    ...rest,
    episodes: all.flatMap((copy) =>
      episodes.map((each) => ({ ...each, gang: each.gang + 2 * copy, subscriber: each.subscriber + 1000 * copy })),
    ),
    warnings: all.flatMap((copy) =>
      warnings.map((each) => ({ ...each, id: each.id + 7 * copy, subscriber: each.subscriber + 1000 * copy })),
    ),
    deliveries: all.flatMap((copy) =>
      deliveries.map((each) => ({
        ...each,
        warning: each.warning + 7 * copy,
        subscriber: each.subscriber + 1000 * copy,
      })),
    ),
  };
}

function ratesOf(loop: LoopInput, gangs = LOOP_GANGS) {
  return funnelRates(traceWarnings(loop), loop.episodes, gangs);
}

function nameOf({ warning }: TracedWarning): string {
  return String(warning.identity ?? warning.host ?? `nothing, to ${warning.subscriber}`);
}

/**
 * The standard error of the share of warnings that hold, straight from what varies: each gang about the mean of gangs,
 * each source about 0.
 */
function plainError(traced: readonly TracedWarning[], gangs: number, holds: (each: TracedWarning) => boolean): number {
  const value = traced.filter(holds).length / traced.length;
  const residuals = (some: readonly TracedWarning[]): number =>
    some.reduce((sum, each) => sum + (holds(each) ? 1 - value : -value), 0);
  const byGang = Array.from({ length: gangs }, (_, gang) => residuals(traced.filter((w) => w.episode?.gang === gang)));
  const mean = byGang.reduce((sum, part) => sum + part, 0) / gangs;
  let variance = 0;
  for (const part of byGang) variance += ((part - mean) ** 2 * gangs) / (gangs - 1);
  const falseAlarms = traced.filter(({ episode }) => episode === null);
  for (const name of new Set(falseAlarms.map(nameOf))) {
    variance += residuals(falseAlarms.filter((each) => nameOf(each) === name)) ** 2;
  }
  return Math.sqrt(variance) / traced.length;
}

/**
 * The standard error that a Wilson interval stands for: its half width, and where it is centred, follow from value and
 * n alone.
 */
function errorOf({ value, clusterLow, clusterHigh }: { [K in "value" | "clusterLow" | "clusterHigh"]: number | null }) {
  // Both bounds solve (p - value)^2 = z^2 p (1 - p) / n.
  const [low, high] = [clusterLow!, clusterHigh!].map(
    (bound) => (NORMAL_95 * NORMAL_95 * bound * (1 - bound)) / (bound - value!) ** 2,
  );
  expect(low).toBeCloseTo(high!, 6);
  return Math.sqrt((value! * (1 - value!)) / low!);
}

describe("the funnel's rates over clusters", () => {
  test("are those of the plain funnel, with one more interval, never a narrower one for accuracy and kept of pushed", () => {
    fc.assert(
      fc.property(namingLoop, (loop) => {
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
      }),
      { numRuns: 300 },
    );
  });

  test("agree with a plain computation of the error over gangs and over what false alarms name", () => {
    let wider = 0;
    fc.assert(
      fc.property(namingLoop, (loop) => {
        const traced = traceWarnings(loop);
        const found = ratesOf(loop);
        const cases = [
          [found.accuracy, ({ episode }: TracedWarning) => episode !== null],
          [found.keptOfPushed, ({ isKept }: TracedWarning) => isKept],
        ] as const;
        for (const [each, holds] of cases) {
          if (each.value === null || each.value === 0 || each.value === 1) continue;
          const independent = Math.sqrt((each.value * (1 - each.value)) / traced.length);
          const expected = (plainError(traced, LOOP_GANGS, holds) * studentQuantile(LOOP_GANGS - 1)) / NORMAL_95;
          expect(errorOf(each)).toBeCloseTo(Math.max(independent, expected), 9);
          if (expected > independent) wider++;
        }
      }),
      { numRuns: 300 },
    );
    // Else the property would say little.
    expect(wider).toBeGreaterThan(50);
  });

  test("take each gang as one cluster for coverage, and its people as they are for reach and success", () => {
    const { reach, success, coverage } = ratesOf(manyLoops(COPIES), 2 * COPIES);
    const both = (first: number, second: number): number[] =>
      Array.from({ length: COPIES }, () => [first, second]).flat();
    // By gang of one copy: 1 of 1 and 2 of 4; 1 of 1 and 1 of 2; 1 of 2 and 3 of 3.
    expect(reach).toEqual(peopleRate(both(1, 2), both(1, 4)));
    expect(success).toEqual(peopleRate(both(1, 1), both(1, 2)));
    expect(coverage).toEqual(clusteredRate(both(1, 3), both(2, 3)));
  });

  test("have no bounds where one gang cannot tell, or nothing was pushed", () => {
    const one = { ...sampleLoop(), episodes: sampleLoop().episodes.filter(({ gang }) => gang === 0) };
    for (const loop of [one, emptyLoop()]) {
      for (const { clusterLow, clusterHigh } of Object.values(ratesOf(loop, 1))) {
        expect([clusterLow, clusterHigh]).toEqual([null, null]);
      }
    }
  });

  test("count each cluster as one warning where none, or every one, is on target", () => {
    const allFalse = { ...sampleLoop(), episodes: [] };
    // Seven warnings that name one number.
    const { value, clusterHigh } = ratesOf(allFalse).accuracy;
    expect([value, clusterHigh]).toEqual([0, expect.closeTo(NORMAL_95 ** 2 / (1 + NORMAL_95 ** 2), 9)]);
  });
});
