/** The documents are true: the program understands their commands, their examples hold, their links lead somewhere. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_SCENARIO, loadScenario } from "../src/scenario/file.ts";
import { GLOSSARY, type Term } from "../src/report/glossary.ts";
import { readDocument, readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folder = newFolder("docs");

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

test.each([
  "README.md",
  "docs/command-line.md",
  ...["student", "researcher", "engineer", "gateway"].map((user) => `docs/guide-${user}.md`),
])("the program understands every command of %s", async (path) => {
  const { commands, blocks } = readDocument(path);
  expect(commands.length).toBeGreaterThan(1);
  // The list of points that a sweep reads.
  for (const list of blocks("csv").slice(0, 1)) writeFileSync(join(folder, "moved.csv"), list);
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  for (const command of commands) expect(command.split(" ")).toContain(await understood(command));
});

test("a command that the program does not understand is told", async () => {
  expect(await understood("bench pipeline --no-such")).toContain("unknown option");
});

test("the module of the engineer's guide is the file in docs/engines", () => {
  const file = readFileSync(join(ROOT, "docs/engines/my-bench.js"), "utf8");
  expect(readGuide("engineer").blocks("js")).toEqual([file]);
});

test("the scenario of the page on the command line loads, and states only what differs from the defaults", () => {
  const [yaml] = readDocument("docs/command-line.md").blocks("yaml");
  const path = join(folder, "example.yaml");
  writeFileSync(path, yaml!);
  const stated = parse(yaml!) as object;
  expect(loadScenario(path)).toMatchObject(stated);
  const defaults = loadScenario(DEFAULT_SCENARIO);
  for (const [key, value] of Object.entries(stated)) expect(defaults).not.toMatchObject({ [key]: value as unknown });
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
