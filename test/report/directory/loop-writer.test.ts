import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeLoop } from "../../../src/report/directory/write-run.ts";
import { RunDirectory } from "../../../src/report/directory/run-directory.ts";
import type { WarningDocument } from "../../../src/report/directory/warning-document.ts";
import { newFolder } from "../../new-folder.ts";
import { delivery, HEEDED, LOST, warning } from "../sample-loop.ts";
import { readJsonLines } from "../../cli/command-line.ts";

const folder = newFolder("loop");

test("each warning has its own deliveries, in the order of time, and episodes are apart", async () => {
  const directory = RunDirectory.create(join(folder, "few"), { id: "x" });
  await writeLoop(
    directory,
    {
      warnings: [warning(0, 10, 1, "low"), warning(1, 11, 2, "high"), warning(2, 12, 3, "low")],
      deliveries: [delivery(2, 12, "message", 3), delivery(0, 10, "message", 4), delivery(2, 12, "telephone", 5)],
      episodes: [HEEDED, LOST],
      languageOf: () => "en",
    },
    false,
  );
  const warnings = readJsonLines<WarningDocument>(join(directory.path, "warnings.jsonl"));
  expect(warnings.map(({ deliveries }) => deliveries.map(({ channel }) => channel))).toEqual([
    ["message"],
    [],
    ["message", "telephone"],
  ]);
  expect(readJsonLines(join(directory.path, "episodes.jsonl"))).toMatchObject([{ gang: 0 }, { gang: 1 }]);
  expect(existsSync(join(directory.path, "warnings.jsonl.partial"))).toBe(false);
  expect(readFileSync(join(directory.path, "warnings.jsonl"), "utf8").endsWith("\n")).toBe(true);
});
