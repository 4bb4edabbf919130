import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addRecordToDigest, formatDigest } from "../../src/metrics/digest.ts";
import { digestLoop } from "../../src/metrics/loop-digest.ts";
import type { LoopInput, LoopRecords } from "../../src/metrics/loop-input.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { randomLoop } from "../report/random-loop.ts";
import { emptyLoop, sampleLoop } from "../report/sample-loop.ts";
import { sampleInput } from "../report/sample-report.ts";
import { forAll } from "../for-all.ts";

function digestOf(loop: LoopRecords): string {
  const digest = new Uint32Array(2);
  digestLoop(digest, loop);
  return formatDigest(digest);
}

test("the digest of a loop does not depend on the order of records", () => {
  forAll([randomLoop], 100, ({ episodes, warnings, deliveries }) => {
    const reversed = {
      episodes: episodes.toReversed(),
      warnings: warnings.toReversed(),
      deliveries: deliveries.toReversed(),
    };
    expect(digestOf(reversed)).toBe(digestOf({ episodes, warnings, deliveries }));
  });
});

test("the digest of a loop changes with every field of an episode, a warning and a delivery", () => {
  const loop = sampleLoop();
  const whole = digestOf(loop);
  for (const part of ["episodes", "warnings", "deliveries"] as const) {
    const [first, ...rest] = loop[part];
    for (const [field, value] of Object.entries(first!)) {
      const changed = { ...first!, [field]: changedValue(field, value) };
      expect([part, field, digestOf({ ...loop, [part]: [changed, ...rest] })]).not.toEqual([part, field, whole]);
    }
  }
});

test("the digest of a loop tells apart a swap of outcomes between two episodes", () => {
  const [a, b] = sampleLoop().episodes as [LoopInput["episodes"][0], LoopInput["episodes"][0]];
  const [swappedA, swappedB] = [
    { ...a, lossYuan: b.lossYuan },
    { ...b, lossYuan: a.lossYuan },
  ];
  const nothing = { warnings: [], deliveries: [] };
  const swapped = digestOf({ episodes: [swappedA, swappedB], ...nothing });
  expect(swapped).not.toBe(digestOf({ episodes: [a, b], ...nothing }));
});

test("the digest of a loop is added to the digest of the events, in every report of the same run alike", () => {
  const input = sampleInput();
  const withLoop = buildReport(input).digest;
  expect(buildReport(input).digest).toBe(withLoop);
  const without = buildReport({ ...input, loop: emptyLoop() }).digest;
  expect(without).toBe(formatDigest(input.tally.columns.digest));
  expect(without).not.toBe(withLoop);
});

function changedValue(field: string, value: unknown): unknown {
  if (typeof value === "number") return value + (field === "exposure" ? 1e-12 : 1);
  if (field === "replies") return { agreement: 1, denial: 1, refusal: 0 };
  if (field === "host") return "a.top";
  if (field === "reasons") return ["flaggedContact", "callBack"];
  if (field === "channel") return "visit";
  if (field === "outcome") return "lostContact";
  return field === "closedBecause" ? "expired" : "low";
}

test("a record in a digest depends on its kind, on each whole number up to 2^53, and on how many there are", () => {
  forAll(
    [fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(51)],
    300,
    (words, at, bit) => {
      const i = at % words.length;
      const flipped = words.with(i, Number(BigInt.asIntN(53, BigInt(words[i]!) ^ (1n << BigInt(bit)))));
      const hash = hashOf(1, words);
      expect(hashOf(1, flipped)).not.toBe(hash);
      expect(hashOf(2, words)).not.toBe(hash);
      expect(hashOf(1, [...words, 0])).not.toBe(hash);
    },
  );
});

test("a record in a digest takes no fraction, which would be cut off unseen", () => {
  expect(() => hashOf(1, [0.5])).toThrow("whole numbers");
});

function hashOf(kind: number, words: readonly number[]): string {
  const digest = new Uint32Array(2);
  addRecordToDigest(digest, kind, words);
  return formatDigest(digest);
}
