import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { buildNormaliserTable } from "../../src/matcher/normaliser-table.ts";
import {
  decodeNormaliserTable,
  encodeNormaliserTable,
  loadNormaliserTable,
} from "../../src/matcher/stored-normaliser.ts";

const built = buildNormaliserTable();
const encoded = encodeNormaliserTable(built);

describe("the stored normaliser's table", () => {
  test("is, as the build left it, the one that is built now", () => {
    const { buffer, ...counts } = loadNormaliserTable();
    const { buffer: expected, ...expectedCounts } = built;
    expect(counts).toEqual(expectedCounts);
    expect(Buffer.from(buffer).equals(Buffer.from(expected))).toBe(true);
  });

  test.each([
    ["empty", encoded.subarray(0, 0)],
    ["cut within its header", encoded.subarray(0, 5)],
    ["cut", encoded.subarray(0, -1)],
    ["too long", Buffer.concat([encoded, Buffer.of(0)])],
  ])("that is %s is refused, with what to do", (_, bytes) => {
    const decode = () => decodeNormaliserTable(bytes, "tables/normaliser.bin");
    expect(decode).toThrow(RingfenceError);
    expect(decode).toThrow(/^tables\/normaliser\.bin: expected a table of \d+ bytes, found \d+: .*npm run build$/);
  });

  test("goes through its file unchanged", () => {
    const { buffer, expansionCount } = decodeNormaliserTable(encoded, "here");
    expect(expansionCount).toBe(built.expansionCount);
    expect(Buffer.from(buffer).equals(Buffer.from(built.buffer))).toBe(true);
  });
});
