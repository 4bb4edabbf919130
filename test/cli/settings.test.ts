import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { ScreenDocument } from "../../src/screen/document.ts";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";

const folder = newFolder("settings");
const TEXT = "Your parcel is held at the depot, pay the customs fee now";

beforeAll(() => {
  writeFileSync(join(folder, "scripts.txt"), `${TEXT}\n`);
  writeFileSync(join(folder, "messages.csv"), `text,label\n"${TEXT}",fraud\nlunch at noon tomorrow then,ham\n`);
  writeFileSync(
    join(folder, "tuned.yaml"),
    "screening:\n  prior: -420\n  blockScore: 2000\n  flagScore: 1900\nwarnings:\n  low: 0.4\ndissuasion:\n  agents: 3\n",
  );
});

const go = (...args: string[]) => inProcess(args, { cwd: folder });

const screen = (...words: string[]) =>
  go(..."screen messages.csv --templates scripts.txt --model none --json".split(" "), ...words);

async function screened(...options: string[]): Promise<{ document: ScreenDocument; stderr: string }> {
  const { code, stdout, stderr } = await screen(...options);
  expect(stderr.replace(/^ringfence: tuned.*\n/, "")).toBe("");
  expect(code).toBe(0);
  return { document: JSON.parse(stdout) as ScreenDocument, stderr };
}

const named = (module: string): string => `blocklist: { engine: ${JSON.stringify(module)} }\n`;

test("A file runs a module outside of its folder only if that is allowed", async () => {
  const fixture = fileURLToPath(new URL("../fixtures/engines/set-filter.mjs", import.meta.url));
  const place = mkdtempSync(join(folder, "modules-"));
  const beside = join(place, "mine.mjs");
  writeFileSync(beside, `export { default } from ${JSON.stringify(fixture)};`);
  // Loaded before: the program gives a module 20 seconds.
  for (const path of [fixture, beside]) await import(pathToFileURL(path).href);
  const files = {
    "other.yaml": named(fixture),
    "aliased.yaml": `name: &it ${JSON.stringify(fixture)}\nblocklist: { engine: *it }\n`,
    "beside.yaml": named(beside),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  symlinkSync(fixture, join(place, "linked.mjs"));
  writeFileSync(join(place, "linked.yaml"), named(join(place, "linked.mjs")));
  writeFileSync(join(place, "points.csv"), `blocklist.engine\n${fixture}\n`);
  const screening = (name: string, ...words: string[]) => screen("--settings", join(place, name), ...words);
  const refused = `names a module that would run, ${fixture}, outside of the folder of the file`;
  for (const name of ["other.yaml", "aliased.yaml", "linked.yaml"]) {
    expect(await screening(name)).toMatchObject({ code: 2, stderr: expect.stringContaining(refused) as string });
  }
  for (const words of [
    ["run", join(place, "other.yaml")],
    ["study", "sweep", "smoke", "--list", join(place, "points.csv")],
  ]) {
    expect(await go(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(fixture) as string });
  }
  expect(await screening("other.yaml", "--allow-modules")).toMatchObject({ code: 0 });
  expect(await screening("beside.yaml")).toMatchObject({ code: 0 });
  // What is typed is the user's own.
  expect(await screen("--set", `blocklist.engine=${fixture}`)).toMatchObject({ code: 0, stderr: "" });
});

describe("settings of screening", () => {
  test("decide what is blocked in a file, and stand in its document", async () => {
    const plain = await screened();
    expect(plain.document.verdicts.block).toBe(1);
    expect(plain.document.settings).toBeUndefined();
    const { document, stderr } = await screened("--settings", "tuned.yaml");
    expect(document.verdicts).toEqual({ allow: 2, flag: 0, block: 0 });
    const passedOver = ["warnings.low", "dissuasion.agents"];
    const settings = { file: "tuned.yaml", set: [], passedOver, flagScore: 1900, blockScore: 2000 };
    expect(document.settings).toMatchObject(settings);
    expect(stderr).toContain("passed over, as nothing here depends on it: warnings.low, dissuasion.agents");
  });

  test("that are typed stand above the file", async () => {
    const { document } = await screened(
      ..."--settings tuned.yaml --set screening.blockScore=1950 --set screening.weights.textMatch=0".split(" "),
    );
    expect(document.settings).toMatchObject({ blockScore: 1950, flagScore: 1900 });
    const off = await screened("--set", "screening.stages.match=false");
    expect(off.document.stages["match"]).toBe(false);
    const near = await screened("--set", "templates.threshold=0.9");
    expect(near.document.templates!.threshold).toBe(0.9);
  });

  test("are refused where nothing depends on them, or there are none such", async () => {
    const typed = await go("screen", "messages.csv", "--set", "warnings.low=0.5");
    expect(typed).toMatchObject({ code: 2, stdout: "" });
    expect(typed.stderr).toContain("--set warnings.low=0.5: nothing here depends on it");
    writeFileSync(join(folder, "wrong.yaml"), "screening:\n  blokScore: 200\n");
    const outcome = await go("screen", "messages.csv", "--settings", "wrong.yaml");
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain('wrong.yaml:2:3: unknown parameter "screening.blokScore"');
  });
});

function filesRead(): string[] {
  return ["messages.csv", "tuned.yaml"].map((name) => readFileSync(join(folder, name), "utf8"));
}

test.each([
  ["study tune smoke --settings tuned.yaml --out ./tuned.yaml", 2, "tuned.yaml is a file"],
  ["train messages.csv --out messages.csv --force", 2, "is a file that is read"],
  ["train messages.csv --out tuned.yaml", 7, "tuned.yaml is there already"],
  ["train messages.csv --out nowhere/t.yaml", 7, "the directory is not there"],
])(
  "a file to write never takes the place of one that is there or read, and has its directory: %s",
  async (line, exit, message) => {
    const before = filesRead();
    const { code, stderr } = await go(...line.split(" "));
    expect([code, stderr]).toEqual([exit, expect.stringContaining(message)]);
    expect(filesRead()).toEqual(before);
  },
);
