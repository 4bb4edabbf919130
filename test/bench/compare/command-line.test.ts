/** The command line of compare: what it prints, and above all its exit code. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { MAIN } from "../../cli/command-line.ts";
import { inProcess } from "../../cli/in-process.ts";
import { newFolder } from "../../new-folder.ts";
import { benchResult, measured } from "./documents.ts";

const folder = newFolder("compare-line");
const printing = (name: string): string => `cat ${join(folder, name)}`;
const [base, worse] = [printing("base"), printing("worse")];
const kept = (...names: string[]) => names.map((name) => join(folder, `${name}.json`));
beforeAll(() => {
  for (const [name, ns] of Object.entries({ base: 100, same: 100, worse: 120 })) {
    writeFileSync(join(folder, name), JSON.stringify(benchResult([measured("look-up", [ns])])));
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify(benchResult([measured("look-up", Array<number>(9).fill(ns))])),
    );
  }
});

test("the exit code is the answer: nothing worse, a regression, cannot tell, a run that fails", async () => {
  const outcomes = await Promise.all([
    inProcess(["bench", "compare", ...kept("base", "same")]),
    inProcess(["bench", "compare", ...kept("base", "worse"), "--quiet"]),
    inProcess(["bench", "compare", base, worse, "--pairs", "1", "--metric", "look-up"]),
    inProcess(["bench", "compare", base, "echo '\u001B[2J' >&2; exit 1"]),
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 3, 4, 7]);
  const [nothing, regression, unclear, failed] = outcomes;
  expect(nothing!.stdout).toMatch(/Nothing is worse by 2 % or more/);
  expect(regression!.stdout).toMatch(/look-up, ns +100 +120 +\+20 +\+20 to \+20/);
  expect(regression!.stderr).toBe("ringfence: B is worse than A: look-up.\n");
  expect(unclear!.stderr).toMatch(/running pair 1 of 1 \(AB\)/);
  expect(unclear!.stderr).toContain("Cannot tell of: look-up. At least 7 pairs are needed");
  expect(failed!.stderr).not.toContain("\u001B");
});

test("the work of a checkout is a bench or a run", async () => {
  for (const work of ["schema report", "", "smoke"]) {
    const { code, stderr } = await inProcess(["bench", "compare", base, worse, "--work", work]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `--work: expected a bench or a run ("bench micro --group matcher", "run smoke"), got "${work}"`,
    );
  }
});

test.skipIf(process.platform === "win32")("interrupted, it ends what it started and leaves no folder", async () => {
  const temporary = join(folder, "temporary");
  mkdirSync(temporary);
  const [started, ended] = [join(folder, "started"), join(folder, "ended")];
  const words = ["bench", "compare", `trap 'touch ${ended}; exit' TERM; touch ${started}; sleep 60 & wait`, "true"];
  const program = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, TMPDIR: temporary } });
  await vi.waitFor(() => expect(existsSync(started)).toBe(true), 120_000);
  program.kill("SIGINT");
  expect(await new Promise((resolve) => program.on("close", resolve))).toBe(130);
  await vi.waitFor(() => expect(existsSync(ended)).toBe(true), 120_000);
  expect(readdirSync(temporary)).toEqual([]);
});
