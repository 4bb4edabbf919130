import { describe, expect, test } from "vitest";
import { poisson } from "../../src/core/distributions.ts";
import { RandomStream, unit } from "../../src/core/random.ts";
import {
  correlationDesignEffect,
  countDesignEffect,
  groupedDesignEffect,
  meanClusterSize,
  shareDesignEffect,
  sumDesignEffect,
} from "../../src/metrics/design-effect.ts";
import { rateDesignEffect } from "../../src/metrics/cluster-effect.ts";
import {
  clustered,
  clusteredMatthews,
  type ClusteredRate,
  clusteredRate,
  matthews,
  precisionAt,
  rate,
} from "../../src/metrics/rates.ts";

test("the design effect of a rate is that worked by hand, at least 1, the cluster's size where all stand, and unknown below two clusters", () => {
  // Squares 14 over 30 trials at a half: 3 / 2 * 14 / (30 / 4) = 2.8; t of two degrees against z: (4.3027 / 1.96)^2.
  expect(rateDesignEffect([8, 4, 3], [10, 10, 10])).toBeCloseTo(2.8 * (4.3027 / 1.96) * (4.3027 / 1.96), 3);
  expect(rateDesignEffect([5, 5, 5, 5, 0], [10, 10, 10, 10, 0])).toBe(1);
  expect(rateDesignEffect([10, 10, 10], [10, 10, 10])).toBe(10);
  expect(rateDesignEffect([0, 0, 0], [10, 10, 10])).toBe(10);
  expect(rateDesignEffect([], [])).toBeNull();
  expect(rateDesignEffect([3], [7])).toBeNull();
  expect(rateDesignEffect([3, 0], [7, 0])).toBeNull();
});

describe("the design effect of a count", () => {
  test("is the mean size of the cluster that an event is in, more where few were hit, and 1 for none", () => {
    // t of one degree more than clusters were hit, against z.
    expect(countDesignEffect([40, 0, 10])).toBeCloseTo((1700 / 50) * (3.1824 / 1.96) * (3.1824 / 1.96), 2);
    expect(countDesignEffect([1, 1, 0, 1])).toBeCloseTo((2.7764 / 1.96) * (2.7764 / 1.96), 3);
    expect(countDesignEffect(Array.from({ length: 1000 }, () => 4))).toBeCloseTo(4, 1);
    expect(countDesignEffect([0, 0])).toBe(1);
    expect(countDesignEffect([])).toBe(1);
  });
});

function correlationAt(recall: number, falsePositive: number): number {
  const [fraud, benign] = [1000, 9000];
  const [tp, fp] = [fraud * recall, benign * falsePositive];
  return matthews({ tp, fn: fraud - tp, fp, tn: benign - fp }).value!;
}

