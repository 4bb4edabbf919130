/** What a digest covers is pinned by the digests of whole runs (test/engine): here are its order and its edges. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addRecordToDigest, digester, formatDigest, mergeDigest } from "../../src/metrics/digest.ts";
import { digestLoop } from "../../src/metrics/loop-digest.ts";
import type { LoopRecords } from "../../src/metrics/loop-input.ts";
import { randomLoop } from "../report/random-loop.ts";
import { forAll } from "../for-all.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const ROW = {
  idLow: word,
  idHigh: word,
  decision: fc.integer({ min: 0, max: 2 }),
  template: fc.integer({ min: -1, max: 5000 }),
  distance: fc.nat(1024),
  length: fc.nat(1024),
};
const row = fc.record(ROW);
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

function digestOf(rows: readonly Row[]): Uint32Array {
  const digest = new Uint32Array(2);
  const columns = {
    idLow: Uint32Array.from(rows, ({ idLow }) => idLow),
    idHigh: Uint32Array.from(rows, ({ idHigh }) => idHigh),
    decision: Uint8Array.from(rows, ({ decision }) => decision),
    template: Int32Array.from(rows, ({ template }) => template),
    distance: Uint16Array.from(rows, ({ distance }) => distance),
    length: Uint16Array.from(rows, ({ length }) => length),
  };
  digester(columns)(digest, rows.length);
  return digest;
}

function loopDigest(loop: LoopRecords): string {
  const digest = new Uint32Array(2);
  digestLoop(digest, loop);
  return formatDigest(digest);
}

function hashOf(kind: number, words: readonly number[]): string {
  const digest = new Uint32Array(2);
  addRecordToDigest(digest, kind, words);
  return formatDigest(digest);
}

test("the digest does not depend on order or batches, and changes with every field of a message that matched", () => {
  forAll([fc.array(row, { maxLength: 300 }), fc.nat(300)], 100, (rows, cut) => {
    const parts = digestOf(rows.slice(cut).toReversed());
    mergeDigest(parts, digestOf(rows.slice(0, cut)));
    expect(formatDigest(parts)).toBe(formatDigest(digestOf(rows)));
  });
  forAll([row], 100, (drawn) => {
    const one = { ...drawn, template: Math.max(0, drawn.template) };
    const others = (Object.keys(ROW) as (keyof Row)[]).map((field) => ({ ...one, [field]: one[field] ^ 1 }));
    expect(new Set([one, ...others].map((each) => formatDigest(digestOf([each])))).size).toBe(7);
  });
});

test("the digest of a loop does not depend on the order of records", () => {
  forAll([randomLoop], 100, ({ episodes, warnings, deliveries }) => {
    const reversed = {
      episodes: episodes.toReversed(),
      warnings: warnings.toReversed(),
      deliveries: deliveries.toReversed(),
    };
    expect(loopDigest(reversed)).toBe(loopDigest({ episodes, warnings, deliveries }));
  });
});

test("a record in a digest depends on its kind, on each whole number up to 2^53, and on how many there are", () => {
  const last = Number.MAX_SAFE_INTEGER;
  const hashes = [hashOf(1, [last]), hashOf(1, [last - 1]), hashOf(1, [last - 2 ** 40]), hashOf(2, [last])];
  expect(new Set([...hashes, hashOf(1, [last, 0])]).size).toBe(5);
  expect(() => hashOf(1, [0.5])).toThrow("whole numbers");
  expect(formatDigest(Uint32Array.of(0xab, 0x1))).toBe("00000001000000ab");
});
