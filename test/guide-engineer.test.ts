/** The engineer's guide is true: its commands run, and its engines are files. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerBench } from "../src/cli/bench.ts";
import { registerCompare } from "../src/cli/compare.ts";
import { registerDoctor } from "../src/cli/doctor.ts";
import { benchResult, measured } from "./bench/compare/documents.ts";
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

  test("are typed alike also within a line", () => {
    expect(guide).not.toMatch(/`ringfence /);
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

describe("the engines of the guide", () => {
  test("are the files in docs/engines, which a test runs beside the packed package", () => {
    const files = ["partitioned-bloom.js", "closest.js"].map((name) =>
      readFileSync(join(ROOT, "docs/engines", name), "utf8"),
    );
    expect(blocks("js")).toEqual(files);
  });
});
