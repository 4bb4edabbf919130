import { expect, test } from "vitest";
import { digitIdentity, parseIdentity } from "../../src/event/identity.ts";
import { CALLER_BUCKETS, callerBucket } from "../../src/metrics/caller-buckets.ts";

const bucketOf = (caller: number) => callerBucket(Float64Array.of(caller), 0);

test("a caller has one bucket however the number is written", () => {
  const bucket = bucketOf(parseIdentity("13800000017"));
  expect(bucketOf(parseIdentity("+86 138 0000 0017"))).toBe(bucket);
  expect(bucketOf(parseIdentity("008613800000017"))).toBe(bucket);
});

test("numbers in sequence spread evenly over the buckets, whatever they have in common", () => {
  for (const [first, step] of [
    [13_800_000_000, 1],
    [100_000_000_000_000, 4096],
    [4_000_000_000, 1_000_000],
  ] as const) {
    const counts = new Float64Array(CALLER_BUCKETS);
    for (let i = 0; i < 4 * CALLER_BUCKETS; i++) counts[bucketOf(digitIdentity("plain", first + i * step))]!++;
    // Poisson with mean 4: an empty bucket has probability 0.018, more than 16 one of 1e-6.
    expect(counts.filter((count) => count === 0).length / CALLER_BUCKETS).toBeLessThan(0.03);
    expect(Math.max(...counts)).toBeLessThan(20);
  }
});
