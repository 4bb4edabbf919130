/** The documents are true: their commands run, their examples hold, their links lead somewhere. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_SCENARIO, loadScenario } from "../src/scenario/file.ts";
import { ringfence } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
/** A run in a test is shown to work, not to be large. */
const SMALL = ["--workers", "1", "--set", "hours=3", "--set", "population.subscribers=300", "--set", "gangs.count=4"];

const folder = newFolder("docs");

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, body]) => body!);
}

/** Words of a command line with simple quotes, as a shell would split it. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain!,
  );
}

const commands = blocks("")
  .flatMap((block) => block.split("\n"))
  .filter((line) => line.startsWith("npx ringfence "))
  .map((line) => line.slice("npx ringfence ".length));

describe("the README", () => {
  test("gives the two commands, each on a line of its own", () => {
    expect(README.split("\n")).toContain("npm ci && npm start");
    expect(README.split("\n")).toContain("npm ci && npm test");
  });

  test("has commands to try", () => {
    expect(commands.length).toBeGreaterThan(4);
  });

  test.each(commands)("ringfence %s: works as written", async (command) => {
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
    const { code, stdout, stderr } = await start([...argv, ...(argv[0] === "run" ? SMALL : [])], { cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    // With --out the rows are in the file, and what is printed is a summary.
    expect(
      stdout.length + (command.includes("--out") ? readFileSync(join(folder, "screened.csv")).length : 0),
    ).toBeGreaterThan(100);
  });

  test("has a scenario that loads, and all that it states differs from the defaults", () => {
    const [yaml] = blocks("yaml");
    const path = join(folder, "example.yaml");
    writeFileSync(path, yaml!);
    const stated = parse(yaml!) as object;
    expect(loadScenario(path)).toMatchObject(stated);
    const defaults = loadScenario(DEFAULT_SCENARIO);
    for (const [key, value] of Object.entries(stated)) expect(defaults).not.toMatchObject({ [key]: value as unknown });
  });

  test("has library code that runs", () => {
    const [code] = blocks("js");
    const entry = JSON.stringify(join(ROOT, "dist/src/index.js"));
    const path = join(folder, "example.mjs");
    writeFileSync(path, code!.replace('"ringfence"', entry).replace('"hours=24"', '"hours=3"'));
    expect(execFileSync(process.execPath, [path], { encoding: "utf8" })).toMatch(/^Ringfence: smoke, seed 1/);
  });
});

describe("every document", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "datasets/README.md"].concat(
    ["docs", "docs/decisions"].flatMap((path) =>
      readdirSync(join(ROOT, path))
        .filter((file) => file.endsWith(".md"))
        .map((file) => join(path, file)),
    ),
  );

  test("of the decisions is listed among them", () => {
    const list = readFileSync(join(ROOT, "docs/decisions/README.md"), "utf8");
    const records = documents.filter((path) => /decisions\/\d/.test(path));
    for (const path of records) expect(list).toContain(`(${basename(path)})`);
  });

  test.each(documents)("%s: has links that lead somewhere", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8");
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
    const broken = links.filter(
      (target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(document), target)),
    );
    expect(broken).toEqual([]);
  });
});
