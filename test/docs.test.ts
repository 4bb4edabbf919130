/** The documents are true: their commands run, their examples hold, their links lead somewhere. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_SCENARIO, loadScenario } from "../src/scenario/file.ts";
import { GLOSSARY, type Term } from "../src/report/glossary.ts";
import { ringfence, settings } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const COMMAND_LINE = readFileSync(join(ROOT, "docs/command-line.md"), "utf8");
/** The built package, as a program beside this one finds it. */
const PACKAGE = join(ROOT, "dist/src/index.js");
/** A run in a test is shown to work, not to be large. */
const SMALL = [
  "--workers",
  "1",
  ...settings("hours=3", "population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05"),
];

const folder = newFolder("docs");

/** Code blocks of a language; "" for those that name none. */
function blocks(document: string, language: string): string[] {
  const fenced = [...document.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return fenced.filter(([, name]) => name === language).map(([, , body]) => body!);
}

/** Words of a command line with simple quotes, as a shell would split it. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain!,
  );
}

function commandsOf(document: string): string[] {
  return blocks(document, "")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx ringfence "))
    .map((line) => line.slice("npx ringfence ".length));
}

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

const OWN_ENGINE = "my-filter.mjs";
const commands = [README, COMMAND_LINE].flatMap(commandsOf);
const shipped = commands.filter((command) => !command.includes(OWN_ENGINE));
const ownEngine = commands.filter((command) => command.includes(OWN_ENGINE));

/** What a command is given so that it shows that it works, and no more. */
function small([verb, question]: readonly string[]): string[] {
  if (verb === "run" || question === "validate") return SMALL;
  return verb === "bench" ? ["--size", "smoke", "--quiet"] : [];
}

/** Code of a document as a module in the folder of the tests; the package is the one that was built. */
function writeModule(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code.replace('"ringfence"', JSON.stringify(PACKAGE)));
  return path;
}

describe("the README", () => {
  const lines = README.trimEnd().split("\n");

  test("is short", () => {
    expect(lines.length).toBeLessThanOrEqual(120);
    expect(README.length).toBeLessThan(10_000);
  });

  test("brings an engine of one's own", () => {
    expect(ownEngine.length).toBeGreaterThan(0);
  });

  test.each(ownEngine)("ringfence %s: works as written", async (command) => {
    writeModule(OWN_ENGINE, blocks(README, "js")[0]!);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const { code, stdout, stderr } = await ringfence([...words(command), ...SMALL], { cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.length).toBeGreaterThan(100);
  });
});

describe("README and the page on the command line", () => {
  test.each(shipped)("ringfence %s: works as written", async (command) => {
    writeFileSync(
      join(folder, "inbox.csv"),
      "class,from,body\nfraud,95588,you have won a prize\nham,10086,hello there\n",
    );
    writeFileSync(join(folder, "scripts.txt"), "you have won a prize, call now\n");
    writeFileSync(join(folder, "numbers.txt"), "13800138000\n");
    if (!existsSync(join(folder, "datasets"))) symlinkSync(join(ROOT, "datasets"), join(folder, "datasets"));
    const argv = words(command);
    // Of the verbs that are here, the one that no other test starts as a process.
    const start = argv[0] === "screen" ? ringfence : inProcess;
    const { code, stdout, stderr } = await start([...argv, ...small(argv)], { cwd: folder });
    // A bench says with 5 that a busy machine cannot measure.
    const allowed: (number | null)[] = argv[0] === "bench" ? [0, 5] : [0];
    expect({ isAllowed: allowed.includes(code), code, stderr }).toMatchObject({ isAllowed: true });
    // With --out the rows are in the file, and what is printed is a summary.
    const out = /--out (\S+\.csv)/.exec(command);
    expect(stdout.length + (out === null ? 0 : readFileSync(join(folder, out[1]!)).length)).toBeGreaterThan(100);
  });

  test("show a scenario that loads, and all that it states differs from the defaults", () => {
    const [yaml] = blocks(COMMAND_LINE, "yaml");
    const path = join(folder, "example.yaml");
    writeFileSync(path, yaml!);
    const stated = parse(yaml!) as object;
    expect(loadScenario(path)).toMatchObject(stated);
    const defaults = loadScenario(DEFAULT_SCENARIO);
    for (const [key, value] of Object.entries(stated)) expect(defaults).not.toMatchObject({ [key]: value as unknown });
  });

  test("simulate from a program", () => {
    const path = writeModule("simulate.mjs", blocks(COMMAND_LINE, "js")[0]!.replace('"hours=24"', '"hours=3"'));
    expect(execFileSync(process.execPath, [path], { encoding: "utf8" })).toMatch(/^Ringfence: smoke, seed 1/);
  });
});

describe("the words that pages explain", () => {
  const rows = readFileSync(join(ROOT, "docs/words.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

  test.each(Object.values<Term>(GLOSSARY))("$term.en: as docs/words.md has it", ({ term, of, meaning }) => {
    const cells = rows.find(([, name]) => name === term.en)!;
    expect(cells.slice(2, -1)).toEqual([...(of === undefined ? [] : [of]), meaning.en]);
  });
});

describe("every document", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "datasets/README.md"].concat(
    readdirSync(join(ROOT, "docs"))
      .filter((file) => file.endsWith(".md"))
      .map((file) => join("docs", file)),
  );

  test.each(documents)("%s: has links that lead somewhere", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    const links = [...text.matchAll(/\]\(([^)#\s]*)(?:#([\w-]+))?\)/g)].map(([, target, anchor]) => ({
      path: target === "" ? join(ROOT, document) : join(ROOT, dirname(document), target!),
      target: target!,
      anchor,
    }));
    const broken = links.filter(
      ({ path, target, anchor }) =>
        !/^https?:/.test(target) &&
        (!existsSync(path) || (anchor !== undefined && !anchorsOf(readFileSync(path, "utf8")).includes(anchor))),
    );
    expect(broken).toEqual([]);
  });
});
