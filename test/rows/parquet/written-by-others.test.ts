/** Times and numbers in the units and widths that other writers of Parquet use. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { expect, test } from "vitest";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("others");
type Element = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** Two rows of one column, as they are read. */
async function readBack(element: Partial<Element>, data: unknown[]) {
  const path = join(folder, "one.parquet");
  const writer = new ByteWriter();
  const schema = [{ name: "root", num_children: 1 }, { name: "c", repetition_type: "REQUIRED", ...element } as Element];
  const file = new ParquetWriter({ writer, schema });
  await file.write({ columnData: [{ name: "c", data: data as never[] }] });
  await file.finish();
  writeFileSync(path, writer.getBytes());
  const opened = await ParquetFile.open(path);
  const cells = [];
  for await (const piece of opened.read(opened.columns)) cells.push(...Array.from(piece.data[0]!));
  return [opened.columns[0]!.type, ...cells];
}

const TIME = Date.UTC(2024, 0, 1, 8);

test.each<[string, Partial<Element>, unknown[]]>([
  ["milliseconds", { type: "INT64", converted_type: "TIMESTAMP_MILLIS" }, [BigInt(TIME), 1n]],
  ["microseconds", { type: "INT64", converted_type: "TIMESTAMP_MICROS" }, [BigInt(TIME) * 1000n, 1999n]],
  [
    "nanoseconds",
    { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" } },
    [BigInt(TIME) * 1_000_000n, 1_999_999n],
  ],
])("times in %s are read as milliseconds", async (_, element, data) => {
  expect(await readBack(element, data)).toEqual(["timestamp", TIME, 1]);
});

test("dates are read as their first moment", async () => {
  const date = Date.UTC(2024, 0, 1);
  const found = await readBack({ type: "INT32", converted_type: "DATE" }, [date / 86_400_000, 0]);
  expect(found).toEqual(["timestamp", date, 0]);
});

test.each<[string, Partial<Element>]>([
  ["by its older mark", { converted_type: "UINT_32" }],
  ["by its older mark, with null", { converted_type: "UINT_32", repetition_type: "OPTIONAL" }],
  ["by its newer mark", { logical_type: { type: "INTEGER", bitWidth: 32, isSigned: false } }],
])("numbers without a sign keep all of their 32 bits, %s", async (_, element) => {
  expect(await readBack({ type: "INT32", ...element }, [4_294_967_295, 7])).toEqual(["int64", 4_294_967_295n, 7n]);
});

test("a large row group of many pages is read in order, by the columns that are asked for", async () => {
  const count = 40_000;
  const numbers = Int32Array.from({ length: count }, (_, row) => row);
  const texts = Array.from(numbers, (row) => (row % 3 === 0 ? null : `text ${row}`));
  const writer = new ByteWriter();
  const schema: Element[] = [
    { name: "root", num_children: 3 },
    { name: "number", type: "INT32", repetition_type: "REQUIRED" },
    { name: "unread", type: "INT32", repetition_type: "REQUIRED" },
    { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  ];
  const file = new ParquetWriter({ writer, schema });
  const columnData = [
    { name: "number", data: numbers },
    { name: "unread", data: numbers },
    { name: "text", data: texts },
  ];
  await file.write({ columnData, rowGroupSize: 2 * count, pageSize: 64 * 1024 });
  await file.finish();
  const path = join(folder, "large.parquet");
  writeFileSync(path, writer.getBytes());
  const opened = await ParquetFile.open(path);
  const found: unknown[][] = [[], []];
  const columns = [opened.columns[2]!, opened.columns[0]!];
  for await (const { data } of opened.read(columns)) data.forEach((cells, at) => found[at]!.push(...cells));
  expect(JSON.stringify(found)).toBe(JSON.stringify([texts, Array.from(numbers)]));
});
