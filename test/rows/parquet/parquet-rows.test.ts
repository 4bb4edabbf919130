/** Rows of Parquet and of gzip come as those of plain text do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { RowReader } from "../../../src/rows/read-rows.ts";
import type { Row } from "../../../src/rows/row.ts";
import { TypedFile } from "../../../src/rows/typed/typed-file.ts";
import { readAll } from "../read-all.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("parquet-rows");
const TIME = Date.UTC(2024, 0, 1, 8);

const rowsOf = async (file: string): Promise<Row[]> => (await readAll({ file })).rows;

test("A Parquet file with times, or whole seconds since 1970, has the rows of a CSV", async () => {
  const times = { timestamp: TIME, int64: BigInt(TIME / 1000) };
  for (const [type, time] of Object.entries(times)) {
    const path = join(folder, `${type}.parquet`);
    const file = new TypedFile(path, [
      { name: "caller", type: "string" },
      { name: "callee", type: "int64" },
      { name: "time", type: type as "timestamp" | "int64" },
      { name: "answered", type: "boolean", nullable: true },
      { name: "text", type: "string", nullable: true },
    ]);
    file.write(
      [
        ["0095588", "+8613800138000"],
        [13800138000n, 13800138001n],
        [time, time],
        [true, null],
        [null, "您好\n请"],
      ],
      2,
    );
    file.complete();
    file.out.finish();
    const csv = join(folder, `${type}.csv`);
    const written = type === "timestamp" ? new Date(TIME).toISOString() : String(time);
    writeFileSync(
      csv,
      `caller,callee,time,answered,text\n0095588,13800138000,${written},true,\n+8613800138000,13800138001,${written},,"您好\n请"\n`,
    );
    const rows = await rowsOf(path);
    expect(rows.map(({ timeMs }) => timeMs)).toEqual([TIME, TIME]);
    expect(rows).toEqual((await rowsOf(csv)).map((row, at) => ({ ...row, line: at + 1 })));
  }
});

test("A gzip is read whatever its name says, and one cut short is refused", async () => {
  const text = "text,caller\n您好,0138\nhello,10086\n";
  for (const name of ["rows.csv.gz", "rows.csv"]) {
    writeFileSync(join(folder, name), gzipSync(text));
    expect((await rowsOf(join(folder, name))).map(({ caller }) => caller)).toEqual(["0138", "10086"]);
  }
  writeFileSync(join(folder, "short.csv.gz"), gzipSync(text).subarray(0, 40));
  await expect(rowsOf(join(folder, "short.csv.gz"))).rejects.toThrow(/short.csv.gz: its gzip is broken or cut short/);
});

test("A row that cannot be screened is set aside with what stood there, and every row is accounted for", async () => {
  const path = join(folder, "aside.parquet");
  const file = new TypedFile(path, [
    { name: "text", type: "string", nullable: true },
    { name: "caller", type: "string", nullable: true },
  ]);
  file.write(
    [
      ["您好", null],
      [null, null],
    ],
    2,
  );
  file.complete();
  file.out.finish();
  const { setAside, reader } = await readAll({ file: path });
  expect(setAside).toMatchObject([{ line: 2, reason: "noTextNoCaller", raw: '{"text":null,"caller":null}' }]);
  expect(reader.facts).toMatchObject({ format: "parquet" });
});

test("Parquet on standard input is refused, with what to do", () => {
  expect(() => new RowReader({ file: "-", format: "parquet", columns: {} })).toThrow("name a file");
});
