/** The engineer's guide is true: its commands run, and its engine passes the contract. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlocklistTable } from "../src/blocklist/blocklist.ts";
import { benchResult, measured } from "./bench/compare/documents.ts";
import * as contract from "./blocklist/contract.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GUIDE = readFileSync(join(ROOT, "docs/guide-engineer.md"), "utf8");
const MAIN = join(ROOT, "dist/src/cli/main.js");

const folder = mkdtempSync(join(tmpdir(), "ringfence-guide-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, body]) => body!);
}

describe("the commands of the guide", () => {
  const work = join(folder, "work");
  const commands = blocks("")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx ringfence "))
    .map((line) => line.slice("npx ringfence ".length));

  beforeAll(() => {
    for (const name of ["work", "base"]) fakeCheckout(join(folder, name));
    mkdirSync(join(work, "runs/bench-pipeline"), { recursive: true });
    for (const kept of ["baseline.json", "runs/bench-pipeline/bench.json"]) writeFileSync(join(work, kept), RESULT);
  });

  test("are there", () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  test.each(commands)("ringfence %s: works as written", (command) => {
    const env = { ...process.env, NODE: process.execPath, MAIN };
    const line = `"$NODE" "$MAIN" ${command} ${small(command)}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: work, env, encoding: "utf8" });
    expect({ status, stderr }).toMatchObject({ status: expect.toBeOneOf([0, ...answers(command)]) as number });
    expect(stdout.length).toBeGreaterThan(100);
  });
});

/** Exit codes that answer the question: that it cannot be told from one pair, that a busy machine cannot measure. */
function answers(command: string): number[] {
  return command.startsWith("compare") ? [4] : [5];
}

/** Shown to work, not to measure. */
function small(command: string): string {
  if (command.startsWith("compare")) return "--pairs 1 --quiet";
  if (command === "doctor") return "--quick";
  const brief = { pipeline: "--hours 1", "open-loop": "--seconds 0.05" }[command.split(" ")[1]!] ?? "";
  return `--size smoke --quiet ${brief}`;
}

const FIGURES = ["index", "ringfence, clustered"].map((name) => measured(name, [1, 2, 3, 4, 5, 6]));
const RESULT = JSON.stringify(benchResult(FIGURES));

/** Benches have tests of their own: what a checkout runs here is a program that prints a result. */
function fakeCheckout(path: string): void {
  mkdirSync(join(path, "dist/src/cli"), { recursive: true });
  writeFileSync(join(path, "dist/src/cli/main.js"), `console.log(${JSON.stringify(RESULT)})`);
}

describe("the engine of the guide", () => {
  const source = join(folder, "source");
  let engine: { create: (capacity: number) => BlocklistTable; attach: (table: BlocklistTable) => BlocklistTable };

  beforeAll(async () => {
    for (const path of ["src", "tsconfig.json", "package.json"]) {
      cpSync(join(ROOT, path), join(source, path), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
    writeFileSync(join(source, "src/blocklist/sorted.ts"), blocks("ts")[0]!);
    applyDiff(source, blocks("diff")[0]!);
    writeFileSync(
      join(source, "part.json"),
      JSON.stringify({
        extends: "./tsconfig.json",
        include: ["src/blocklist", "src/scenario"],
      }),
    );
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", join(source, "part.json")]);
    const engines = (await import(pathToFileURL(join(source, "dist/src/blocklist/engines.js")).href)) as {
      createTable: (options: object) => BlocklistTable;
      attachBlocklist: (handle: object) => BlocklistTable;
    };
    engine = {
      create: (capacity) => engines.createTable({ engine: "sorted", capacity, falsePositiveRate: 0.01 }),
      attach: ({ handle }) => engines.attachBlocklist(structuredClone(handle)),
    };
  });

  test.each(contract.CHECKS)("%s", (_, check) => {
    const contender = { name: "sorted", ...engine, keys: 2000, probes: 50_000, filter: false };
    expect(engine.create(1).engine).toBe("sorted");
    expect(() => check(contender)).not.toThrow();
  });
});

/** Runs of lines that go and of lines that come instead, below the name of their file. */
function applyDiff(source: string, diff: string): void {
  let path = "";
  for (const [, name, gone, come] of diff.matchAll(/^(src.*)\n|((?:^-.*\n)+)((?:^\+.*\n)+)/gm)) {
    if (name !== undefined) {
      path = join(source, name);
      continue;
    }
    const [before, after] = [gone!, come!].map((lines) => lines.replace(/^[-+]/gm, ""));
    const text = readFileSync(path, "utf8");
    expect(text).toContain(before);
    writeFileSync(path, text.replace(before!, after!));
  }
}
