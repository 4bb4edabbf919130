/** The rows that `screen` writes say the same in every format. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { SCREENED_TYPES } from "../../../src/screen/screened-row.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { newFolder } from "../../new-folder.ts";
import { readJsonLines } from "../command-line.ts";
import { inProcess } from "../in-process.ts";

const folder = newFolder("screen-formats");
const TEXTS = ["=1+1, and a win", 'a "quoted"\nline', "您的备用金已批，点击http://1cbc-vip.top领取", "", "hello"];

async function screen(out: string): Promise<string> {
  const path = join(folder, out);
  const words = ["screen", join(folder, "in.csv"), "--templates", join(folder, "scripts.txt"), "--model", "none"];
  const { code, stderr } = await inProcess([...words, "--out", path, "--quiet"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return path;
}

beforeAll(() => {
  const cells = TEXTS.map((text) => `"${text.replaceAll('"', '""')}",0095588,x`);
  writeFileSync(join(folder, "in.csv"), `text,from,label\n${cells.join("\n")}\n`);
  writeFileSync(join(folder, "scripts.txt"), "您的备用金已批，点击领取\nhello there my friend\n");
});

test("Parquet has the rows of JSON Lines, with evidence joined", async () => {
  const lines = readJsonLines<Record<string, unknown>>(await screen("rows.jsonl"));
  expect(lines.length).toBe(TEXTS.length);
  const columns = SCREENED_TYPES.map(({ name }) => name);
  const found: Record<string, unknown>[] = [];
  for await (const { rows, data } of (await ParquetFile.open(await screen("rows.parquet"))).read(SCREENED_TYPES)) {
    for (let row = 0; row < rows; row++) {
      found.push(Object.fromEntries(columns.map((name, at) => [name, data[at]![row]])));
    }
  }
  const expected = lines.map((line) => ({
    ...line,
    line: BigInt(line["line"] as number),
    evidence: (line["evidence"] as string[]).join("; "),
  }));
  expect(found).toEqual(expected);
  expect(found.some(({ evidence }) => (evidence as string).includes("; "))).toBe(true);
});
