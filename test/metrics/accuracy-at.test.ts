import { describe, expect, test } from "vitest";
import { sumOf } from "../../src/core/sum.ts";
import { type WarningSources, accuracyAt, countSources } from "../../src/metrics/accuracy-at.ts";
import { type ClusteredRate, clusteredRate } from "../../src/metrics/rates.ts";
import { traceWarnings } from "../../src/metrics/traced-warning.ts";
import { sampleLoop } from "../report/sample-loop.ts";

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
