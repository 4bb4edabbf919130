import { expect, test } from "vitest";
import { digitIdentity } from "../../src/event/identity.ts";
import { ALLOW, BLOCK } from "../../src/event/findings.ts";
import { blockedRate } from "../../src/metrics/false-positive-rate.ts";
import { scaleClusteredRate } from "../../src/metrics/rates.ts";
import type { PlainEvent } from "../report/random-batch.ts";
import { sampleEvents, sampleInput } from "../report/sample-report.ts";

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
