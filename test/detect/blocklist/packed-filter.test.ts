import { FILTER_ONLY } from "../../../src/detect/blocklist/found.ts";
import { expect, test } from "vitest";
import { PackedBloomBlocklist } from "../../../src/detect/blocklist/packed-bloom.ts";
import { packedGeometry, packedRate } from "../../../src/detect/blocklist/packed-rate.ts";
import { seededHashKey } from "../../../src/core/key-hash.ts";
import { member, stranger } from "./every-engine.ts";

const KEYS = 100_000;

function measuredRate(asked: number, keys: number, probes: number): { measured: number; table: PackedBloomBlocklist } {
  const table = PackedBloomBlocklist.create(KEYS, asked, seededHashKey(1, "test"));
  for (let index = 0; index < keys; index++) table.add(member(index));
  const strangers = Float64Array.from({ length: probes }, (_, index) => stranger(index));
  const answers = new Uint8Array(probes);
  table.lookUpInto(strangers, probes, answers);
  return { measured: answers.reduce((sum, answer) => sum + (answer === FILTER_ONLY ? 1 : 0), 0) / probes, table };
}

function bitsAKey(rate: number): number {
  return (packedGeometry(1_000_000, rate).blocks * 512) / 1_000_000;
}

test.each([0.1, 0.05, 0.02, 0.005, 0.002, 0.0005])(
  "the packed filter keeps a false-positive rate of %f within a tenth of it",
  (asked) => {
    const { measured } = measuredRate(asked, KEYS, 1_000_000);
    expect(Math.abs(measured / asked - 1)).toBeLessThan(0.1);
  },
);

test("the packed filter passes as many strangers as theory expects, within the chance of a million look-ups", () => {
  const probes = 1_000_000;
  const { measured, table } = measuredRate(0.01, KEYS, probes);
  const expected = table.expectedRate;
  const deviation = Math.sqrt((expected * (1 - expected)) / probes);
  expect(Math.abs(measured - expected)).toBeLessThan(4 * deviation);
});

test("the packed filter keeps a false-positive rate of 0.0001 within 20 %", () => {
  const { measured } = measuredRate(0.0001, KEYS, 2_000_000);
  expect(Math.abs(measured / 0.0001 - 1)).toBeLessThan(0.2);
});

test("the packed filter expects the rate that is measured when it is half full", () => {
  const { measured, table } = measuredRate(0.02, KEYS / 2, 1_000_000);
  expect(table.expectedRate).toBeLessThan(0.01);
  expect(Math.abs(measured / table.expectedRate - 1)).toBeLessThan(0.1);
});

test("the packed filter needs the bits a key that its card states", () => {
  expect(bitsAKey(0.1)).toBeLessThan(6);
  expect(bitsAKey(0.01)).toBeLessThan(11.2);
  expect(bitsAKey(0.001)).toBeLessThan(19.5);
});

test("the packed filter has a rate that rises with its load and never reaches 0 or 1 in between", () => {
  let last = 0;
  for (let load = 1; load <= 512; load++) {
    const rate = packedRate(4, load);
    expect(rate).toBeGreaterThan(last);
    expect(rate).toBeLessThan(1);
    last = rate;
  }
  expect(packedRate(4, 0)).toBeCloseTo(0, 12);
});

test("the packed filter refuses a rate outside 0.0001 to 0.1", () => {
  expect(() => packedGeometry(10, 0.00009)).toThrow(/rate/);
  expect(() => packedGeometry(10, 0.11)).toThrow(/rate/);
  expect(() => packedGeometry(10, Number.NaN)).toThrow(/rate/);
});
