import { expect, test } from "vitest";
import { FEATURE_VERSION } from "../../../src/detect/learned/features.ts";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { decodeModel, encodeModel } from "../../../src/detect/learned/model.ts";

const starter = loadModel("starter")!;

test("a model is read as it was written", () => {
  expect(decodeModel(encodeModel(starter), "mine.model")).toEqual(starter);
});

test.each([FEATURE_VERSION - 1, FEATURE_VERSION + 1])("a model of feature version %d is refused", (featureVersion) => {
  const other = encodeModel({ ...starter, card: { ...starter.card, featureVersion } });
  expect(() => decodeModel(other, "mine.model")).toThrow(
    `mine.model: expected a model that ringfence train wrote, found one of feature version ${featureVersion}`,
  );
});

test("a damaged model is refused", () => {
  const bytes = encodeModel(starter);
  bytes[bytes.length - 1]! ^= 1;
  expect(() => decodeModel(bytes, "mine.model")).toThrow("its checksum does not match");
});
