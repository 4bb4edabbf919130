import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import type { Findings } from "../../bench/harness/bench.ts";
import { addBench } from "../../src/cli/bench/bench-command.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { registerBench } from "../../src/cli/bench/bench.ts";
import { numberIn, timeIn, wholeNumber } from "../../src/cli/options/numbers.ts";
import { measured } from "../bench/compare/documents.ts";
import { captureOutput } from "../capture-output.ts";
import { programOf } from "../guide.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("bench");

let runs = 0;

/** What is printed of a bench that finds this at once, and the error that it ends with. */
async function benchWith(findings: () => Partial<Findings>, ...words: readonly string[]) {
  const program = programOf((parent) => {
    addBench(parent.command("bench"), {
      kind: "open-loop",
      description: "",
      measure: async () => ({ settings: {}, measurements: [measured("p50", [1])], comparisons: [], ...findings() }),
    });
  });
  const args = ["bench", "open-loop", "--quiet", "--size", "smoke", "--out", join(folder, String(runs++)), ...words];
  const { result, stdout } = await captureOutput(() => errorOf(program, args));
  return { error: result, stdout };
}

function errorOf(program: Command, args: readonly string[]): Promise<unknown> {
  return program.parseAsync(args, { from: "user" }).then(
    () => null,
    (error: unknown) => error,
  );
}

test("options of a file are refused without one, and those that a bench does not read always", async () => {
  for (const [words, error] of [
    [
      ["--encoding", "gb18030", "--no-header"],
      { message: expect.stringMatching(/^--encoding, --no-header: /) as string },
    ],
    [["--label", "fraud"], { code: "commander.unknownOption" }],
  ] as const) {
    expect(await errorOf(programOf(registerBench), ["bench", "pipeline", ...words])).toMatchObject(error);
  }
});

test("an objective that was missed ends with 3, figures that do not answer with 4, the result printed", async () => {
  for (const [findings, exitCode] of [
    [{ missed: "p99<20ms was missed in 1 of 3 rounds" }, 3],
    [{ untold: "no setting got a figure" }, 4],
  ] as const) {
    const { error, stdout } = await benchWith(() => findings);
    expect(error).toMatchObject({ exitCode, message: Object.values(findings)[0] });
    expect(stdout).toContain("again: ");
  }
  expect((await benchWith(() => ({}))).error).toBeNull();
});

test("problems that stand above the figures are counted at the end; beside a document they are said", async () => {
  const problems = ["the generator lagged", "less than 99 % were done in time"];
  const findings = () => ({ problems, missed: "p99<20ms was missed" });
  const { error, stdout } = await benchWith(findings);
  expect(error).toMatchObject({
    exitCode: 5,
    message: "these figures must not be used: 2 problems, which stand above them",
  });
  expect(stdout).toContain("  - the generator lagged\n");
  expect((await benchWith(findings, "--json")).error).toMatchObject({ message: problems.join("; ") });
});

test("a bench that ends without a result leaves no directory, and has none meanwhile: a process may end at any time", async () => {
  const base = mkdtempSync(join(folder, "ended-"));
  const there: string[][] = [];
  const failing = () => {
    there.push(readdirSync(base));
    throw new RingfenceError("noData", "nothing to measure");
  };
  const { error } = await benchWith(failing, "--out", join(base, "above", "out"));
  expect(error).toMatchObject({ code: "noData" });
  expect([...there, readdirSync(base)]).toEqual([[], []]);
});

test("bench pareto ends with 4, its result printed and kept, where no setting got a figure", async () => {
  const file = join(folder, "few.csv");
  const rows = Array.from({ length: 20 }, (_, row) => `see you at ${row},${row % 2 === 0 ? "fraud" : "ham"}`);
  writeFileSync(file, ["text,label", ...rows].join("\n"));
  const scripts = join(folder, "scripts.txt");
  writeFileSync(scripts, "your account is frozen, verify your identity at once\n");
  const out = join(folder, "few");
  const program = programOf(registerBench);
  const args = ["bench", "pareto", "--quiet", "--size", "smoke", "--file", file, "--templates", scripts, "--out", out];
  const { result, stdout } = await captureOutput(() => errorOf(program, args));
  expect(result).toMatchObject({ exitCode: 4, message: expect.stringContaining("Give more events") as string });
  expect(stdout).toContain("again: ");
  expect(existsSync(join(out, "bench.json"))).toBe(true);
});

test("a number is written in figures or as 1e6, wherever one is read", () => {
  const [rate, pairs] = [numberIn(1, 100_000_000), wholeNumber(1, 1_000_000)];
  expect(["1e6", "1000000", "1E+6", ".5e7", "2.5"].map(rate)).toEqual([1e6, 1e6, 1e6, 5e6, 2.5]);
  expect(["1e6", "1000000", " 20 ", "1.5e1"].map(pairs)).toEqual([1e6, 1e6, 20, 15]);
  const time = timeIn(0, 3600);
  expect(["90s", "2m", ".5h", "0s", "1h"].map(time)).toEqual([90, 120, 1800, 0, 3600]);
  for (const written of ["90", "2h", "1d", "s", "-1s"]) expect(() => time(written)).toThrow("from 0s to 3600s");
  for (const written of ["", "e6", "1e", "1e6x", "-1", "0x10", "Infinity", "1e9", "1_000"]) {
    expect(() => rate(written)).toThrow("Expected a number from 1 to 100000000.");
    expect(() => pairs(written)).toThrow("Expected a whole number from 1 to 1000000.");
  }
  expect(() => pairs("2.5")).toThrow("Expected a whole number");
});
