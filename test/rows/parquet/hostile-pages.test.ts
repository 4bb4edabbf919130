/** Pages of Parquet files that claim what they do not hold, byte by byte. */
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ParquetColumn } from "../../../src/rows/parquet/parquet-column.ts";
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
  const context = { codec: "UNCOMPRESSED", nullable: true, isBoolean: false, isBytes: false };
  return openPage(Uint8Array.from([...levels, 1, 2, 3, 4]), header as unknown as Header, context);
}

describe("levels of a page of four values", () => {
  test("are a run of four, or two of two", () => {
    expect(open(4 << 1, 1)).toHaveLength(6);
    expect(open(2 << 1, 1, 2 << 1, 1)).toHaveLength(8);
    // As some writers fill the last run up.
    expect(open(...varint((64 << 1) | 1), ...Array<number>(64).fill(15))).toHaveLength(70);
  });

  test.each([
    ["a run claims more than there are", [5 << 1, 1], "a run claims 5 of 4 values"],
    ["a run claims none", [0, 1], "a run claims 0 of 4 values"],
    ["they are fewer", [3 << 1, 1], "its levels are 3 of 4"],
    [
      "groups claim more than writers fill up",
      [...varint((65 << 1) | 1), ...Array<number>(65).fill(15)],
      "a run claims 520 of 4 values",
    ],
    ["a length has no end", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], "its runs are broken"],
  ])("are refused where %s", (_, levels, message) => {
    expect(() => open(...levels)).toThrow(message);
  });
});

/** Bytes of Thrift: fields of whole numbers, and one struct of them. */
function fields(values: Readonly<Record<number, number | Uint8Array>>): Uint8Array {
  let last = 0;
  const parts = Object.entries(values).map(([id, value]) => {
    const step = Number(id) - last;
    last = Number(id);
    return typeof value === "number" ? [(step << 4) | 5, ...varint(2 * value)] : [(step << 4) | 12, ...value];
  });
  return Uint8Array.from([...parts.flat(), 0]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
}

interface Claims {
  readonly values: number;
  readonly bytes: number;
  readonly dictionary?: boolean;
}

const page = (body: Uint8Array, { values, bytes, dictionary = false }: Claims): Uint8Array => {
  const [kind, place] = dictionary ? [2, 7] : [0, 5];
  const of = fields(dictionary ? { 1: values, 2: 0 } : { 1: values, 2: 0, 3: 3, 4: 3 });
  return Uint8Array.from([...fields({ 1: kind, 2: bytes, 3: body.length, [place]: of }), ...body]);
};

/** A column of 32 bits, never null, of a row group with so many rows. */
function columnOf(rows: number, codec: Codec, ...pages: Uint8Array[]): ParquetColumn {
  return typedColumn("INT32", rows, codec, ...pages);
}

type Codec = "UNCOMPRESSED" | "SNAPPY" | "GZIP" | "BROTLI";

function typedColumn(type: "INT32" | "BYTE_ARRAY", rows: number, codec: Codec, ...pages: Uint8Array[]): ParquetColumn {
  const element = { name: "n", type, repetition_type: "REQUIRED" };
  const root = { element: { name: "root" }, children: [], path: [], count: 1 };
  const path = [root, { element, children: [], path: ["n"], count: 1 }];
  const chunk = { type, codec, path_in_schema: ["n"] };
  return new ParquetColumn(Buffer.concat(pages), rows, chunk as never, path as never);
}

const four = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0);

describe("a column of four rows", () => {
  test("is read from one page, or two, packed or not", () => {
    expect(columnOf(4, "UNCOMPRESSED", page(four, { values: 4, bytes: 16 })).take(4)).toEqual([1, 2, 3, 4]);
    const halves = [four.subarray(0, 8), four.subarray(8)].map((half) => page(half, { values: 2, bytes: 8 }));
    const column = columnOf(4, "UNCOMPRESSED", ...halves);
    expect([column.take(3), column.take(1)]).toEqual([[1, 2, 3], [4]]);
    expect(columnOf(4, "GZIP", page(gzipSync(four), { values: 4, bytes: 16 })).take(4)).toEqual([1, 2, 3, 4]);
  });

  test.each<[string, ParquetColumn, string]>([
    [
      "a page claims more values than there are rows",
      columnOf(4, "UNCOMPRESSED", page(Buffer.concat([four, four]), { values: 5, bytes: 32 })),
      "a page claims 5 values of 4 rows",
    ],
    [
      "its pages together hold more than there are rows",
      columnOf(
        4,
        "UNCOMPRESSED",
        page(four.subarray(0, 12), { values: 3, bytes: 12 }),
        page(four.subarray(0, 8), { values: 2, bytes: 8 }),
      ),
      "its pages hold more than the 4 rows",
    ],
    [
      "its pages together hold fewer",
      columnOf(4, "UNCOMPRESSED", page(four.subarray(0, 12), { values: 3, bytes: 12 })),
      "its pages end after 3 of 4 rows",
    ],
    [
      "a dictionary claims more values than it has bytes",
      columnOf(4, "UNCOMPRESSED", page(four, { values: 17, bytes: 16, dictionary: true })),
      "a dictionary claims 17 values in 16 bytes",
    ],
    [
      "a page claims other bytes than it has",
      columnOf(4, "UNCOMPRESSED", page(four, { values: 4, bytes: 17 })),
      "a page claims 17 bytes unpacked, and has 16",
    ],
    [
      "a page claims more than is ever read",
      columnOf(4, "GZIP", page(gzipSync(four), { values: 4, bytes: 1 + 256 * 1024 * 1024 })),
      "268435456 are the most that is read",
    ],
    [
      "a page claims more than Snappy can pack",
      columnOf(4, "SNAPPY", page(new Uint8Array(1000), { values: 4, bytes: 100_000 })),
      "a page claims 100000 bytes unpacked from 1000, more than Snappy can pack",
    ],
  ])("is refused where %s", (_, column, message) => {
    expect(() => column.take(4)).toThrow(message);
  });
});

describe("a column that is small and claims much memory is refused", () => {
  test("by the size of its pages", () => {
    const bytes = 9 * 1024 * 1024;
    const column = typedColumn(
      "BYTE_ARRAY",
      1,
      "BROTLI",
      page(brotliCompressSync(new Uint8Array(bytes)), { values: 1, bytes }),
    );
    expect(() => column.take(1)).toThrow("more than 100 times as many: write smaller pages");
  });

  test("by their number of values", () => {
    const values = 4 * 1024 * 1024 + 1;
    const column = typedColumn("BYTE_ARRAY", values, "UNCOMPRESSED", page(new Uint8Array(4), { values, bytes: 4 }));
    expect(() => column.take(1)).toThrow("4194304 are the most that is read");
  });

  test.each([false, true])("by the length of one value (in a dictionary: %s)", (dictionary) => {
    const bytes = 4 * 1024 * 1024 + 5;
    const body = new Uint8Array(bytes);
    new DataView(body.buffer).setUint32(0, bytes - 4, true);
    const column = typedColumn(
      "BYTE_ARRAY",
      1,
      "BROTLI",
      page(brotliCompressSync(body), { values: 1, bytes, dictionary }),
    );
    expect(() => column.take(1)).toThrow("a cell has 4194305 bytes, and 4194304 are the most that is read");
  });
});
