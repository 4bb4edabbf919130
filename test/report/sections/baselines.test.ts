import { LISTED } from "../../../src/detect/blocklist/found.ts";
import { describe, expect, test } from "vitest";
import { bestAtLeast, rankSingleFeatures } from "../../../src/metrics/single-feature.ts";
import { CELLS, FEATURE_OFFSETS, FEATURES } from "../../../src/metrics/features.ts";
import { digitIdentity } from "../../../src/event/identity.ts";
import { clustered, clusteredRate, rate } from "../../../src/metrics/rates.ts";
import { NORMAL_95 } from "../../../src/metrics/student.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import { Tally } from "../../../src/metrics/tally.ts";
import { sampleEvents, sampleInput, sampleReport } from "../sample-report.ts";

/** A tally whose one feature has the given counts by bin; the rest is empty. */
function featureTally(name: string, bins: Readonly<Record<number, readonly [fraud: number, benign: number]>>): Tally {
  const tally = Tally.allocate({ gangs: 0, domains: 0 });
  const offset = FEATURE_OFFSETS[FEATURES.findIndex((feature) => feature.name === name)]!;
  for (const [bin, [fraud, benign]] of Object.entries(bins)) {
    // Half a channel each, so that the sum over channels is seen to be taken.
    tally.columns.features[(offset + Number(bin)) * CELLS] = benign;
    tally.columns.features[(offset + Number(bin)) * CELLS + 2] = fraud / 2;
    tally.columns.features[(offset + Number(bin)) * CELLS + 3] = fraud / 2;
  }
  return tally;
}

describe("the baselines", () => {
  test("have a row each, with the oracle perfect and doing nothing undefined", () => {
    const rows = sampleReport().baselines;
    expect(rows.map((row) => [row.name, row.recall.value, row.precision.value, row.mcc.value])).toEqual([
      ["do nothing", 0, null, null],
      ["blocklist only", 13 / 20, 1, expect.closeTo(0.773, 3)],
      ["best single feature", 1, 20 / 23, expect.closeTo(0.915, 3)],
      ["disguise characters", 0, null, null],
      ["ringfence", 13 / 20, 13 / 14, expect.closeTo(0.735, 3)],
      ["oracle", 1, 1, 1],
    ]);
    expect(rows[4]!.falsePer10000).toMatchObject({ value: 125, n: 80 });
  });

  test("have the intervals of the run itself, over gangs and callers for the blocklist alone, and none for the others", () => {
    const { baselines, rates } = sampleReport();
    const [nothing, listed, best, disguise, ringfence, oracle] = baselines;
    const { recall, precision, mcc } = rates;
    expect(ringfence).toMatchObject({ recall, precision, mcc });
    expect(ringfence!.falsePer10000.clusterHigh).toBeCloseTo(1e4 * rates.falseInterception.clusterHigh!, 9);
    for (const row of [nothing, best, disguise, oracle]) {
      for (const found of [row!.recall, row!.precision, row!.falsePer10000, row!.mcc]) {
        expect([found.clusterLow, found.clusterHigh]).toEqual([null, null]);
      }
    }
    // Of gang 0 4 of 8 listed, of gang 1 9 of 12: each of a typology of its own.
    expect(listed!.recall).toEqual(clusteredRate([4, 9], [8, 12], [0, 1]));
  });

  test("take what one benign caller who is listed does as one", () => {
    const [benign] = sampleEvents().filter(({ fraud }) => fraud === 0);
    const caller = { ...benign!, callerListed: LISTED, caller: digitIdentity("plain", 13_800_000_017) };
    const plain = [...sampleEvents(), ...Array.from({ length: 20 }, () => caller)];
    const { falsePer10000, precision } = buildReport(sampleInput(plain)).baselines[1]!;
    // One cluster of 20, and t of two degrees of freedom for want of others.
    const expected = clustered(rate(20, 100), 20 * (4.3027 / NORMAL_95) ** 2);
    expect(falsePer10000.value).toBe(2000);
    expect(falsePer10000.clusterHigh).toBeCloseTo(1e4 * expected.clusterHigh!, 6);
    expect(precision.clusterHigh! - precision.clusterLow!).toBeGreaterThan(1.5 * (precision.high! - precision.low!));
  });
});

