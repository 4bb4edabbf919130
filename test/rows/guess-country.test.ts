import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { guessCountry } from "../../src/rows/guess-country.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("guess-country");
const of = (count: number, number: string): string[] =>
  Array.from({ length: count }, (_, at) => `${number}${String(at).padStart(2, "0")}`);

test.each([
  [
    "most state it, with a plus or two zeros",
    "GB",
    [...of(4, "+4479110123"), ...of(3, "00447911012"), ...of(5, "13800138")],
  ],
  ["names and short codes are no numbers", "GB", [...of(5, "+4479110123"), ...of(9, "HSBC"), ...of(9, "808")]],
  ["they have ten digits, as in many countries", "CN", of(9, "20255501")],
  ["half of them state none", "CN", [...of(5, "+4479110123"), ...of(5, "138001380")]],
  ["they state China", "CN", of(9, "+86138001380")],
  ["no country has most", "CN", [...of(3, "+4479110123"), ...of(3, "+3361234567"), ...of(3, "+4915112345")]],
  ["they are too few", "CN", of(4, "+4479110123")],
  ["there is none", "CN", of(9, "HSBC")],
])("a file's numbers are read as its own where %s: %s", async (_, code, callers) => {
  const file = join(folder, `${code}-${callers.length}-${callers[0]}.csv`);
  writeFileSync(file, `caller,text\n${callers.map((caller) => `${caller},hello\n`).join("")}`);
  expect((await guessCountry({ file, columns: {} })).code).toBe(code);
});

test("what cannot be read twice, or has no columns to read, is read as in China", async () => {
  const file = join(folder, "no-columns.csv");
  writeFileSync(file, "one,two\n+447911012300,x\n");
  for (const each of [file, "-", "/dev/null", join(folder, "absent.csv")]) {
    expect((await guessCountry({ file: each, columns: {} })).code).toBe("CN");
  }
});
