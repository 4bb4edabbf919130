/** Pages of Parquet files that claim what they do not hold, byte by byte. */
import { describe, expect, test } from "vitest";
import { openPage } from "../../../src/rows/parquet/parquet-page.ts";
import { unpackSnappy } from "../../../src/rows/parquet/snappy.ts";

type Header = Parameters<typeof openPage>[1];

/** Snappy: the length unpacked, then "abcd" as a literal, then what follows. */
const afterAbcd = (length: number, ...rest: number[]): Uint8Array =>
  Uint8Array.from([length, 3 << 2, ...Buffer.from("abcd"), ...rest]);

describe("Snappy", () => {
  test("copies from what was written, and from what the copy itself writes", () => {
    expect(Buffer.from(unpackSnappy(afterAbcd(8, 1, 4), 8)).toString()).toBe("abcdabcd");
    expect(Buffer.from(unpackSnappy(afterAbcd(8, 1, 1), 8)).toString()).toBe("abcddddd");
    expect(Buffer.from(unpackSnappy(afterAbcd(6, (1 << 2) | 2, 3, 0), 6)).toString()).toBe("abcdbc");
  });

  test.each([
    ["from before the start", [1, 5]],
    ["from nowhere", [1, 0]],
    ["past the end", [(1 << 2) | 1, 4]],
    ["without saying from where", [1]],
  ])("never copies %s", (_, rest) => {
    expect(() => unpackSnappy(afterAbcd(8, ...rest), 8)).toThrow("its Snappy is broken");
  });

  test("comes to the length that is stated", () => {
    expect(() => unpackSnappy(afterAbcd(5), 5)).toThrow("its Snappy is broken");
  });
});

/** A page of four values, none of them null, with these bytes as its levels. */
function open(...levels: number[]): Uint8Array {
  const v2 = { num_values: 4, num_nulls: 0, definition_levels_byte_length: levels.length, encoding: "PLAIN" };
  const header = {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels.length + 4,
    data_page_header_v2: { ...v2, repetition_levels_byte_length: 0, is_compressed: false },
  };
  const context = { codec: "UNCOMPRESSED", nullable: true, isBoolean: false };
  return openPage(Uint8Array.from([...levels, 1, 2, 3, 4]), header as unknown as Header, context);
}

describe("levels of a page of four values", () => {
  test("are a run of four, or two of two", () => {
    expect(open(4 << 1, 1)).toHaveLength(6);
    expect(open(2 << 1, 1, 2 << 1, 1)).toHaveLength(8);
  });

  test.each([
    ["a run claims more than there are", [5 << 1, 1], "a run claims 5 of 4 values"],
    ["a run claims none", [0, 1], "a run claims 0 of 4 values"],
    ["they are fewer", [3 << 1, 1], "its levels are 3 of 4"],
    ["a length has no end", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], "its runs are broken"],
  ])("are refused where %s", (_, levels, message) => {
    expect(() => open(...levels)).toThrow(message);
  });
});
