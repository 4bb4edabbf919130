import { LISTED } from "../../../src/detect/blocklist/found.ts";
import { describe, expect, test } from "vitest";
import { digitIdentity } from "../../../src/event/identity.ts";
import { clustered, clusteredRate, rate } from "../../../src/metrics/rates.ts";
import { NORMAL_95 } from "../../../src/metrics/student.ts";
import { buildReport } from "../../../src/report/build-report.ts";
import { sampleEvents, sampleInput, sampleReport } from "../sample-report.ts";

describe("the baselines", () => {
  test("have the intervals of the run itself, over gangs and callers for the blocklist alone, and none for the others", () => {
    const { baselines, rates } = sampleReport();
    const [nothing, listed, ringfence, oracle] = baselines;
    const { recall, precision, mcc } = rates;
    expect(ringfence).toMatchObject({ recall, precision, mcc });
    expect(ringfence!.falsePer10000.clusterHigh).toBeCloseTo(1e4 * rates.falseInterception.clusterHigh!, 9);
    for (const row of [nothing, oracle]) {
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
