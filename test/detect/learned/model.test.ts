import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { FEATURE_VERSION } from "../../../src/detect/learned/feature-numbers.ts";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { decodeModel, encodeModel } from "../../../src/detect/learned/model.ts";

const MAGIC = "ringfence model 1\n";
const starter = loadModel("starter")!;

test.each([FEATURE_VERSION - 1, FEATURE_VERSION + 1])("a model of feature version %d is refused", (featureVersion) => {
  const other = encodeModel({ ...starter, card: { ...starter.card, featureVersion } });
  expect(() => decodeModel(other, "mine.model")).toThrow(
    `mine.model: expected a model that ringfence train wrote, found one of feature version ${featureVersion}`,
  );
});

test("a model that would block what it does not flag is refused", () => {
  const written = encodeModel(starter).subarray(MAGIC.length + 32);
  const { thresholds } = starter.card;
  const card = { ...starter.card, thresholds: { ...thresholds, flag: thresholds.block + 1 } };
  const content = Buffer.concat([Buffer.from(JSON.stringify(card)), written.subarray(written.indexOf(10))]);
  const bytes = Buffer.concat([Buffer.from(MAGIC), createHash("sha256").update(content).digest(), content]);
  expect(() => decodeModel(bytes, "mine.model")).toThrow("expected flag to be at most block");
});

test("a misspelt name of a model is refused before any file is read", () => {
  expect(() => loadModel("startr")).toThrow(/expected none, starter or the path .*\(Did you mean starter\?\)/);
});
