/** A verb shows the number of a person whole with --unmask alone: on its streams and in its files. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";

const folder = newFolder("masking");
const NUMBER = "13987654321";
const ROWS = join(folder, "rows.csv");

beforeAll(() => writeFileSync(ROWS, `text,caller\nhello there,${NUMBER}\nhello,${NUMBER},one too many\n`));

/** All that comes of a command. */
async function shownBy(words: readonly string[]): Promise<string> {
  const cwd = mkdtempSync(join(folder, "place-"));
  const { stdout, stderr } = await inProcess(words, { cwd });
  return [stdout, stderr, ...readdirSync(cwd).map((name) => readFileSync(join(cwd, name), "utf8"))].join("\n");
}

test.each([
  ["rows for people", ["screen", ROWS, "--model", "none"]],
  ["rows in a file", ["screen", ROWS, "--model", "none", "--json", "--out", "out.csv"]],
  ["lines set aside", ["screen", ROWS, "--model", "none", "--json", "--quarantine", "aside.jsonl"]],
  ["an explanation", ["explain", "--caller", NUMBER]],
  ["an explanation as JSON", ["explain", "--caller", NUMBER, "--json"]],
])("%s: whole with --unmask alone", async (_, words) => {
  const masked = await shownBy(words);
  expect(masked).toMatch(/139\*{4}(?:43)?21/);
  expect(masked).not.toContain(NUMBER);
  expect(await shownBy([...words, "--unmask"])).toContain(NUMBER);
});
