import { expect, test, describe } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import { ALLOW, BLOCK } from "../../src/event/findings.ts";
import { blockedRate } from "../../src/metrics/false-positive-rate.ts";
import { scaleClusteredRate, type ClusteredRate, clusteredRate } from "../../src/metrics/rates.ts";
import type { PlainEvent } from "../report/random-batch.ts";
import { sampleEvents, sampleInput } from "../report/sample-report.ts";
import { sumOf } from "../../src/core/sum.ts";
import { type WarningSources, accuracyAt, countSources } from "../../src/metrics/accuracy-at.ts";
import { traceWarnings } from "../../src/metrics/traced-warning.ts";
import { sampleLoop } from "../report/sample-loop.ts";

const BENIGN = sampleEvents().find(({ fraud }) => fraud === 0)!;
const MARKETING = 8;

/** So many events of one caller, all decided alike. */
function events(caller: number, times: number, part: Partial<PlainEvent>): PlainEvent[] {
  const identity = digitIdentity("plain", 13_800_000_000 + caller);
  return Array.from({ length: times }, () => ({ ...BENIGN, caller: identity, ...part }));
}

const THROUGH = { benignClass: MARKETING, decision: ALLOW };

/** Callers of 20 events each, from number `first` on; of each the first `hurt` are decided otherwise. */
function callers(first: number, count: number, hurt: number, part: Partial<PlainEvent>): PlainEvent[] {
  return Array.from({ length: count }, (_, caller) => [
    ...events(first + caller, 20 - hurt, THROUGH),
    ...events(first + caller, hurt, { ...THROUGH, ...part }),
  ]).flat();
}

function marketingOf(plain: PlainEvent[]) {
  return scaleClusteredRate(blockedRate(sampleInput(plain).tally, MARKETING, plain.length), 10_000);
}

test("benign traffic that was blocked counts as much as the callers that it fell on", () => {
  const apart = marketingOf([...callers(0, 30, 0, {}), ...callers(100, 20, 1, { decision: BLOCK })]);
  const together = marketingOf([...callers(0, 30, 0, {}), ...callers(100, 20, 20, { decision: BLOCK })]);
  expect(apart.value).toBeCloseTo(10_000 * (20 / 1000), 9);
  expect(together.value).toBeCloseTo(10_000 * (400 / 1000), 9);
  expect(apart.clusterLow!).toBeLessThan(apart.low!);
  expect((together.clusterHigh! - together.clusterLow!) / (together.high! - together.low!)).toBeGreaterThan(4);
});

test("benign traffic that was blocked has no interval over clusters where few callers were hit, or none", () => {
  for (const count of [0, 1, 6]) {
    const { clusterLow, clusterHigh } = marketingOf([
      ...callers(0, 60, 0, {}),
      ...callers(100, count, 20, { decision: BLOCK }),
    ]);
    expect([clusterLow, clusterHigh]).toEqual([null, null]);
  }
});

test("benign traffic that was blocked has none either where many callers sent what was taken for few templates", () => {
  const part = { decision: BLOCK, template: 7 };
  expect(marketingOf(callers(100, 40, 2, part)).clusterLow).toBeNull();
  expect(marketingOf(callers(100, 40, 2, { ...part, template: -1 })).clusterLow).not.toBeNull();
});

/** 60 of 100 warnings on target, where half of events are fraud. */
const accuracy = clusteredRate([30, 30], [50, 50]);
const CONTACTS = Float64Array.of(500, 500);

/** Of 40 false alarms, those that are nobody's. */
function sources(ofNobody: number): WarningSources {
  return {
    onTarget: Float64Array.of(30, 30),
    named: Float64Array.of((40 - ofNobody) / 2, (40 - ofNobody) / 2),
    ofNobody: Array.from({ length: ofNobody }, () => 1),
  };
}

function at(prevalence: number, here: number | null, ofNobody: number): ClusteredRate {
  return accuracyAt(prevalence, here, accuracy, sources(ofNobody), CONTACTS);
}

describe("accuracy in a whole population", () => {
  test("falls with false alarms that benign traffic causes, and by no others", () => {
    // At a tenth of fraud there are 9 times as many benign events: 60 of 60 + 40 * 9 where all 40 are nobody's.
    expect(at(0.1, 0.5, 40).value).toBeCloseTo(60 / 420);
    expect(at(0.1, 0.5, 10).value).toBeCloseTo(60 / (60 + 30 + 90));
    expect(at(0.1, 0.5, 0).value).toBeCloseTo(0.6);
    expect(at(0.5, 0.5, 40).value).toBeCloseTo(0.6);
  });

  test("carries the bounds of single events over, and is none where nothing is known", () => {
    const { low, high } = at(0.1, 0.5, 40);
    expect(low).toBeCloseTo(accuracy.low! / (accuracy.low! + 9 * (1 - accuracy.low!)));
    expect(high).toBeCloseTo(accuracy.high! / (accuracy.high! + 9 * (1 - accuracy.high!)));
    const uneven = clusteredRate([40, 20], [50, 50]);
    const known = { onTarget: Float64Array.of(40, 20), named: Float64Array.of(5, 10), ofNobody: [15, 10] };
    const { clusterLow, clusterHigh } = accuracyAt(0.1, 0.5, uneven, known, Float64Array.of(300, 500));
    expect([clusterLow, clusterHigh]).toEqual([expect.closeTo(0.00010434, 8), expect.closeTo(0.99833317, 8)]);
    for (const here of [null, 0, 1]) expect(at(0.1, here, 40).value).toBeNull();
    expect(accuracyAt(0.1, 0.5, clusteredRate([], []), sources(0), CONTACTS).value).toBeNull();
  });

  test("knows whose number false alarms name", () => {
    const traced = traceWarnings({ ...sampleLoop(), namedGangs: [0, 0, 0, 0, 1, null, null] });
    const { onTarget, named, ofNobody } = countSources(traced, 3);
    const onTheirs = traced.filter(({ episode }) => episode !== null).length;
    expect(sumOf(onTarget)).toBe(onTheirs);
    expect(sumOf(named) + sumOf(ofNobody)).toBe(traced.length - onTheirs);
    expect([sumOf(named), sumOf(ofNobody)]).toEqual([1, 1]);
  });
});