describe("the row of character pairs", () => {
  test("counts calls as let through, as many to the messages as the run has", () => {
    const plain = sampleInput();
    const { baselines, events, fraud } = buildReport({
      ...plain,
      textTrial: { messages: 10, fraud: 4, tp: 3, fp: 1 },
    });
    const row = baselines.find(({ name }) => name === "character pairs")!;
    const share = 10 / events.messages;
    expect(row.recall).toMatchObject({ value: 3 / (4 + Math.round(fraud.contacts.calls * share)) });
    expect(row.precision.value).toBe(3 / 4);
    expect(row.rule).toContain("10 messages");
    expect(buildReport(plain).baselines.some(({ name }) => name === "character pairs")).toBe(false);
  });
});

describe("the rule of at least so many of a feature", () => {
  test("is taken though the other way round is better, and is none where the feature varies in nothing", () => {
    const rule = bestAtLeast(featureTally("disguise characters", { 0: [90, 10], 3: [10, 10] }), "disguise characters")!;
    expect(rule).toMatchObject({ rule: "disguise characters >= 3" });
    expect(bestAtLeast(featureTally("disguise characters", { 0: [90, 10] }), "disguise characters")).toBeNull();
  });
});

describe("the best rule on one feature", () => {
  test("is the threshold of greatest F1", () => {
    // At least 8: 60 of 100 right, 10 wrong: F1 = 120 / 170. At least 4: 90 right, 60 wrong: 180 / 250, better.
    const [best] = rankSingleFeatures(featureTally("fan-out", { 1: [10, 800], 3: [30, 50], 4: [60, 10] }));
    expect(best).toMatchObject({ feature: "fan-out", rule: "fan-out >= 4", f1: 180 / 250 });
    expect(best!.confusion).toEqual({ tp: 90, fn: 10, fp: 60, tn: 800 });
  });

  test("may be the low side of a threshold", () => {
    const [best] = rankSingleFeatures(featureTally("attempts", { 0: [50, 0], 5: [0, 50] }));
    expect(best).toMatchObject({ rule: "attempts < 1", f1: 1 });
  });

  test("is the set of bins of greatest F1, neighbours joined in its name", () => {
    const tally = featureTally("hour of day", { 9: [40, 10], 10: [40, 10], 14: [20, 5], 20: [0, 75] });
    expect(rankSingleFeatures(tally)[0]).toMatchObject({ rule: "hour of day in {9h to 10h, 14h}", f1: 200 / 225 });
  });

  test("names each bin of a set that has no order", () => {
    const tally = featureTally("host ending", { 1: [0, 90], 4: [40, 5], 5: [20, 5] });
    expect(rankSingleFeatures(tally)[0]!.rule).toBe("host ending in {other generic, country}");
  });

  test("is never one that blocks everything, and a feature that does not vary has none", () => {
    expect(rankSingleFeatures(featureTally("route", { 2: [50, 50] }))).toEqual([]);
    expect(rankSingleFeatures(Tally.allocate({ gangs: 0, domains: 0 }))).toEqual([]);
  });

  test("agrees with every set of bins tried one by one", () => {
    const bins = { 0: [13, 70], 1: [40, 35], 2: [2, 90], 3: [30, 11], 4: [15, 4] } as const;
    let best = 0;
    for (let set = 1; set < 31; set++) {
      let [tp, fp] = [0, 0];
      for (const [bin, [fraud, benign]] of Object.entries(bins)) {
        if ((set & (1 << Number(bin))) === 0) continue;
        tp += fraud;
        fp += benign;
      }
      best = Math.max(best, (2 * tp) / (tp + fp + 100));
    }
    expect(rankSingleFeatures(featureTally("route", bins))[0]!.f1).toBeCloseTo(best, 12);
  });
});
