import { expect, test } from "vitest";
import { runBench } from "../../../bench/harness/bench.ts";
import { mergedDigest } from "../../../bench/harness/merged-digest.ts";
import { measured } from "../compare/documents.ts";

const smoke = { size: "smoke", seed: 1, onProgress: () => {} } as const;

test("two figures of one name are no result: nobody could tell which is which", async () => {
  const figures = ["one", "two", "one"].map((name) => measured(name, [1]));
  const measure = () => Promise.resolve({ settings: {}, measurements: figures, comparisons: [] });
  await expect(runBench("micro", measure, smoke, "")).rejects.toThrow("bench micro: several figures are called one");
});

test("the digest of several parts is their sum, and none where no part has one", () => {
  expect(mergedDigest(["00000000ffffffff", undefined, "ffffffff00000002"])).toBe("0000000000000001");
  expect(mergedDigest(["20698d55b0a9e854"])).toBe("20698d55b0a9e854");
  expect(mergedDigest([undefined])).toBeUndefined();
});
