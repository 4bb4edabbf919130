/** The documents are true: the program understands their commands, their examples hold, their links lead somewhere. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_SCENARIO, loadScenario } from "../src/scenario/file.ts";
import { inProcess } from "./cli/in-process.ts";
import { COMMANDS, DOCUMENTS, ELSEWHERE, ROOT, readDocument, readGuide, understood } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const folder = newFolder("docs");

describe("the commands of the documents", () => {
  test("run in test/docs.long.test.ts, or where the list says", () => {
    const here = COMMANDS.filter(({ where }) => where === undefined);
    expect(here.filter(({ line }) => !line.startsWith("npx ringfence "))).toEqual([]);
    const used = new Set(COMMANDS.map(({ where }) => where));
    expect(ELSEWHERE.filter(([, , where]) => !used.has(where))).toEqual([]);
    const paths = ELSEWHERE.flatMap(([, , where]) => (where.includes(" ") ? [] : where));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(here.length).toBeGreaterThan(12);
  });

  const typed = DOCUMENTS.filter((document) => document !== "CHANGELOG.md").flatMap((document) => {
    const { text } = readDocument(document);
    const inBlocks = COMMANDS.filter((one) => one.document === document).map(({ line }) => line);
    const inWords = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
    return [...inBlocks, ...inWords].flatMap((code) => {
      const [, command] = /(?:^|; do |')(?:npx )?ringfence (?!DIR)([^>|&']*(?:'[^']*'[^>|&']*)?)/.exec(code) ?? [];
      const said = command?.replace("DOCUMENT", "report").replace(/\$SLURM_ARRAY_TASK_ID|\{\}/, "1");
      return said === undefined ? [] : [said.trim()];
    });
  });

  test("are understood as written, also those within a sentence", async () => {
    // The list of points that a sweep reads.
    writeFileSync(join(folder, "moved.csv"), readGuide("researcher").blocks("csv")[0]!);
    const home = process.cwd();
    process.chdir(folder);
    const wrong: string[] = [];
    for (const command of new Set(typed.filter((one) => / /.test(one) && !/^VERB|<|--help$/.test(one)))) {
      const answer = await understood(command);
      if (!command.split(" ").includes(answer)) wrong.push(`${command}: ${answer}`);
    }
    process.chdir(home);
    expect(wrong).toEqual([]);
    expect(typed.length).toBeGreaterThan(60);
    expect(await understood("bench pipeline --no-such")).toContain("unknown option");
  });
});

describe("the page on the command line", () => {
  const { text, blocks } = readDocument("docs/command-line.md");

  test("lists every verb as its help has it (npx vitest run -u test/docs.test.ts makes the list)", async () => {
    const list = await verbsBelow([]);
    const made = text.replace(/(<!-- verbs -->)[^]*(<!-- end of verbs -->)/, `$1\n\n${list.join("\n")}\n\n$2`);
    expect(list.length).toBeGreaterThan(20);
    await expect(made).toMatchFileSnapshot(join(ROOT, "docs/command-line.md"));
  });

  test("shows a scenario that loads, and all that it states differs from the defaults", () => {
    const [yaml] = blocks("yaml");
    const path = join(folder, "example.yaml");
    writeFileSync(path, yaml!);
    const stated = parse(yaml!) as object;
    expect(loadScenario(path)).toMatchObject(stated);
    const defaults = loadScenario(DEFAULT_SCENARIO);
    for (const [key, value] of Object.entries(stated)) expect(defaults).not.toMatchObject({ [key]: value as unknown });
  });
});

/** A line for each verb: how it is typed, and what it does. Parents that do nothing themselves have none. */
async function verbsBelow(words: readonly string[]): Promise<string[]> {
  const { stdout } = await inProcess([...words, "--help"]);
  const [, usage, does] = /^Usage: (.*)\n\n([^]*?)\n\n/m.exec(stdout)!;
  const below = /^Commands:\n((?: .*\n)+)/m.exec(stdout)?.[1]!.matchAll(/^ {2}([a-z][a-z-]*)/gm) ?? [];
  const lists: string[] = [];
  for (const [, verb] of below) if (verb !== "help") lists.push(...(await verbsBelow([...words, verb!])));
  if (lists.length > 0 && words[0] !== "gateway") return lists;
  const typed = usage!.replace("ringfence ", "").replaceAll(/ \[(?:options|command)\]/g, "");
  return [`- \`${typed}\`: ${does!.replaceAll(/\s+/g, " ")}`, ...lists];
}

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(document: string): string[] {
  const headings = [...document.toLowerCase().matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading]) => heading!.replaceAll(/[^\w -]/g, "").replaceAll(" ", "-"));
}

test.each(DOCUMENTS)("%s: has links that lead somewhere", (document) => {
  const links = [...readDocument(document).text.matchAll(/\]\(([^)#\s]*)(?:#([\w-]+))?\)/g)];
  const broken = links.filter(([, target, anchor]) => {
    const path = target === "" ? join(ROOT, document) : join(ROOT, dirname(document), target!);
    if (/^https?:/.test(target!)) return false;
    return !existsSync(path) || (anchor !== undefined && !anchorsOf(readFileSync(path, "utf8")).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});
