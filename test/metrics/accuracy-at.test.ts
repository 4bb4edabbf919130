import { describe, expect, test } from "vitest";
import { RandomStream, below, unit } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sum.ts";
import { type WarningSources, accuracyAt, countSources } from "../../src/metrics/accuracy-at.ts";
import { type ClusteredRate, clusteredRate } from "../../src/metrics/rates.ts";
import { NORMAL_95, studentQuantile } from "../../src/metrics/student.ts";
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
    for (const here of [null, 0, 1]) expect(at(0.1, here, 40).value).toBeNull();
    expect(accuracyAt(0.1, 0.5, clusteredRate([], []), sources(0), CONTACTS).value).toBeNull();
  });

  test("has bounds as wide as a bootstrap over gangs, and over what names nobody, finds it to vary", () => {
    const stream = new RandomStream(3, "accuracy");
    const GANGS = 30;
    const column = (mean: number, which: number): Float64Array =>
      Float64Array.from({ length: GANGS }, (_, gang) => Math.floor(2 * mean * unit(stream.draw(which, gang)[0]!)));
    const [onTarget, named, contacts] = [column(20, 1), column(8, 2), column(2000, 3)];
    const ofNobody = Array.from({ length: 20 }, (_, i) => 1 + below(stream.draw(4, i)[0]!, 2));
    const benign = 4 * sumOf(contacts);
    const logOdds = (gangs: readonly number[], others: readonly number[]): number => {
      const pick = (from: Float64Array): number => gangs.reduce((sum, gang) => sum + from[gang]!, 0);
      const times = (pick(contacts) / benign) * ((1 - 0.01) / 0.01);
      return Math.log(pick(onTarget) / (pick(named) + times * sumOf(others)));
    };
    const drawn = Array.from({ length: 3000 }, (__, round) => {
      const gangs = Array.from({ length: GANGS }, (_, i) => below(stream.draw(5, round, i)[0]!, GANGS));
      // As many as come: a Poisson number of each, by the first gap of a sum of exponentials above 1.
      const others = ofNobody.map((size, i) => size * poisson((j) => unit(stream.draw(6, round, i, j)[0]!)));
      return logOdds(gangs, others);
    });
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const spread = Math.sqrt(drawn.reduce((sum, each) => sum + (each - mean) * (each - mean), 0) / drawn.length);

    const falseAlarms = sumOf(named) + sumOf(ofNobody);
    const plain = clusteredRate([...onTarget, 0], [...onTarget, falseAlarms]);
    const here = sumOf(contacts) / (sumOf(contacts) + benign);
    const { clusterLow, clusterHigh } = accuracyAt(0.01, here, plain, { onTarget, named, ofNobody }, contacts);
    const half = (logitOf(clusterHigh!) - logitOf(clusterLow!)) / 2;
    // Beside the spread, the few gangs that it is known from.
    const widest = studentQuantile(ofNobody.length + 1) / NORMAL_95;
    expect(half / (NORMAL_95 * spread)).toBeGreaterThan(0.95);
    expect(half / (NORMAL_95 * spread)).toBeLessThan(1.05 * widest);
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

function logitOf(share: number): number {
  return Math.log(share / (1 - share));
}

/** A draw with mean 1; `next`: a uniform number each. */
function poisson(next: (at: number) => number): number {
  let count = 0;
  for (let product = next(0); product > Math.exp(-1); product *= next(count)) count++;
  return count;
}
