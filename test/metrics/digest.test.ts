import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KIND_MESSAGE } from "../../src/event/event-batch.ts";
import { digester, formatDigest, mergeDigest } from "../../src/metrics/digest.ts";
import { forAll } from "../for-all.ts";

type Row = readonly [number, number, number, number, number, number];

const word = fc.integer({ min: 0, max: 0xffffffff });
const row: fc.Arbitrary<Row> = fc.tuple(
  word,
  word,
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: -1, max: 5000 }),
  fc.integer({ min: 0, max: 1024 }),
  fc.integer({ min: 0, max: 1024 }),
);

function digestOf(rows: readonly Row[]): Uint32Array {
  const digest = new Uint32Array(2);
  const column = (at: number): number[] => rows.map((fields) => fields[at]!);
  const columns = {
    idLow: Uint32Array.from(column(0)),
    idHigh: Uint32Array.from(column(1)),
    decision: Uint8Array.from(column(2)),
    template: Int32Array.from(column(3)),
    distance: Uint16Array.from(column(4)),
    length: Uint16Array.from(column(5)),
    kind: new Uint8Array(rows.length).fill(KIND_MESSAGE),
  };
  digester(columns)(digest, rows.length);
  return digest;
}

function toBigInt(digest: Uint32Array): bigint {
  return (BigInt(digest[1]!) << 32n) | BigInt(digest[0]!);
}

test("the digest is the sum of the hashes of the events modulo 2^64", () => {
  forAll([fc.array(row, { maxLength: 50 })], 200, (rows) => {
    const sum = rows.reduce((total, one) => total + toBigInt(digestOf([one])), 0n);
    expect(toBigInt(digestOf(rows))).toBe(BigInt.asUintN(64, sum));
  });
});

test("the digest does not depend on order or batches", () => {
  const rowsAndOrder = fc
    .array(row, { maxLength: 40 })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }), fc.nat(40)));
  forAll([rowsAndOrder], 200, ([rows, shuffled, cut]) => {
    const parts = digestOf(shuffled.slice(0, cut));
    mergeDigest(parts, digestOf(shuffled.slice(cut)));
    expect(formatDigest(parts)).toBe(formatDigest(digestOf(rows)));
  });
});

test("the digest changes with every field it covers, of a message that matched", () => {
  const matched = row.filter(([, , , template]) => template >= 0);
  forAll([matched, fc.nat(5)], 500, (one, field) => {
    const other = one.map((value, i) => (i === field ? value ^ 1 : value)) as unknown as Row;
    expect(formatDigest(digestOf([other]))).not.toBe(formatDigest(digestOf([one])));
  });
});

test("the digest tells apart a swap of decisions between two events", () => {
  const [a, b] = [
    [1, 0, 2, -1, 0, 0],
    [2, 0, 0, -1, 0, 0],
  ] as const satisfies readonly Row[];
  const swapped = digestOf([
    [1, 0, 0, -1, 0, 0],
    [2, 0, 2, -1, 0, 0],
  ]);
  expect(formatDigest(swapped)).not.toBe(formatDigest(digestOf([a, b])));
});

test("the digest spreads the bits of consecutive identities over all 64 bits", () => {
  const ones = Array.from({ length: 64 }, () => 0);
  const samples = 4000;
  for (let id = 0; id < samples; id++) {
    const hash = toBigInt(digestOf([[id, 0, 0, -1, 0, 0]]));
    for (let bit = 0; bit < 64; bit++) ones[bit]! += Number((hash >> BigInt(bit)) & 1n);
  }
  for (const count of ones) expect(Math.abs(count / samples - 0.5)).toBeLessThan(0.04);
});

test("the digest is printed as 16 hexadecimal digits, and of nothing as zeros", () => {
  expect(formatDigest(digestOf([]))).toBe("0000000000000000");
  expect(formatDigest(digestOf([[1, 2, 0, 3, 4, 5]]))).toMatch(/^[0-9a-f]{16}$/);
  expect(formatDigest(Uint32Array.of(0xab, 0x1))).toBe("00000001000000ab");
});
