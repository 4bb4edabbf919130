/** The engineer's guide is true: its commands run, and its engine passes the contract. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlocklistTable } from "../src/detect/blocklist/blocklist.ts";
import { assert } from "../src/core/assert.ts";
import { registerBench } from "../src/cli/bench.ts";
import { registerCompare } from "../src/cli/compare.ts";
import { registerDoctor } from "../src/cli/doctor.ts";
import { benchResult, measured } from "./bench/compare/documents.ts";
import * as contract from "./detect/blocklist/contract.ts";
import { programOf, readGuide, runVerb, wordsOf } from "./guide.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { text: guide, blocks, commands } = readGuide("engineer");

const folder = newFolder("guide");

describe("the commands of the guide", () => {
  const work = join(folder, "work");
  beforeAll(() => {
    for (const name of ["work", "base"]) fakeCheckout(join(folder, name));
    mkdirSync(join(work, "runs/bench-pipeline-2"), { recursive: true });
    for (const kept of ["baseline.json", "runs/bench-pipeline-2/bench.json"]) {
      writeFileSync(join(work, kept), JSON.stringify(benchResult(FIGURES)));
    }
    process.chdir(work);
  });
  afterAll(() => process.chdir(ROOT));

  test("are there", () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  test.each(commands)("ringfence %s: works as written", async (command) => {
    const { code, stdout } = await runVerb(program(), wordsOf(`${command} ${small(command)}`));
    expect(code).toBeOneOf([0, ...answers(command)]);
    expect(stdout.length).toBeGreaterThan(100);
  });

  test("are typed alike also within a line, and what was edited is built before it runs", () => {
    expect(guide).not.toMatch(/`ringfence /);
    const steps = guide.split(/^(?=\d\. )/m);
    const run = steps.find((step) => step.includes("blocklist.engine=sorted"))!;
    expect(run).toMatch(/`npm run build`[^]*`npx ringfence run/);
  });

  test("would be found out: an option that is none", async () => {
    await expect(runVerb(program(), wordsOf("bench pipeline --no-such"))).rejects.toThrow("unknown option");
  });
});

/** Its verbs. Benches that need threads, which have tests of their own, end when their options have been read. */
function program(): Command {
  const made = programOf(registerBench, registerCompare, registerDoctor);
  const bench = made.commands.find((verb) => verb.name() === "bench")!;
  for (const kind of bench.commands) {
    if (kind.name() !== "micro")
      kind.action((options) => void process.stdout.write(JSON.stringify(options).padEnd(101)));
  }
  return made;
}

/** Exit codes that answer the question: that it cannot be told from one pair, that a busy machine cannot measure. */
function answers(command: string): number[] {
  return command.startsWith("compare") ? [4] : [5];
}

/** Shown to work, not to measure. */
function small(command: string): string {
  if (command.startsWith("compare")) return "--pairs 1 --quiet";
  return command === "doctor" ? "--quick" : "--size smoke --quiet";
}

const FIGURES = ["index", "ringfence, clustered"].map((name) => measured(name, [1, 2, 3, 4, 5, 6]));

/** Benches have tests of their own: what a checkout runs here is a program that prints a result. */
function fakeCheckout(path: string): void {
  mkdirSync(join(path, "dist/src/cli"), { recursive: true });
  writeFileSync(
    join(path, "dist/src/cli/main.js"),
    `console.log(${JSON.stringify(JSON.stringify(benchResult(FIGURES)))})`,
  );
}

describe("the engine of the guide", () => {
  const source = join(folder, "source");
  let engine: { create: (capacity: number) => BlocklistTable; attach: (table: BlocklistTable) => BlocklistTable };

  beforeAll(async () => {
    for (const path of ["src", "test/detect/blocklist", "tsconfig.json", "package.json"]) {
      cpSync(join(ROOT, path), join(source, path), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
    writeFileSync(join(source, "src/detect/blocklist/sorted.ts"), blocks("ts")[0]!);
    applyToFiles(source, blocks("diff")[0]!);
    writeFileSync(
      join(source, "part.json"),
      JSON.stringify({
        extends: "./tsconfig.json",
        include: ["src/detect/blocklist", "src/scenario"],
      }),
    );
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", join(source, "part.json")]);
    const engines = (await import(pathToFileURL(join(source, "dist/src/detect/blocklist/engines.js")).href)) as {
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

  const [before, after] = ['ENGINES = ["exact", "bloom"];\n', 'ENGINES = ["exact", "bloom", "sorted"];\n'];

  test("is added to whatever engines there are, and once only", () => {
    const others = 'ENGINES = ["exact", "cuckoo", "bloom", "xor"];\n';
    const withIt = 'ENGINES = ["exact", "cuckoo", "bloom", "xor", "sorted"];\n';
    expect([before, others, withIt].map((text) => applied(text, before, after))).toEqual([after, withIt, withIt]);
  });

  test.each(['NAMES = ["exact", "bloom"];\n', 'ENGINES = ["bloom"];\n', ""])(
    "would be found out: a line that is not there any more, but %j",
    (text) => {
      expect(() => applied(text, before, after)).toThrow("out of date");
    },
  );
});

/** Runs of lines that go and of lines that come instead, below the name of their file. */
function applyToFiles(source: string, diff: string): void {
  let path = "";
  for (const [, name, gone, come] of diff.matchAll(/^(\w.*)\n|((?:^-.*\n)+)((?:^\+.*\n)+)/gm)) {
    if (name !== undefined) {
      path = join(source, name);
      continue;
    }
    const [before, after] = [gone!, come!].map((lines) => lines.replace(/^[-+]/gm, ""));
    writeFileSync(path, applied(readFileSync(path, "utf8"), before!, after!));
  }
}

/**
 * `text` with what `after` has more than `before` put in where `before` stands, or stands with other engines among its
 * own. As it is where that is in already.
 */
function applied(text: string, before: string, after: string): string {
  const known = before.split("\n");
  const added = after.split("\n").filter((line) => !known.includes(line));
  if (added.every((line) => withOthers(line).test(text))) return text;
  let [from, to] = [0, 0];
  while (before[from] === after[from] && from < before.length) from++;
  while (before.at(-1 - to) === after.at(-1 - to) && from + to < before.length) to++;
  assert(from + to === before.length, `a diff of the guide only adds, not so: ${after}`);
  const place = withOthers(before).exec(text);
  assert(place !== null, `the diff of the guide is out of date, there is no: ${before}`);
  const end = place.index + place[0].length - to;
  return text.slice(0, end) + after.slice(from, after.length - to) + text.slice(end);
}

/** These lines, where names of engines and types of handles may have others behind them. */
function withOthers(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(/"[\w-]+"|\w+Handle/g, '$&(?:(?:, | \\| )[\\w"-]+)*'));
}
