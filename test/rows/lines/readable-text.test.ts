import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RowReader } from "../../../src/rows/read-rows.ts";
import { readLines } from "../../../src/rows/lines/text-lines.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("readable-text");

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function readRows(path: string): Promise<number> {
  let rows = 0;
  for await (const batch of new RowReader({ file: path, columns: {} }).batches()) rows += batch.rows.length;
  return rows;
}

const CSV = "text,caller\nhello,13800138000\n";
const CHINESE = "短信,号码\n恭喜您中了一等奖,13800138000\n";

describe("a file that is no text in lines of UTF-8", () => {
  test.each([
    ["utf16le.csv", Buffer.from(`\ufeff${CSV}`, "utf16le"), /utf16le\.csv: expected UTF-8, .*UTF-16: convert it/],
    ["utf16be.csv", Buffer.from(`\ufeff${CSV}`, "utf16le").swap16(), /expected UTF-8, .*UTF-16: convert it/],
    [
      "bare-le.csv",
      Buffer.from(CSV, "utf16le"),
      /expected UTF-8, found UTF-16LE without .* iconv -f UTF-16LE -t UTF-8/,
    ],
    ["bare-be.csv", Buffer.from(CHINESE, "utf16le").swap16(), /found UTF-16BE without .* iconv -f UTF-16BE -t UTF-8/],
    ["mac.csv", CSV.replaceAll("\n", "\r"), /mac\.csv: expected lines that end by LF or CR LF, found CR alone/],
  ])("is refused with what to do: %s", async (name, content, words) => {
    const path = file(name, content);
    await expect(readRows(path)).rejects.toThrow(words);
    expect(() => readLines(path)).toThrow(words);
  });

  test.each([
    ["crlf.csv", CSV.replaceAll("\n", "\r\n")],
    ["no-end.csv", CSV.trimEnd()],
    ["mark.csv", `\ufeff${CSV}`],
    ["quoted.csv", 'text,caller\n"hello\rthere",13800138000\n'],
  ])("is told from one that is: %s", async (name, content) => {
    const path = file(name, content);
    expect(await readRows(path)).toBe(1);
    expect(readLines(path)).toHaveLength(2);
  });

  test("is refused where more of its first lines are in another encoding than are not", async () => {
    // 恭喜 in GB18030.
    const line = Buffer.from([0xb9, 0xa7, 0xcf, 0xb2, 0x0a]);
    const header = Buffer.from("text,label\n");
    const gbk = Buffer.concat([header, line, line]);
    const words =
      "expected UTF-8, found 2 of 3 lines that are not: convert it, for example with iconv -f GB18030 -t UTF-8";
    expect(() => readLines(file("gbk.txt", gbk))).toThrow(`gbk.txt: ${words}`);
    await expect(readRows(file("gbk.csv", gbk))).rejects.toThrow(`gbk.csv: ${words}`);
    // With a header that is none either.
    await expect(readRows(file("all.csv", Buffer.concat([line, line, line])))).rejects.toThrow(
      "all.csv: expected UTF-8",
    );
    expect(await readRows(file("few.csv", Buffer.concat([header, Buffer.from("a,b\nc,d\n"), line])))).toBe(2);
    expect(readLines(file("one.txt", Buffer.concat([header, line]))).map(({ fault }) => fault)).toEqual([
      null,
      "notUtf8",
    ]);
  });
});
