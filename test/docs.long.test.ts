/** The commands of the documents that no other test runs: each runs as written, in a small world. */
import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { settings } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { COMMANDS, ROOT, readDocument, withPackage, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

/** A run in a test is shown to work, not to be large. */
const SMALL = [
  "--workers",
  "1",
  ...settings("population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05"),
];

const folder = newFolder("docs");

beforeAll(() => {
  writeFileSync(
    join(folder, "inbox.csv"),
    "class,from,body\nfraud,95588,you have won a prize\nham,10086,hello there\n",
  );
  writeFileSync(join(folder, "scripts.txt"), "you have won a prize, call now\n");
  writeFileSync(join(folder, "numbers.txt"), "13800138000\n");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  // Files share a process, and the engineer's guide has loaded this engine by its name.
  writeModule("my-filter.mjs", readDocument("README.md").blocks("js")[0]!.replace('"my-filter"', '"filter-of-readme"'));
  for (const name of ["datasets", "examples"]) symlinkSync(join(ROOT, name), join(folder, name));
});

/** Code of a document as a module in the folder of the tests; the package is the one that was built. */
function writeModule(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, withPackage(code));
  return path;
}

/** What a command is given so that it shows that it works, and no more. */
function small([verb, question, ...words]: readonly string[]): string[] {
  const hours = words.includes("--hours") ? ["--hours", "3"] : settings("hours=3");
  if (verb === "run" || verb === "generate" || question === "validate") return [...SMALL, ...hours];
  return verb === "bench" ? ["--size", "smoke", "--quiet"] : [];
}

test.each(COMMANDS.filter(({ where }) => where === undefined))(
  "$line ($document): works as written",
  async ({ line }) => {
    const argv = wordsOf(line.slice("npx ringfence ".length));
    const { code, stdout, stderr } = await inProcess([...argv, ...small(argv)], { cwd: folder });
    // A bench says with 5 that a busy machine cannot measure.
    const allowed: (number | null)[] = argv[0] === "bench" ? [0, 5] : [0];
    expect({ isAllowed: allowed.includes(code), code, stderr }).toMatchObject({ isAllowed: true });
    // With --out the rows are in the file, and what is printed is a summary.
    const out = /--out (\S+\.csv)/.exec(line);
    expect(stdout.length + (out === null ? 0 : readFileSync(join(folder, out[1]!)).length)).toBeGreaterThan(100);
  },
);

test("the program of the page on the command line simulates", () => {
  const code = readDocument("docs/command-line.md").blocks("js")[0]!.replace('"hours=24"', '"hours=3"');
  const path = writeModule("simulate.mjs", code);
  expect(execFileSync(process.execPath, [path], { encoding: "utf8" })).toMatch(/^Ringfence: smoke, seed 1/);
});
