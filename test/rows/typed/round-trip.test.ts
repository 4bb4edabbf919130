/** Tables come back from a file as they went in, whatever the format and whatever is in them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, ColumnType, TypedColumn } from "../../../src/rows/typed/column.ts";
import { FILE_FORMATS, type FileFormat } from "../../../src/rows/file-format.ts";
import { openRows } from "../../../src/rows/typed/open-rows.ts";
import { TypedWriter } from "../../../src/rows/typed/typed-writer.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("table");

const RUNS = 25;

/** What people and attackers write, and what formats are known to stumble over. */
const HARD_TEXTS = [
  "",
  "+8613800138000",
  "1e5",
  "true",
  "NULL",
  "  a ",
  "\ufeff您",
  '""',
  '"a",b',
  "a\tb",
  "a\r\nb",
  "\n",
  "\u0000",
  "=1+1",
  "\ud83d\ude00",
  "\\",
  "\ud83d",
  "a\ud800b",
  "2024-01-01T00:00:00.000Z",
];

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

function bytesOf({ columns, rows }: Table, format: FileFormat, piece = 7, spreadsheetSafe = false): Buffer {
  const parts: Buffer[] = [];
  const writer = new TypedWriter(columns, (bytes) => parts.push(Buffer.from(bytes)), { format, spreadsheetSafe });
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

async function readBack(path: string, columns: readonly TypedColumn[]): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const { rows: count, data } of (await openRows(path)).read(columns)) {
    for (let row = 0; row < count; row++) rows.push(data.map((cells) => cells[row]!));
  }
  return rows;
}

describe.each(FILE_FORMATS)("%s", (format) => {
  test("comes back exactly, cell by cell, in columns of any name and type", async () => {
    const path = join(folder, `table.${format}`);
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, rows }) => {
        writeFileSync(path, bytesOf({ columns, rows }, format));
        const named = columns.map((each) => ({ ...each, name: wellFormed(each.name) }));
        expect(await readBack(path, named)).toEqual(rows.map((row) => row.map(wellFormed)));
      }),
      { numRuns: RUNS },
    );
  });

  test("has the same bytes into whatever pieces the rows come", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 30 }), (made, piece) => {
        expect(bytesOf(made, format, piece).equals(bytesOf(made, format, 30))).toBe(true);
      }),
      { numRuns: 5 },
    );
  });
});

test("A table of several row groups keeps its order, whatever a dictionary holds", async () => {
  const columns: TypedColumn[] = [
    { name: "n", type: "int32" },
    { name: "few", type: "string", nullable: true },
    { name: "all", type: "string" },
  ];
  const rows = Array.from({ length: 33_000 }, (_, n) => [n, n % 3 === 0 ? null : `类 ${n % 5}`, `${n} 条`]);
  const path = join(folder, "groups.parquet");
  writeFileSync(path, bytesOf({ columns, rows }, "parquet", 10_000));
  expect(await readBack(path, columns)).toEqual(rows);
});

test("An empty table has its columns, and no rows", async () => {
  const columns: TypedColumn[] = [{ name: "a", type: "int64" }];
  for (const format of ["csv", "parquet", "tsv.gz"] as const) {
    const path = join(folder, `empty.${format}`);
    writeFileSync(path, bytesOf({ columns, rows: [] }, format));
    const opened = await openRows(path);
    expect(opened.names).toEqual(["a"]);
    await opened.close();
    expect(await readBack(path, columns)).toEqual([]);
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

test("A table that somebody else wrote is read: CR LF, blanks in times, no quotes around nothing, a mark at its head", async () => {
  const path = join(folder, "others.csv");
  writeFileSync(path, '\ufefftime,text,n\r\n2024-01-01 08:00:00,,+5\r\n2024-01-01T08:00:00+08:00,"a ""b""",7');
  const columns: TypedColumn[] = [
    { name: "n", type: "int64" },
    { name: "time", type: "timestamp" },
    { name: "text", type: "string" },
  ];
  expect(await readBack(path, columns)).toEqual([
    [5n, Date.UTC(2024, 0, 1, 8), ""],
    [7n, Date.UTC(2024, 0, 1), 'a "b"'],
  ]);
});

const write = (type: ColumnType, cell: Cell) => () =>
  bytesOf({ columns: [{ name: "n", type }], rows: [[cell]] }, "csv");

test("A cell that does not fit its column is refused, with its place", () => {
  expect(write("int32", 1.5)).toThrow("row 1, column n: expected int32, got 1.5");
  expect(write("int64", 9223372036854775808n)).toThrow("expected int64");
  expect(write("string", null)).toThrow("expected string, got null");
  expect(write("timestamp", 1e16)).toThrow("expected timestamp");
});
