import { describe, expect, test } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import { ALLOW, BLOCK, FLAG } from "../../src/event/findings.ts";
import { buildReport } from "../../src/report/report.ts";
import { clustered, clusteredRate, rate } from "../../src/metrics/rates.ts";
import { NORMAL_95 } from "../../src/metrics/student.ts";
import type { PlainEvent } from "../report/random-batch.ts";
import { sampleEvents, sampleInput } from "../report/sample-report.ts";

const BENIGN = sampleEvents().find(({ fraud }) => fraud === 0)!;
const MARKETING = 8;
const BANK = 5;
/** Where one cluster was hit: t of two degrees of freedom over the normal quantile, squared. */
const ONE_HIT = (4.3027 / NORMAL_95) ** 2;

/** So many events of one caller, all decided alike. */
function events(caller: number, times: number, part: Partial<PlainEvent>): PlainEvent[] {
  const identity = digitIdentity("plain", 13_800_000_000 + caller);
  return Array.from({ length: times }, () => ({ ...BENIGN, caller: identity, ...part }));
}

describe("benign traffic that was hurt", () => {
  // 30 callers of 20 events are let through; one is blocked in all 20, another flagged in 10 of his.
  const plain = [
    ...Array.from({ length: 30 }, (_, caller) =>
      events(caller, 20, { benignClass: MARKETING, decision: ALLOW }),
    ).flat(),
    ...events(100, 20, { benignClass: MARKETING, decision: BLOCK }),
    ...events(101, 10, { benignClass: MARKETING, decision: FLAG }),
    ...events(102, 8, { benignClass: BANK, decision: ALLOW }),
  ];
  const report = buildReport(sampleInput(plain));

  test("counts as much as the callers that it fell on", () => {
    const { clusterLow, clusterHigh, ...blocked } = report.benign.byClass.marketing.interceptedPer10000;
    const expected = clustered(rate(20, 630), 20 * ONE_HIT);
    expect(blocked.value).toBeCloseTo((10_000 * 20) / 630, 9);
    expect([clusterLow, clusterHigh]).toEqual([
      expect.closeTo(10_000 * expected.clusterLow!, 6),
      expect.closeTo(10_000 * expected.clusterHigh!, 6),
    ]);
    expect(report.rates.flaggedBenign.clusterHigh).toBeCloseTo(clustered(rate(10, 638), 10 * ONE_HIT).clusterHigh!, 9);
    expect(clusterLow!).toBeLessThan(blocked.low! / 3);
  });

  test("is as of independent events where there was none", () => {
    const { low, high, clusterLow, clusterHigh } = report.benign.byClass.bank.interceptedPer10000;
    expect([clusterLow, clusterHigh]).toEqual([low, high]);
  });
});

/** Of the interval of what was flagged. */
function widthOf(plain: PlainEvent[]): number {
  const { clusterLow, clusterHigh } = buildReport(sampleInput(plain)).rates.flaggedBenign;
  return clusterHigh! - clusterLow!;
}

test("benign messages that were taken for one template hang together, whoever sent them", () => {
  const alike = Array.from({ length: 40 }, (_, i) => events(200 + i, 1, { decision: FLAG, template: 7 })).flat();
  const apart = alike.map((event, i) => ({ ...event, template: i }));
  const benign = events(100, 600, { decision: ALLOW });
  expect(widthOf([...benign, ...alike])).toBeGreaterThan(3 * widthOf([...benign, ...apart]));
});

test("fraud that was flagged has an interval over gangs", () => {
  const contact = sampleEvents().find(({ fraud }) => fraud === 1)!;
  const plain = [10, 12, 14].flatMap((flagged, gang) =>
    Array.from({ length: 100 }, (_, i) => ({ ...contact, gang, decision: i < flagged ? FLAG : ALLOW })),
  );
  expect(buildReport(sampleInput(plain)).rates.flaggedFraud).toEqual(clusteredRate([10, 12, 14], [100, 100, 100]));
});
