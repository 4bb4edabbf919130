/** Every command of the README and of the page on the command line runs as written, in a small world. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ringfence, settings } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { readDocument, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [readme, commandLine] = [readDocument("README.md"), readDocument("docs/command-line.md")];
const folder = newFolder("docs");
const OWN_ENGINE = "my-filter.mjs";
/** A run in a test is shown to work, not to be large. */
const SMALL = [
  "--workers",
  "1",
  ...settings("hours=3", "population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05"),
];

/** What a command is given so that it shows that it works, and no more. */
function small([verb, question]: readonly string[]): string[] {
  if (verb === "run" || question === "validate") return SMALL;
  return verb === "bench" ? ["--size", "smoke", "--quiet"] : [];
}

/** Code of a document as a module in the folder of the tests; the package is the one that was built. */
function writeModule(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code.replace('"ringfence"', JSON.stringify(join(ROOT, "dist/src/index.js"))));
  return path;
}

test.each([...readme.commands, ...commandLine.commands])("ringfence %s: works as written", async (command) => {
  writeFileSync(
    join(folder, "inbox.csv"),
    "class,from,body\nfraud,95588,you have won a prize\nham,10086,hello there\n",
  );
  writeFileSync(join(folder, "scripts.txt"), "you have won a prize, call now\n");
  writeFileSync(join(folder, "numbers.txt"), "13800138000\n");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeModule(OWN_ENGINE, readme.blocks("js")[0]!);
  if (!existsSync(join(folder, "datasets"))) symlinkSync(join(ROOT, "datasets"), join(folder, "datasets"));
  const words = wordsOf(command);
  const start = words[0] === "screen" || command.includes(OWN_ENGINE) ? ringfence : inProcess;
  const { code, stdout, stderr } = await start([...words, ...small(words)], { cwd: folder });
  // A bench says with 5 that a busy machine cannot measure.
  const allowed: (number | null)[] = words[0] === "bench" ? [0, 5] : [0];
  expect({ isAllowed: allowed.includes(code), code, stderr }).toMatchObject({ isAllowed: true });
  // With --out the rows are in the file, and what is printed is a summary.
  const out = /--out (\S+\.csv)/.exec(command);
  expect(stdout.length + (out === null ? 0 : readFileSync(join(folder, out[1]!)).length)).toBeGreaterThan(100);
});

test("the program of the page on the command line simulates", () => {
  const path = writeModule("simulate.mjs", commandLine.blocks("js")[0]!.replace('"hours=24"', '"hours=3"'));
  expect(execFileSync(process.execPath, [path], { encoding: "utf8" })).toMatch(/^Ringfence: smoke, seed 1/);
});
