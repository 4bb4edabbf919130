import { integer, pre } from "fast-check";
import { expect, test } from "vitest";
import { packProvenance, PROVENANCE_FIELDS, unpackProvenance } from "../../src/event/provenance.ts";
import { forAll } from "../for-all.ts";

test("what is on record comes back from its word, and nothing is known of an empty one", () => {
  forAll([integer({ min: 0, max: 0x1fffffff })], 100, (word) => {
    const { outgoingShare } = unpackProvenance(word);
    // The last codes of a share in tenths stand for nothing.
    pre(outgoingShare === null || outgoingShare <= 1);
    expect(packProvenance(unpackProvenance(word))).toBe(word);
  });
  expect(Object.values(unpackProvenance(0))).toEqual(Object.keys(PROVENANCE_FIELDS).map(() => null));
});

test("values saturate, and are taken as the nearest that there is", () => {
  const large = { numberAgeDays: 1e6, deviceNumbers: 1e6, cells: 1e6, domainAgeDays: 1e6 };
  expect(unpackProvenance(packProvenance({ ...large, outgoingShare: 0.94 }))).toEqual({
    numberAgeDays: 2046,
    deviceNumbers: 31,
    cells: 15,
    outgoingShare: 0.9,
    domainAgeDays: 30,
  });
  expect(unpackProvenance(packProvenance({ deviceNumbers: 0, cells: 0, numberAgeDays: 0 }))).toEqual({
    numberAgeDays: 0,
    deviceNumbers: 1,
    cells: 1,
    outgoingShare: null,
    domainAgeDays: null,
  });
});
