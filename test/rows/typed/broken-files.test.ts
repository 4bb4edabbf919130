/** A file that is cut short, broken or another's gets an error that names it and the place, and no memory. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../../src/core/errors.ts";
import type { TypedColumn } from "../../../src/rows/typed/column.ts";
import type { FileFormat } from "../../../src/rows/file-format.ts";
import { openRows } from "../../../src/rows/typed/open-rows.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { TypedWriter } from "../../../src/rows/typed/typed-writer.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("broken");
const COLUMNS: readonly TypedColumn[] = [
  { name: "text", type: "string", nullable: true },
  { name: "n", type: "int64" },
];
const ROWS = 600;

function bytesOf(format: FileFormat): Buffer {
  const parts: Buffer[] = [];
  const writer = new TypedWriter(COLUMNS, (bytes) => parts.push(Buffer.from(bytes)), { format });
  const all = Array.from({ length: ROWS }, (_, row) => row);
  writer.write([all.map((row) => (row % 5 === 0 ? null : `"${row % 7}" 条\n`)), all.map(BigInt)], ROWS);
  writer.finish();
  return Buffer.concat(parts);
}

/** Its rows, or the error that it comes to. */
async function outcomeOf(format: FileFormat, bytes: Uint8Array, columns = COLUMNS): Promise<number | RingfenceError> {
  const path = join(folder, `broken.${format}`);
  writeFileSync(path, bytes);
  try {
    let rows = 0;
    for await (const piece of (await openRows(path)).read(columns)) rows += piece.rows;
    return rows;
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    if (!error.message.includes(`broken.${format}`) || ![2, 4].includes(error.exitCode)) throw error;
    return error;
  }
}

async function messageOf(format: FileFormat, bytes: Uint8Array, columns = COLUMNS): Promise<string> {
  return String(await outcomeOf(format, bytes, columns));
}

describe("Parquet", () => {
  const whole = bytesOf("parquet");

  test("cut short at any place is refused", async () => {
    for (let length = 0; length < whole.length; length += 97) {
      expect(await messageOf("parquet", whole.subarray(0, length))).toMatch(/no Parquet file, or is cut short/);
    }
    expect(await outcomeOf("parquet", whole)).toBe(ROWS);
  });

  test("whose footer has a wrong byte anywhere is refused, or has names and a number of rows", async () => {
    const path = join(folder, "footer.parquet");
    const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
    for (let at = footer; at < whole.length - 8; at++) {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ 0x10;
      writeFileSync(path, changed);
      const found = await ParquetFile.open(path).catch((error: unknown) => error);
      if (found instanceof ParquetFile) await found.close();
      const said =
        found instanceof ParquetFile
          ? { rows: found.rows, isNamed: found.names.every((name) => typeof name === "string") }
          : (found as RingfenceError).code;
      expect([{ rows: ROWS, isNamed: true }, "config"]).toContainEqual(said);
      expect(found instanceof RingfenceError ? found.message : "").not.toMatch(/thrift|undefined|Offset|Invalid/);
    }
  });

  test("with any bytes changed is read or refused, and never ends otherwise", async () => {
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        const outcome = await outcomeOf("parquet", bytes);
        expect(outcome instanceof RingfenceError || outcome >= 0).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  test("of another schema is refused with what is missing, and of which type a column is", async () => {
    const other: TypedColumn[] = [{ name: "caller", type: "string" }];
    expect(await messageOf("parquet", whole, other)).toMatch(
      /column caller is missing.*another schema; its columns: text, n/,
    );
    expect(await messageOf("parquet", whole, [{ name: "n", type: "string" }])).toMatch(
      /column n is int64, expected string/,
    );
    expect(await messageOf("parquet", whole, [{ name: "text", type: "string" }])).toMatch(
      /row 1, column text: expected string, found null/,
    );
  });

  test("that is something else is refused", async () => {
    expect(await messageOf("parquet", Buffer.from("id,text\n1,a\n".repeat(50)))).toMatch(/no Parquet file/);
    expect(await messageOf("parquet", Buffer.alloc(0))).toMatch(/it has 0 bytes/);
  });
});

describe.each(["csv", "tsv", "jsonl", "csv.gz", "jsonl.gz"] as const)("%s", (format) => {
  test("cut short is refused, or ends a row earlier", async () => {
    const whole = bytesOf(format);
    for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 25)) {
      const outcome = await outcomeOf(format, whole.subarray(0, length));
      expect(outcome instanceof RingfenceError || outcome < ROWS).toBe(true);
    }
  });

  test("that is something else is refused", async () => {
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256));
    expect(await outcomeOf(format, noise)).toBeInstanceOf(RingfenceError);
  });
});

test("Rows of the wrong length and cells of the wrong type name their row and column", async () => {
  expect(await messageOf("csv", Buffer.from("text,n\na,1\nb\n"))).toMatch(/row 2 has 1 cells, and there are 2 columns/);
  expect(await messageOf("csv", Buffer.from("text,n\na,1\nb,x\n"))).toMatch(
    /row 2, column n: expected int64, found "x"/,
  );
  expect(await messageOf("csv", Buffer.from('text,n\n"a"b,1\n'))).toMatch(/record 2 has "b" behind a quote/);
  expect(await messageOf("jsonl", Buffer.from('{"text":"a","n":1.5}\n'))).toMatch(
    /row 1, column n: expected int64, found 1.5/,
  );
  expect(await messageOf("jsonl", Buffer.from('{"text":"a","n":1}\n[]\n'))).toMatch(/line 2 is JSON, but no object/);
  expect(await messageOf("csv", Buffer.from(""))).toMatch(/the file is empty/);
});

test("A name without a format is refused, and one that is not there", async () => {
  await expect(openRows(join(folder, "nothing.parquet"))).rejects.toThrow("there is no such file");
  writeFileSync(join(folder, "some.txt"), "a");
  await expect(openRows(join(folder, "some.txt"))).rejects.toThrow("its name shows no format");
});
