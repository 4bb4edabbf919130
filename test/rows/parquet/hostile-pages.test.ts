/** Parquet files that are small and claim much memory are refused before they get it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { expect, test } from "vitest";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("hostile");
const MEGABYTE = 1024 * 1024;

/** The rows of a file with one column of texts, packed by Brotli. */
async function rowsOf(texts: readonly string[], change: (bytes: Uint8Array) => void = () => {}): Promise<number> {
  const path = join(folder, "small.parquet");
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    codec: "BROTLI",
    compressors: { BROTLI: (bytes) => brotliCompressSync(bytes) },
    schema: [
      { name: "root", num_children: 1 },
      { name: "c", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
    ],
  });
  await file.write({ columnData: [{ name: "c", data: [...texts], encoding: "PLAIN" }], pageSize: 0 });
  await file.finish();
  const bytes = writer.getBytes();
  change(bytes);
  writeFileSync(path, bytes);
  const opened = await ParquetFile.open(path);
  let rows = 0;
  for await (const piece of opened.read(opened.columns)) rows += piece.rows;
  return rows;
}

test("a page of eight megabytes is read, and a small one that claims more is refused", async () => {
  const text = "0".repeat(2 * MEGABYTE);
  expect(await rowsOf([text, text, text])).toBe(3);
  await expect(rowsOf([text, text, text, text])).rejects.toThrow(/row group 1: cannot be read: .* write smaller pages/);
});

test("a cell of more than four megabytes is refused", async () => {
  await expect(rowsOf(["0".repeat(4 * MEGABYTE + 1)])).rejects.toThrow("a cell has 4194305 bytes");
});

test("pages that cannot be unpacked are refused, with the row group", async () => {
  await expect(rowsOf(["you have won", "call us"], (bytes) => bytes.fill(0xff, 4, 20))).rejects.toThrow(
    /row group 1: cannot be read: .*damaged/,
  );
});
