import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hexDigits } from "../../src/metrics/digest.ts";
import { MAX_SEED } from "../../src/core/random.ts";
import { type EventOrigin, benignEventId, decodeEventId, gangEventId, parseEventId } from "../../src/world/event-id.ts";
import { forAll } from "../for-all.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const seeds = fc.integer({ min: 0, max: MAX_SEED });

const origins: fc.Arbitrary<EventOrigin> = fc.oneof(
  fc.record({
    source: fc.constant("benign" as const),
    benignClass: fc.integer({ min: 0, max: 10 }),
    tick: fc.integer({ min: 0, max: 24 * 366 }),
    ordinal: word,
  }),
  fc.record({
    source: fc.constant("gang" as const),
    gang: fc.integer({ min: 0, max: 4999 }),
    step: fc.integer({ min: 0, max: 7 }),
    attempt: fc.integer({ min: 0, max: 100 }),
    target: word,
  }),
);

function identify(origin: EventOrigin, seed: number): Uint32Array {
  const out = new Uint32Array(2);
  if (origin.source === "benign") benignEventId(origin.benignClass, origin.tick, origin.ordinal, seed, out);
  else gangEventId(origin.gang, origin.step, origin.attempt, origin.target, seed, out);
  return out;
}

test("an event's identity says again where the event comes from, under every seed", () => {
  forAll([origins, seeds], 500, (origin, seed) => {
    const [low, high] = identify(origin, seed);
    expect(decodeEventId(low!, high!, seed)).toEqual(origin);
  });
});

test("an event's identity tells fraud by no bit of its own, and is drawn into the sample as often", () => {
  const out = new Uint32Array(2);
  const shares = { benign: new Float64Array(64), gang: new Float64Array(64) };
  let sampled = 0;
  const runs = 20_000;
  for (let i = 0; i < runs; i++) {
    benignEventId(i % 11, 5, i, 7, out);
    count(shares.benign, out);
    gangEventId(i % 160, 0, 0, i, 7, out);
    count(shares.gang, out);
    if (out[0]! % 50 === 0) sampled++;
  }
  for (let bit = 0; bit < 64; bit++) {
    // Five standard deviations of a share of one half.
    const margin = 2.5 / Math.sqrt(runs);
    expect(Math.abs(shares.benign[bit]! / runs - 0.5)).toBeLessThan(margin);
    expect(Math.abs(shares.gang[bit]! / runs - 0.5)).toBeLessThan(margin);
  }
  expect(Math.abs(sampled - runs / 50)).toBeLessThan(5 * Math.sqrt(runs / 50));
});

test("an event's identity is written as 16 hexadecimal digits, and read back", () => {
  forAll([word, word], 500, (low, high) => {
    const written = hexDigits(low, high);
    expect(written).toMatch(/^[0-9a-f]{16}$/);
    expect(parseEventId(written)).toEqual({ low, high });
    expect(parseEventId(written.toUpperCase())).toEqual({ low, high });
  });
  expect(hexDigits(0, 0)).toBe("0000000000000000");
});

test.each([
  "",
  "0",
  "00000000000000000",
  "000000000000000g",
  " 0000000000000000",
  "0x00000000000000",
  "-000000000000001",
])("an event's identity %j is none", (written) => {
  expect(parseEventId(written)).toBeNull();
});

function count(shares: Float64Array, [low, high]: Uint32Array): void {
  for (let bit = 0; bit < 32; bit++) {
    shares[bit]! += (low! >>> bit) & 1;
    shares[32 + bit]! += (high! >>> bit) & 1;
  }
}
