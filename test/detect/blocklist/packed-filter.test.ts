import { FILTER_ONLY } from "../../../src/detect/blocklist/found.ts";
import { expect, test } from "vitest";
import { PackedBloomBlocklist } from "../../../src/detect/blocklist/packed-bloom.ts";
import { packedGeometry } from "../../../src/detect/blocklist/packed-rate.ts";
import { seededHashKey } from "../../../src/core/key-hash.ts";
import { member, stranger } from "./keys.ts";

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

test.each([0.1, 0.001])("the packed filter keeps a false-positive rate of %f within a tenth of it", (asked) => {
  const { measured } = measuredRate(asked, KEYS, 2000 / asked);
  expect(Math.abs(measured / asked - 1)).toBeLessThan(0.1);
});

test("the packed filter expects the rate that is measured when it is half full", () => {
  const { measured, table } = measuredRate(0.02, KEYS / 2, 200_000);
  expect(table.expectedRate).toBeLessThan(0.01);
  expect(Math.abs(measured / table.expectedRate - 1)).toBeLessThan(0.1);
});

test("the packed filter needs the bits a key that its card states", () => {
  expect(bitsAKey(0.1)).toBeLessThan(6);
  expect(bitsAKey(0.01)).toBeLessThan(11.2);
  expect(bitsAKey(0.001)).toBeLessThan(19.5);
});

test("the packed filter refuses a rate outside 0.0001 to 0.1", () => {
  expect(() => packedGeometry(10, 0.00009)).toThrow(/rate/);
  expect(() => packedGeometry(10, 0.11)).toThrow(/rate/);
  expect(() => packedGeometry(10, Number.NaN)).toThrow(/rate/);
});
