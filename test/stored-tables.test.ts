import { describe, expect, test } from "vitest";
import { RingfenceError } from "../src/core/errors.ts";
import { decodeTable, encodeTable, readTable } from "../src/core/stored-table.ts";
import { loadProtectedIdentities } from "../src/detect/lookalike/protected.ts";
import { readProtectedIdentities } from "../src/detect/lookalike/read-protected.ts";
import { buildNormaliserTable } from "../src/detect/normaliser/normaliser-table.ts";
import { loadNormaliserTable } from "../src/detect/normaliser/stored-normaliser.ts";

const buffer = new SharedArrayBuffer(5);
new Uint8Array(buffer).set([1, 2, 3, 4, 255]);
const encoded = encodeTable({ head: { name: "银行", sizes: [1, 2] }, buffer });

function changedAt(at: number): Buffer {
  const changed = Buffer.from(encoded);
  changed[at]! ^= 1;
  return changed;
}

describe("a stored table", () => {
  test("is read as it was written", () => {
    const decoded = decodeTable(encoded, "here");
    expect(decoded.head).toEqual({ name: "银行", sizes: [1, 2] });
    expect([...new Uint8Array(decoded.buffer)]).toEqual([1, 2, 3, 4, 255]);
  });

  test.each([
    ["empty", encoded.subarray(0, 0)],
    ["cut within its checksum", encoded.subarray(0, 5)],
    ["nothing but a checksum", encoded.subarray(0, 32)],
    ["cut", encoded.subarray(0, -1)],
    ["too long", Buffer.concat([encoded, Buffer.of(0)])],
    ["changed in its sizes", changedAt(33)],
    ["changed in its head", changedAt(45)],
    ["changed in its memory", changedAt(encoded.length - 1)],
  ])("that is %s is refused, with what to do", (_, bytes) => {
    const decode = () => decodeTable(bytes, "tables/x.bin");
    expect(decode).toThrow(RingfenceError);
    expect(decode).toThrow(/^tables\/x\.bin is not as the build wrote it: .*npm run build, or install/);
  });

  test("that is not there is missed, with what to do", () => {
    expect(() => readTable("none.bin")).toThrow(/cannot read the table .*none\.bin: .*npm run build, or install/);
  });
});

describe("as the build left it, and as it is built now,", () => {
  test("the normaliser's table is the same", () => {
    // Memory as text is compared in no time.
    const [stored, built] = [loadNormaliserTable(), buildNormaliserTable()].map(({ buffer: memory, ...table }) => ({
      ...table,
      buffer: Buffer.from(memory).toString("latin1"),
    }));
    expect(stored).toEqual(built);
  });

  test("the protected identities are the same", () => {
    expect(loadProtectedIdentities()).toEqual(readProtectedIdentities());
  });
});
