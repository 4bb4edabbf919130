import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RowSource } from "../../../src/rows/read-rows.ts";
import { readLines } from "../../../src/rows/lines/text-lines.ts";
import { readAll } from "../read-all.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("readable-text");

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function readRows(path: string, source: Partial<RowSource> = {}) {
  const { rows, reader } = await readAll({ ...source, file: path });
  return { rows, readAs: reader.facts.readAs };
}

const CSV = "text,caller\nhello,13800138000\n";
const CHINESE = "短信,号码\n恭喜您中了一等奖,13800138000\n";

function lines(bytes: readonly number[]): Buffer {
  const rows = Array.from({ length: 3 }, () => Buffer.from([...bytes, 0x2c, 0x31, 0x0a]));
  return Buffer.concat([Buffer.from("text,label\n"), ...rows]);
}

describe("a list that is no text in lines of UTF-8", () => {
  test.each([
    ["utf16le.csv", Buffer.from(`\ufeff${CSV}`, "utf16le"), /utf16le\.csv: expected UTF-8, found UTF-16LE: convert it/],
    ["utf16be.csv", Buffer.from(`\ufeff${CSV}`, "utf16le").swap16(), /expected UTF-8, found UTF-16BE: convert it/],
    ["bare-le.csv", Buffer.from(CSV, "utf16le"), /expected UTF-8, found UTF-16LE: .* iconv -f UTF-16LE -t UTF-8/],
    ["bare-be.csv", Buffer.from(CHINESE, "utf16le").swap16(), /found UTF-16BE: .* iconv -f UTF-16BE -t UTF-8/],
    ["mac.csv", CSV.replaceAll("\n", "\r"), /mac\.csv: expected lines that end by LF or CR LF, found CR alone/],
  ])("is refused with what to do: %s", (name, content, words) => {
    expect(() => readLines(file(name, content))).toThrow(words);
  });

  test.each([
    ["crlf.csv", CSV.replaceAll("\n", "\r\n")],
    ["no-end.csv", CSV.trimEnd()],
    ["mark.csv", `\ufeff${CSV}`],
    ["quoted.csv", 'text,caller\n"hello\rthere",13800138000\n'],
  ])("is told from one that is: %s", async (name, content) => {
    const path = file(name, content);
    expect((await readRows(path)).rows).toHaveLength(1);
    expect(readLines(path)).toHaveLength(2);
  });

  test("is refused where more of its first lines are in another encoding than are not", () => {
    // 恭喜 in GB18030.
    const line = Buffer.from([0xb9, 0xa7, 0xcf, 0xb2, 0x0a]);
    const header = Buffer.from("text,label\n");
    expect(() => readLines(file("gbk.txt", Buffer.concat([header, line, line])))).toThrow(
      "gbk.txt: expected UTF-8, found 2 of 3 lines that are not: name its encoding, as --encoding gb18030, or convert it",
    );
    expect(readLines(file("one.txt", Buffer.concat([header, line]))).map(({ fault }) => fault)).toEqual([
      null,
      "notUtf8",
    ]);
  });
});

describe("rows", () => {
  // The bytes of 您的银行卡 in GB18030, and of 您的銀行卡 in Big5.
  const BANK_CARD = [0xc4, 0xfa, 0xb5, 0xc4, 0xd2, 0xf8, 0xd0, 0xd0, 0xbf, 0xa8];
  const IN_BIG5 = [0xb1, 0x7a, 0xaa, 0xba, 0xbb, 0xc8, 0xa6, 0xe6, 0xa5, 0x64];

  test.each([
    ["gb18030", lines(BANK_CARD), "您的银行卡", "gb18030"],
    ["big5", lines(IN_BIG5), "您的銀行卡", "big5"],
    ["latin1", lines([...Buffer.from("votre carte a "), 0xe9, 0x74, 0xe9]), "votre carte a été", "windows-1252"],
    ["utf-16le", Buffer.from(`\ufeff${CSV}`, "utf16le"), "hello", "utf-16le"],
    ["utf-16be", Buffer.from(CSV, "utf16le").swap16(), "hello", "utf-16be"],
  ])("are read in %s, whether it is named or guessed", async (encoding, content, text, readAs) => {
    const path = file(`${encoding}.csv`, content);
    const [guessed, named] = [await readRows(path), await readRows(path, { encoding })];
    expect(guessed.rows[0]!.text).toBe(text);
    expect(guessed.readAs).toEqual({ encoding: readAs, isGuess: true });
    expect(named).toEqual({ rows: guessed.rows, readAs: { encoding: readAs, isGuess: false } });
    await expect(readRows(path, { encoding: "none" })).rejects.toThrow(/--encoding "none": expected an encoding/);
  });

  test("are read of a file without a header, by the numbers of their columns", async () => {
    const path = file("collection", "ham\tGo until jurong\nspam\tFree entry\n");
    const { rows } = await readRows(path, { header: false, columns: { text: "2", label: "1" } });
    expect(rows.map(({ line, label, text }) => [line, label, text])).toEqual([
      [1, "ham", "Go until jurong"],
      [2, "spam", "Free entry"],
    ]);
    await expect(readRows(path)).rejects.toThrow(/line 1 was taken as the header.*--no-header/);
  });

  test.each(["utf8", "utf16le"] as const)("of XML are refused by that name, with what to do: %s", async (encoding) => {
    const xml = '\ufeff<?xml version=\'1.0\'?>\n<smses><sms address="95588" body="hello" /></smses>\n';
    const path = join(folder, "sms.xml");
    writeFileSync(path, Buffer.from(xml, encoding));
    await expect(readRows(path)).rejects.toThrow(/sms\.xml: expected CSV.*found XML\. Convert it to CSV/);
  });
});
