/** The engineer's guide is true: the command line understands its commands, and its engines are files. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import { registerBench } from "../src/cli/bench/bench.ts";
import { registerCompare } from "../src/cli/bench/compare.ts";
import { registerDoctor } from "../src/cli/bench/doctor.ts";
import { registerScreen } from "../src/cli/screen.ts";
import { MAIN } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { newFolder } from "./new-folder.ts";
import { programOf, readGuide, wordsOf } from "./guide.ts";

const { text: guide, blocks, commands } = readGuide("engineer");

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

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

/** The commands between two comments of the guide, run in a folder that has what they name. */
describe("the question of the guide", () => {
  const folder = newFolder("engineer");
  const [, part] = /<!-- question -->([^]*?)<!-- end of question -->/.exec(guide)!;
  const question = part!.split("\n").filter((line) => line.startsWith("npx ringfence "));

  beforeAll(() => {
    const engine = /```js\n(import \{ blocklistFrom \}[^]*?)```/.exec(readme)![1]!;
    const library = new URL("../dist/src/index.js", import.meta.url).href;
    for (const name of ["my-filter.mjs", "changed-filter.mjs"]) {
      writeFileSync(join(folder, name), engine.replace('"ringfence"', JSON.stringify(library)));
    }
    writeFileSync(join(folder, "scripts.txt"), "You have won a prize, call this number to claim it\n");
    writeFileSync(join(folder, "list.txt"), "13800138000\n95566\n");
    const rows = Array.from({ length: 40 }, (_, index) => {
      const caller = index % 10 === 0 ? "+8613800138000" : `1390000${1000 + index}`;
      return `${caller},13700000001,2024-03-01T08:${10 + index}:00Z,${index % 2 === 0 ? 30 : ""},${index % 2 === 0 ? "" : "see you at eight"}`;
    });
    writeFileSync(join(folder, "calls.csv"), `caller,callee,time,duration,text\n${rows.join("\n")}\n`);
  });

  test("is answered by its commands, as written, at smoke size", { timeout: 120_000 }, async () => {
    expect(question).toHaveLength(4);
    // Two pairs cannot tell, and a busy machine has a generator that lags.
    const codes: readonly (readonly number[])[] = [[0], [0], [0, 3, 5], [4]];
    for (const [index, line] of question.entries()) {
      const small = line.startsWith("npx ringfence bench compare") ? "--pairs 1" : "--size smoke --workers 1";
      const words = wordsOf(`${line.slice("npx ringfence ".length)} ${small}`).map((word) =>
        word.replaceAll(/npx ringfence (bench .*)/g, `"${process.execPath}" "${MAIN}" $1 --size smoke --workers 1`),
      );
      const { code, stdout, stderr } = await inProcess([...words, "--quiet"], { cwd: folder });
      expect({ isExpected: codes[index]!.includes(code!), stdout, stderr }).toMatchObject({ isExpected: true });
      expect(stdout).toContain("recorded");
    }
  });
});

test("the engines of the guide are the files in docs/engines, which a long test runs beside the packed package", () => {
  const files = ["partitioned-bloom.js", "closest.js"].map((name) =>
    readFileSync(new URL(`../docs/engines/${name}`, import.meta.url), "utf8"),
  );
  expect(blocks("js")).toEqual(files);
});
