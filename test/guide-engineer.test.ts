/** The engineer's guide is true: the command line understands its commands, and its engines are files. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { registerBench } from "../src/cli/bench.ts";
import { registerCompare } from "../src/cli/compare.ts";
import { registerDoctor } from "../src/cli/doctor.ts";
import { registerScreen } from "../src/cli/screen.ts";
import { programOf, readGuide, wordsOf } from "./guide.ts";

const { text: guide, blocks, commands } = readGuide("engineer");

/** Its verbs, which have tests of their own: each ends when its words have been read. Returns those that were run. */
function verbsRun(line: string): string[] {
  const program = programOf(registerBench, registerCompare, registerDoctor, registerScreen);
  const run: string[] = [];
  const endEarly = (verb: Command): void => void verb.action(() => void run.push(verb.name()));
  for (const verb of program.commands) (verb.commands.length > 0 ? verb.commands : [verb]).forEach(endEarly);
  program.parse(wordsOf(line), { from: "user" });
  return run;
}

test("every command of the guide is understood as written", () => {
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands) expect(verbsRun(command)).toEqual([command.replace(/^bench /, "").split(" ")[0]]);
  expect(() => verbsRun("bench pipeline --no-such")).toThrow("unknown option");
  expect(guide).not.toMatch(/`ringfence /);
});

test("the engines of the guide are the files in docs/engines, which a test runs beside the packed package", () => {
  const files = ["partitioned-bloom.js", "closest.js"].map((name) =>
    readFileSync(new URL(`../docs/engines/${name}`, import.meta.url), "utf8"),
  );
  expect(blocks("js")).toEqual(files);
});
