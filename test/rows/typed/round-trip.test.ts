/** Tables come back from a file as they went in, whatever the format and whatever is in them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, ColumnType, TypedColumn } from "../../../src/rows/typed/column.ts";
import { CsvRecord } from "../../../src/rows/csv/csv-record.ts";
import { FILE_FORMATS, type FileFormat, fileKind, type TextKind } from "../../../src/rows/file-format.ts";
import { LineSplitter } from "../../../src/rows/lines/line-splitter.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { encoderInto } from "../../../src/rows/typed/typed-file.ts";
import { spreadsheetSafe } from "../../../src/rows/typed/row-text.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("table");

const RUNS = 15;

/** What people and attackers write, and what formats are known to stumble over. */
const PLAIN_TEXTS = ["", "+8613800138000", "1e5", "true", "NULL", "=1+1", "2024-01-01T00:00:00.000Z"];
const SIGNS = ["  a ", "\ufeff您", '""', '"a",b', "a\tb", "a\r\nb", "\n", "\u0000", "\\"];
const HARD_TEXTS = [...PLAIN_TEXTS, ...SIGNS, "\ud83d\ude00", "\ud83d", "a\ud800b"];

const CELLS: Readonly<Record<ColumnType, fc.Arbitrary<Cell>>> = {
  string: fc.oneof(fc.constantFrom(...HARD_TEXTS), fc.string({ unit: "binary", maxLength: 12 })),
  int32: fc.oneof(fc.constantFrom(0, -1, 2147483647, -2147483648), fc.integer()),
  int64: fc.oneof(
    fc.constantFrom(0n, -1n, 9007199254740993n, 9223372036854775807n, -9223372036854775808n),
    fc.bigInt({ min: -9223372036854775808n, max: 9223372036854775807n }),
  ),
  float64: fc.oneof(fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 0.1), fc.double()),
  boolean: fc.boolean(),
  timestamp: fc.oneof(fc.constantFrom(0, -1, 8.64e15, -8.64e15), fc.integer({ min: -8.64e15, max: 8.64e15 })),
};

interface Table {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

const column = fc.record({
  name: fc.oneof(
    fc.constantFrom("id", "__proto__", 'a "b", c', "文本", "constructor", "x\ty\nz"),
    fc.string({ minLength: 1, maxLength: 5 }),
  ),
  type: fc.constantFrom<ColumnType>("string", "int32", "int64", "float64", "boolean", "timestamp"),
  nullable: fc.boolean(),
});

const table: fc.Arbitrary<Table> = fc
  .uniqueArray(column, {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name.replace(/\p{Surrogate}/gu, "\ufffd"),
  })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(
        fc.tuple(
          ...columns.map(({ type, nullable }) => (nullable ? fc.option(CELLS[type], { freq: 3 }) : CELLS[type])),
        ),
        { minLength: 1, maxLength: 30 },
      ),
    }),
  );

/** Lone surrogates have no UTF-8. */
function wellFormed<T>(cell: T): T | string {
  return typeof cell === "string" ? cell.replace(/\p{Surrogate}/gu, "\ufffd") : cell;
}

function bytesOf({ columns, rows }: Table, format: FileFormat, piece = 7, isSafe = false): Buffer {
  const parts: Buffer[] = [];
  const writer = encoderInto((bytes) => parts.push(Buffer.from(bytes)), columns, format, isSafe);
  for (let from = 0; from < rows.length; from += piece) {
    const some = rows.slice(from, from + piece);
    writer.write(
      columns.map((_, at) => some.map((row) => row[at]!)),
      some.length,
    );
  }
  writer.finish();
  return Buffer.concat(parts);
}

type Back = (string | null)[];

/** Each cell in the plain words of the format. */
function backOf(bytes: Buffer, columns: readonly TypedColumn[], format: TextKind): Back[] {
  const splitter = new LineSplitter();
  const lines = [...splitter.push(bytes), ...splitter.end()];
  if (format === "jsonl") {
    const objects = lines.map(({ text }) => JSON.parse(text) as Record<string, Cell>);
    return objects.map((row) =>
      columns.map(({ name }) => (row[wellFormed(name)] === null ? null : plain(row[wellFormed(name)]!))),
    );
  }
  const records: Back[] = [];
  let record = new CsvRecord(format === "csv" ? "," : "\t");
  for (const { text, hasReturn } of lines) {
    if (record.feed(text, hasReturn ? "\r\n" : "\n") === "open") continue;
    records.push(record.fields);
    record = new CsvRecord(format === "csv" ? "," : "\t");
  }
  expect(records.shift()).toEqual(columns.map(({ name }) => wellFormed(name)));
  return records;
}

