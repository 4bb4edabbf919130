/** A Parquet file that is cut short, broken or another's gets an error that names it and the place, and no memory. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RingfenceError } from "../../../src/core/errors.ts";
import type { TypedColumn } from "../../../src/rows/typed/column.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { encoderInto } from "../../../src/rows/typed/typed-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("broken");
const COLUMNS: readonly TypedColumn[] = [
  { name: "text", type: "string", nullable: true },
  { name: "n", type: "int64" },
];
const ROWS = 600;

const parts: Buffer[] = [];
const writer = encoderInto((bytes) => parts.push(Buffer.from(bytes)), COLUMNS, "parquet");
const all = Array.from({ length: ROWS }, (_, row) => row);
writer.write([all.map((row) => (row % 5 === 0 ? null : `"${row % 7}" 条\n`)), all.map(BigInt)], ROWS);
writer.finish();
const whole = Buffer.concat(parts);

/** Its rows, or the error that it comes to. */
async function outcomeOf(bytes: Uint8Array, columns = COLUMNS): Promise<number | RingfenceError> {
  const path = join(folder, "broken.parquet");
  writeFileSync(path, bytes);
  try {
    let rows = 0;
    for await (const piece of (await ParquetFile.open(path)).read(columns)) rows += piece.rows;
    return rows;
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    if (!error.message.includes("broken.parquet") || ![2, 4].includes(error.exitCode)) throw error;
    return error;
  }
}

async function messageOf(bytes: Uint8Array, columns = COLUMNS): Promise<string> {
  return String(await outcomeOf(bytes, columns));
}

describe("A Parquet file", () => {
  test("cut short at any place is refused", async () => {
    for (let length = 0; length < whole.length; length += 97) {
      expect(await messageOf(whole.subarray(0, length))).toMatch(/no Parquet file, or is cut short/);
    }
    expect(await outcomeOf(whole)).toBe(ROWS);
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
        const outcome = await outcomeOf(bytes);
        expect(outcome instanceof RingfenceError || outcome >= 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("of another schema is refused with what is missing, and of which type a column is", async () => {
    const other: TypedColumn[] = [{ name: "caller", type: "string" }];
    expect(await messageOf(whole, other)).toMatch(/column caller is missing.*another schema; its columns: text, n/);
    expect(await messageOf(whole, [{ name: "n", type: "string" }])).toMatch(/column n is int64, expected string/);
    expect(await messageOf(whole, [{ name: "text", type: "string" }])).toMatch(
      /row 1, column text: expected string, found null/,
    );
  });

  test("that is something else is refused", async () => {
    expect(await messageOf(Buffer.from("id,text\n1,a\n".repeat(50)))).toMatch(/no Parquet file/);
    expect(await messageOf(Buffer.alloc(0))).toMatch(/it has 0 bytes/);
  });
});

test("A Parquet file that is not there is said to be missing", async () => {
  await expect(ParquetFile.open(join(folder, "nothing.parquet"))).rejects.toThrow("there is no such file");
});