describe("the design effect of a count over groups of clusters", () => {
  test("agrees with the deviations worked by hand, and is 1 for none and never below", () => {
    // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6; t of two degrees, one more than groups were hit.
    expect(groupedDesignEffect([6, 0, 0])).toBeCloseTo(6 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
    expect(groupedDesignEffect([2, 2, 2])).toBe(1);
    expect(groupedDesignEffect([0, 0])).toBe(1);
  });

  test("is that of the clusters themselves, however many fall into one group", () => {
    const stream = new RandomStream(1, "grouped");
    const clusters = Array.from({ length: 20_000 }, (_, i) => (i < 400 ? 20 : 1));
    const [samples, groups] = [60, 128];
    let sum = 0;
    for (let sample = 0; sample < samples; sample++) {
      const counts = Array.from({ length: groups }, () => 0);
      for (const [i, size] of clusters.entries())
        counts[Math.floor(unit(stream.draw(sample, i)[0]!) * groups)]! += size;
      sum += groupedDesignEffect(counts);
      // What the sum of squares would make of it.
      expect(countDesignEffect(counts)).toBeGreaterThan(20 * countDesignEffect(clusters));
    }
    expect(sum / samples / countDesignEffect(clusters)).toBeGreaterThan(0.95);
    expect(sum / samples / countDesignEffect(clusters)).toBeLessThan(1.05);
  });
});

const precisionDesignEffect: typeof correlationDesignEffect = ({ tp, fp }, effects) =>
  shareDesignEffect(tp, fp, effects);

describe("the design effect of precision and of the correlation", () => {
  const confusion = { tp: 900, fn: 100, fp: 90, tn: 8910 };

  test("is that of fraud and benign events where both have the same, and lies between them where not", () => {
    for (const effectOf of [precisionDesignEffect, correlationDesignEffect]) {
      expect(effectOf(confusion, { fraud: 7, benign: 7 })).toBeCloseTo(7, 10);
      const between = effectOf(confusion, { fraud: 2, benign: 50 })!;
      expect(between).toBeGreaterThan(2);
      expect(between).toBeLessThan(50);
      expect(effectOf(confusion, { fraud: null, benign: 50 })).toBeNull();
    }
  });

  test("of precision is all but that of the rarer kind of blocked event", () => {
    expect(shareDesignEffect(9999, 1, { fraud: 3, benign: 30 })).toBeCloseTo(30, 1);
    expect(shareDesignEffect(1, 9999, { fraud: 3, benign: 30 })).toBeCloseTo(3, 1);
    expect(shareDesignEffect(0, 0, { fraud: 3, benign: 1 })).toBe(1);
  });

  test("of the correlation weighs both by the slopes that a small step shows", () => {
    const step = 1e-5;
    const inRecall = (correlationAt(0.9 + step, 0.01) - correlationAt(0.9 - step, 0.01)) / (2 * step);
    const inFalsePositive = (correlationAt(0.9, 0.01 + step) - correlationAt(0.9, 0.01 - step)) / (2 * step);
    const ofFraud = (inRecall * inRecall * 0.09) / 1000;
    const ofBenign = (inFalsePositive * inFalsePositive * 0.0099) / 9000;
    const expected = (2 * ofFraud + 50 * ofBenign) / (ofFraud + ofBenign);
    expect(correlationDesignEffect(confusion, { fraud: 2, benign: 50 })).toBeCloseTo(expected, 4);
  });
});

/** A world of the simulation below: gangs differ in how much is caught, and a few benign callers are always blocked. */
const GANGS = 24;
const CALLERS = 600;
const LISTED_SHARE = 0.03;

function sampleWorld(stream: RandomStream, sample: number) {
  let draws = 0;
  const next = (): number => unit(stream.draw(sample, draws++)[0]!);
  const gangContacts = Array.from({ length: GANGS }, () => 100 + Math.floor(next() * 200));
  // Recall of a gang: uniform from 0.4 to 1, so 0.7 in the mean; gangs of all sizes alike.
  const gangBlocked = gangContacts.map((contacts) => Math.round(contacts * (0.4 + 0.6 * next())));
  const events = Array.from({ length: CALLERS }, () => 10 + Math.floor(next() * 41));
  const callerBlocked = events.map((made) => (next() < LISTED_SHARE ? made : 0));
  const [tp, contacts, fp, benign] = [gangBlocked, gangContacts, callerBlocked, events].map((counts) =>
    counts.reduce((sum, count) => sum + count, 0),
  );
  const confusion = { tp: tp!, fn: contacts! - tp!, fp: fp!, tn: benign! - fp! };
  return { confusion, gangBlocked, gangContacts, callerBlocked };
}

/** What the figures of a sampled world are estimates of. */
const TRUTH = (() => {
  const [contacts, benign] = [GANGS * 199.5, CALLERS * 30];
  const [tp, fp] = [contacts * 0.7, benign * LISTED_SHARE];
  return {
    recall: 0.7,
    falseInterception: LISTED_SHARE,
    precision: tp / (tp + fp),
    mcc: matthews({ tp, fn: contacts - tp, fp, tn: benign - fp }).value!,
    precisionAtOnePercent: (0.01 * 0.7) / (0.01 * 0.7 + 0.99 * LISTED_SHARE),
  };
})();

function figuresOf({ confusion, gangBlocked, gangContacts, callerBlocked }: ReturnType<typeof sampleWorld>) {
  const { tp, fp, tn } = confusion;
  const effects = { fraud: rateDesignEffect(gangBlocked, gangContacts), benign: countDesignEffect(callerBlocked) };
  const recall = clusteredRate(gangBlocked, gangContacts);
  const falseInterception = clustered(rate(fp, fp + tn), effects.benign);
  return {
    recall,
    falseInterception,
    precision: clustered(
      rate(tp, tp + fp),
      shareDesignEffect(tp, fp, { ...effects, fraud: sumDesignEffect(gangBlocked) }),
    ),
    mcc: clusteredMatthews(confusion, correlationDesignEffect(confusion, effects)),
    precisionAtOnePercent: precisionAt(0.01, recall, falseInterception),
  } satisfies Record<keyof typeof TRUTH, ClusteredRate>;
}

test("over clustered events the clustered intervals hold the truth, and those of independent events do not", () => {
  const stream = new RandomStream(1, "clustered coverage");
  const samples = 400;
  const names = Object.keys(TRUTH) as (keyof typeof TRUTH)[];
  const plain = new Map(names.map((name) => [name, 0]));
  const wide = new Map(names.map((name) => [name, 0]));
  for (let sample = 0; sample < samples; sample++) {
    const figures = figuresOf(sampleWorld(stream, sample));
    for (const name of names) {
      const { low, high, clusterLow, clusterHigh } = figures[name];
      const truth = TRUTH[name];
      if (low! <= truth && truth <= high!) plain.set(name, plain.get(name)! + 1);
      if (clusterLow! <= truth && truth <= clusterHigh!) wide.set(name, wide.get(name)! + 1);
    }
  }
  for (const name of names) {
    expect(wide.get(name)! / samples, `${name}, clustered`).toBeGreaterThanOrEqual(0.9);
    expect(plain.get(name)! / samples, `${name}, plain`).toBeLessThan(0.7);
  }
});

describe("the design effect of a sum over gangs", () => {
  test("agrees with the variance worked by hand, is 1 of nothing, and unknown below two gangs", () => {
    // Deviations 10, 0, -10 of a sum of 60: 3 / 2 * 200 / 60 = 5; t of two degrees against z.
    expect(sumDesignEffect([30, 20, 10])).toBeCloseTo(5 * (4.3027 / 1.96) * (4.3027 / 1.96), 2);
    expect(sumDesignEffect([0, 0])).toBe(1);
    expect(sumDesignEffect([20, 20, 20])).toBe(1);
    expect(sumDesignEffect([7])).toBeNull();
  });

  test("makes an interval of the share of fraud that holds the truth about as often as it says", () => {
    const stream = new RandomStream(1, "share coverage");
    const [samples, eachGang, benign] = [400, 300, 30_000];
    const truth = (GANGS * eachGang) / (GANGS * eachGang + benign);
    const held = { plain: 0, clustered: 0 };
    for (let sample = 0; sample < samples; sample++) {
      const contacts = Array.from({ length: GANGS }, (_, gang) =>
        Math.round(600 * unit(stream.draw(sample, gang)[0]!)),
      );
      const fraud = contacts.reduce((total, size) => total + size, 0);
      const others = poisson(stream, sample, GANGS, benign);
      const effects = { fraud: sumDesignEffect(contacts), benign: 1 };
      const found = clustered(rate(fraud, fraud + others), shareDesignEffect(fraud, others, effects));
      if (found.low! <= truth && truth <= found.high!) held.plain++;
      if (found.clusterLow! <= truth && truth <= found.clusterHigh!) held.clustered++;
    }
    expect(held.clustered / samples).toBeGreaterThan(0.92);
    expect(held.clustered / samples).toBeLessThan(0.98);
    expect(held.plain / samples).toBeLessThan(0.5);
  });
});

test("the mean size of a cluster is that of those that events are in, and intervals over independent events are hardly wider", () => {
  // Mean 2, deviations 4, -2, -2: 3 / 2 * 24 / 6.
  expect(meanClusterSize([6, 0, 0])).toBeCloseTo(6, 12);
  expect(meanClusterSize([0, 0, 0])).toBe(0);
  const blocked = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 45 : 55));
  const contacts = blocked.map(() => 100);
  expect(rateDesignEffect(blocked, contacts)!).toBeLessThan(1.2);
  expect(countDesignEffect(blocked.map(() => 1))).toBeLessThan(1.1);
});