function plain(cell: Cell): string {
  return Object.is(cell, -0) ? "-0" : String(wellFormed(cell));
}

function wordsOf(cell: Cell, type: ColumnType): string | null {
  if (cell === null) return null;
  return type === "timestamp" ? new Date(cell as number).toISOString() : plain(cell);
}

async function parquetBack(path: string, columns: readonly TypedColumn[]): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const { rows: count, data } of (await ParquetFile.open(path)).read(columns)) {
    for (let row = 0; row < count; row++) rows.push(data.map((cells) => cells[row]!));
  }
  return rows;
}

test("Parquet comes back exactly, cell by cell, in columns of any name and type", async () => {
  const path = join(folder, "table.parquet");
  const back = fc.asyncProperty(table, async ({ columns, rows }) => {
    writeFileSync(path, bytesOf({ columns, rows }, "parquet"));
    const named = columns.map((each) => ({ ...each, name: wellFormed(each.name) }));
    expect(await parquetBack(path, named)).toEqual(rows.map((row) => row.map(wellFormed)));
  });
  await fc.assert(back, { numRuns: RUNS });
});

describe.each(["csv", "tsv", "jsonl"] as const)("%s", (format) => {
  test("says every cell, in columns of any name and type", () => {
    const says = fc.property(table, ({ columns, rows }) => {
      const expected = rows.map((row) => row.map((cell, at) => wordsOf(cell, columns[at]!.type)));
      expect(backOf(bytesOf({ columns, rows }, format), columns, format)).toEqual(expected);
    });
    fc.assert(says, { numRuns: RUNS });
  });
});

test.each(FILE_FORMATS)("%s has the same bytes into whatever pieces the rows come, and gzip only packs", (format) => {
  const isSame = fc.property(table, fc.integer({ min: 1, max: 30 }), (made, piece) => {
    const whole = bytesOf(made, format, 30);
    expect(bytesOf(made, format, piece).equals(whole)).toBe(true);
    const unpacked = format.endsWith(".gz") ? gunzipSync(whole) : whole;
    expect(unpacked.equals(bytesOf(made, fileKind(format)))).toBe(true);
  });
  fc.assert(isSame, { numRuns: 5 });
});

test("A Parquet table of several row groups keeps its order, whatever a dictionary holds, and may be empty", async () => {
  const columns: TypedColumn[] = [
    { name: "n", type: "int32" },
    { name: "few", type: "string", nullable: true },
    { name: "all", type: "string" },
  ];
  const path = join(folder, "groups.parquet");
  for (const length of [33_000, 0]) {
    const rows = Array.from({ length }, (_, n) => [n, n % 3 === 0 ? null : `类 ${n % 5}`, `${n} 条`]);
    writeFileSync(path, bytesOf({ columns, rows }, "parquet", 10_000));
    expect(JSON.stringify(await parquetBack(path, columns))).toBe(JSON.stringify(rows));
  }
});

test("CSV tells null from an empty string by quotes, and changes formulas only where that is asked for", () => {
  const made = {
    columns: [{ name: "t", type: "string", nullable: true } as const],
    rows: [[null], [""], ["=1+1"], ["a\n-b"]],
  };
  expect(bytesOf(made, "csv").toString()).toBe('t\n\n""\n=1+1\n"a\n-b"\n');
  expect(bytesOf(made, "csv", 7, true).toString()).toBe('t\n\n""\n\'=1+1\n"a\n\'-b"\n');
});

test("a formula is made text, also behind blanks and invisible marks, and nothing else is changed", () => {
  for (const sign of ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]) {
    expect(spreadsheetSafe(`${sign}HYPERLINK(1)`)).toBe(`'${sign}HYPERLINK(1)`);
  }
  for (const space of [" ", "  ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\v", "\u202e "]) {
    expect(spreadsheetSafe(`${space}=HYPERLINK(1)`)).toBe(`'${space}=HYPERLINK(1)`);
    expect(spreadsheetSafe(`loan;${space}=1`)).toMatch(/'=1$/);
  }
  for (const cell of ["", " ", " loan = 1", "loan", "a=b", "(=1)"]) expect(spreadsheetSafe(cell)).toBe(cell);
});
