/** The command line of compare: what it prints, and above all its exit code. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { comparisonSchema } from "../../../bench/compare/result.ts";
import { MAIN, ringfence } from "../../cli/command-line.ts";
import { inProcess } from "../../cli/in-process.ts";
import { newFolder } from "../../new-folder.ts";
import { benchResult, measured } from "./documents.ts";

const folder = newFolder("compare-line");
const printing = (name: string): string => `cat ${join(folder, name)}`;
const [base, same, worse] = [printing("base"), printing("same"), printing("worse")];
beforeAll(() => {
  for (const [name, ns] of Object.entries({ base: 100, same: 100, worse: 120 })) {
    writeFileSync(join(folder, name), JSON.stringify(benchResult([measured("look-up", [ns])])));
  }
});
const FEW = ["--pairs", "7", "--metric", "look-up"];

test("the exit code is the answer: nothing worse, a regression, cannot tell, a run that fails", async () => {
  const outcomes = await Promise.all([
    inProcess(["compare", base, same, ...FEW]),
    ringfence(["compare", base, worse, ...FEW, "--quiet"]),
    inProcess(["compare", base, worse, "--pairs", "1", "--metric", "look-up"]),
    inProcess(["compare", base, "echo '\u001B[2J' >&2; exit 1"]),
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 3, 4, 7]);
  const [nothing, regression, unclear, failed] = outcomes;
  expect(nothing!.stdout).toMatch(/Nothing is worse by 2 % or more/);
  expect(nothing!.stderr).toMatch(/running pair 7 of 7 \(AB\)/);
  expect(regression!.stdout).toMatch(/look-up, ns +100 +120 +\+20 +\+20 to \+20/);
  expect(regression!.stderr).toBe("ringfence: B is worse than A: look-up\n");
  expect(unclear!.stderr).toMatch(/^Note: with 1 pair no change could be called; at least 7 are needed$/m);
  expect(unclear!.stderr).toMatch(/cannot tell whether B is worse than A: look-up/);
  expect(failed!.stderr).not.toContain("\u001B");
});

test("the work of a checkout is a bench or a run", async () => {
  for (const work of ["schema report", "", "smoke"]) {
    const { code, stderr } = await inProcess(["compare", base, same, "--work", work]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `--work: expected a bench or a run ("bench micro --group matcher", "run smoke"), got "${work}"`,
    );
  }
});

test("a self-test and a comparison as JSON are documents of the same schema", async () => {
  const [compared, tested] = await Promise.all([
    inProcess(["compare", base, same, ...FEW, "--json"]),
    inProcess(["compare", base, "--self-test", ...FEW, "--json"]),
  ]);
  expect(comparisonSchema.parse(JSON.parse(compared.stdout)).selfTest).toBeNull();
  const { selfTest } = comparisonSchema.parse(JSON.parse(tested.stdout));
  // Without any noise, all is caught and nothing is mistaken.
  expect(selfTest).toMatchObject({ falseAlarms: 0, caught: [{ name: "look-up", share: 1 }], passed: true });
  expect(tested.code).toBe(0);
});

test("a self-test with too few pairs says so, and blames no noise", async () => {
  const { code, stdout, stderr } = await inProcess(["compare", base, "--self-test", "--pairs", "6", ...FEW.slice(2)]);
  expect(code).toBe(4);
  expect(stdout).toContain("With 6 pairs no change could be called; at least 7 are needed.");
  expect(`${stdout}${stderr}`).not.toMatch(/nois/);
  expect(stderr).toMatch(/ringfence: with 6 pairs no change could be called/);
});

test.skipIf(process.platform === "win32")(
  "interrupted, it says so, ends what it started and leaves no folder",
  async () => {
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    const [started, ended] = [join(folder, "started"), join(folder, "ended")];
    const words = ["compare", `trap 'touch ${ended}; exit' TERM; touch ${started}; sleep 60 & wait`, "true"];
    const program = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, TMPDIR: temporary } });
    let said = "";
    program.stderr.on("data", (chunk) => (said += chunk));
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), 20_000);
    program.kill("SIGINT");
    expect(await new Promise((resolve) => program.on("close", resolve))).toBe(130);
    await vi.waitFor(() => expect(existsSync(ended)).toBe(true), 20_000);
    expect(readdirSync(temporary)).toEqual([]);
    expect(said).toMatch(/ringfence: interrupted in one run of each that does not count: nothing is kept/);
  },
);
