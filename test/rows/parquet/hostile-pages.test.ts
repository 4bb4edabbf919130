/** Pages of Parquet files that claim what they do not hold, byte by byte. */
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ParquetColumn } from "../../../src/rows/parquet/parquet-column.ts";
import { checkPage } from "../../../src/rows/parquet/page-check.ts";

type Header = Parameters<typeof checkPage>[1];

/** The levels of a page of four values, none of them null. */
function check(...levels: number[]): void {
  const v2 = { num_values: 4, num_nulls: 0, definition_levels_byte_length: levels.length, encoding: "PLAIN" };
  const header = { type: "DATA_PAGE_V2", data_page_header_v2: { ...v2, repetition_levels_byte_length: 0 } };
  checkPage(Uint8Array.from(levels), header as unknown as Header, { isNullable: true, isBoolean: false });
}

describe("levels of a page of four values", () => {
  test("are a run of four, or two of two", () => {
    check(4 << 1, 1);
    check(2 << 1, 1, 2 << 1, 1);
    // As some writers fill the last run up.
    check(...varint((64 << 1) | 1), ...Array<number>(64).fill(15));
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
    expect(() => check(...levels)).toThrow(message);
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

type Codec = "UNCOMPRESSED" | "SNAPPY" | "GZIP" | "BROTLI";

/** All values of a column of 32 bits, never null, of a row group with so many rows. */
const valuesOf = (rows: number, codec: Codec, ...pages: Uint8Array[]): Promise<unknown[]> =>
  typedValues("INT32", rows, codec, ...pages);

async function typedValues(
  type: "INT32" | "BYTE_ARRAY",
  rows: number,
  codec: Codec,
  ...pages: Uint8Array[]
): Promise<unknown[]> {
  const chunk = { type, codec, path_in_schema: ["n"] };
  const bytes = Uint8Array.from(Buffer.concat(pages));
  return new ParquetColumn(bytes, rows, chunk as never, { name: "n", type, repetition_type: "REQUIRED" }).read(0, rows);
}

const four = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0);

describe("a column of four rows", () => {
  test("is read from one page, or two, packed or not, from any row on", async () => {
    const whole = page(four, { values: 4, bytes: 16 });
    expect(await valuesOf(4, "UNCOMPRESSED", whole)).toEqual([1, 2, 3, 4]);
    const halves = [four.subarray(0, 8), four.subarray(8)].map((half) => page(half, { values: 2, bytes: 8 }));
    expect(await valuesOf(4, "UNCOMPRESSED", ...halves)).toEqual([1, 2, 3, 4]);
    const chunk = { type: "INT32", codec: "UNCOMPRESSED", path_in_schema: ["n"] } as never;
    const element = { name: "n", type: "INT32", repetition_type: "REQUIRED" } as const;
    const column = new ParquetColumn(Uint8Array.from(Buffer.concat(halves)), 4, chunk, element);
    expect([await column.read(0, 3), await column.read(3, 4)]).toEqual([[1, 2, 3], [4]]);
    expect(await valuesOf(4, "GZIP", page(gzipSync(four), { values: 4, bytes: 16 }))).toEqual([1, 2, 3, 4]);
  });

  const plain = (bytes: number, values = bytes / 4): Uint8Array =>
    page(Buffer.concat([four, four]).subarray(0, bytes), { values, bytes });
  const gzip = (bytes: number): Uint8Array => page(gzipSync(four), { values: 4, bytes });
  const dictionary = page(four, { values: 17, bytes: 16, dictionary: true });
  const copies = page(Uint8Array.of(8, 3 << 2, 1, 2, 3, 4, 1, 5), { values: 2, bytes: 8 });

  test.each<[string, Codec, Uint8Array[], string]>([
    ["a page claims more values than there are rows", "UNCOMPRESSED", [plain(32, 5)], "claim 5 values of 4 rows"],
    ["its pages together hold more", "UNCOMPRESSED", [plain(12), plain(8)], "its pages claim 5 values of 4 rows"],
    ["its pages together hold fewer", "UNCOMPRESSED", [plain(12)], "its pages end after 3 of 4 rows"],
    ["a dictionary claims more than it has", "UNCOMPRESSED", [dictionary], "a dictionary claims 17 values in 16 bytes"],
    ["a page claims other bytes than it has", "GZIP", [gzip(17)], "a page claims 17 bytes unpacked, and has 16"],
    [
      "a page claims more than is ever read",
      "GZIP",
      [gzip(1 + 256 * 1024 * 1024)],
      "8388608 are the most that is read",
    ],
    ["Snappy copies from before the start", "SNAPPY", [copies, copies], "the file is damaged"],
  ])("is refused where %s", async (_, codec, pages, message) => {
    await expect(valuesOf(4, codec, ...pages)).rejects.toThrow(message);
  });
});

describe("a column that is small and claims much memory is refused", () => {
  test("by the size of its pages", async () => {
    const bytes = 9 * 1024 * 1024;
    const pages = page(brotliCompressSync(new Uint8Array(bytes)), { values: 1, bytes });
    await expect(typedValues("BYTE_ARRAY", 1, "BROTLI", pages)).rejects.toThrow("write smaller pages");
  });

  test("by their number of values", async () => {
    const values = 4 * 1024 * 1024 + 1;
    const pages = page(new Uint8Array(4), { values, bytes: 4 });
    await expect(typedValues("BYTE_ARRAY", values, "UNCOMPRESSED", pages)).rejects.toThrow("more than 4194304 values");
  });

  test("by a run of indices", async () => {
    const dictionary = page(four, { values: 4, bytes: 16, dictionary: true });
    const run = Uint8Array.of(2, ...varint(2 ** 27), 1);
    const of = fields({ 1: 4, 2: 8, 3: 3, 4: 3 });
    const pages = Uint8Array.from([...fields({ 1: 0, 2: run.length, 3: run.length, 5: of }), ...run]);
    await expect(valuesOf(4, "UNCOMPRESSED", dictionary, pages)).rejects.toThrow("a run claims 67108864 of 4 values");
  });

  test.each([false, true])("by the length of one value (in a dictionary: %s)", async (dictionary) => {
    const bytes = 4 * 1024 * 1024 + 5;
    const body = new Uint8Array(bytes);
    new DataView(body.buffer).setUint32(0, bytes - 4, true);
    const first = page(brotliCompressSync(body), { values: 1, bytes, dictionary });
    const rest = dictionary ? [page(brotliCompressSync(new Uint8Array(4)), { values: 1, bytes: 4 })] : [];
    await expect(typedValues("BYTE_ARRAY", 1, "BROTLI", first, ...rest)).rejects.toThrow("a cell has 4194305 bytes");
  });
});
