/** The examples of the documents compile in a strict TypeScript project outside the package; those of screening run. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ROOT, readDocument } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const folder = newFolder("examples");

/** Its own declarations do not compile. */
const OTHERS = 'from "bloom-filters"';

/** By document, its blocks of TypeScript and JavaScript that import the package. */
const examples = ["README.md", "docs/guide-engineer.md", "docs/guide-researcher.md", "docs/command-line.md"].flatMap(
  (document) => {
    const blocks = ["ts", "js"].flatMap(readDocument(document).blocks);
    const ours = blocks.filter((code) => code.includes('from "ringfence"') && !code.includes(OTHERS));
    return ours.map((code, at) => ({ name: `${document.replace(/\W/g, "-")}-${at}.ts`, code }));
  },
);

const compiler = join(ROOT, "node_modules/typescript/bin/tsc");

beforeAll(() => {
  // The declarations of today, as the package has them.
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.json", "--noCheck"], { cwd: ROOT });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/ringfence"));
  for (const name of ["fastest-levenshtein", "@types"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmitOnError: true,
    outDir: "out",
    rootDir: ".",
  };
  const files = examples.map(({ name }) => name);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  for (const { name, code } of examples) writeFileSync(join(folder, name), code);
});

describe("the examples of the documents", () => {
  test("are found in README and guides", () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
  });

  test("compile from outside the package, under strict rules", { timeout: 120_000 }, () => {
    const complaints = (): string =>
      spawnSync(process.execPath, [compiler, "-p", "."], { cwd: folder, encoding: "utf8" }).stdout;
    expect(complaints()).toBe("");
    writeFileSync(join(folder, examples[0]!.name), examples[0]!.code.replace("caller:", "caler:"));
    expect(complaints()).toContain("'caler' does not exist in type");
  });

  test("screen as they say", () => {
    const said = /\/\/ (block .*)/.exec(examples[0]!.code)![1]!;
    expect(printed(examples[0]!.name)).toBe(`${said}\n`);
    const guide = examples.filter(({ code }) => code.includes("createScreener")).slice(1);
    expect(guide.map(({ name }) => printed(name).split(" ")[0]!.trim())).toEqual(["allow", "block"]);
  });
});

test("the package has at most 60 public names, types among them", () => {
  const index = readFileSync(join(ROOT, "src/index.ts"), "utf8");
  const names = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    list!.split(",").flatMap((name) => name.trim() || []),
  );
  expect(names.length).toBeGreaterThan(40);
  expect(names.length).toBeLessThanOrEqual(60);
  expect(names[0]).toBe("createScreener");
  expect(index).not.toMatch(/export \*/);
});

/** What an example that was compiled prints. */
function printed(name: string): string {
  return execFileSync(process.execPath, [join(folder, "out", name.replace(".ts", ".js"))], { encoding: "utf8" });
}
