/** A build beside a program that runs, in a copy of the repository. */
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { packageRoot } from "../bench/harness/environment.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = packageRoot();
const copy = newFolder("build");
const MAIN = join("dist", "src", "cli", "main.js");

beforeAll(() => {
  for (const name of ["bench", "bin", "datasets", "dist", "package.json", "src", "tsconfig.json", "workers"]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
});

function inCopy(command: string): number | null {
  return spawnSync(command, { cwd: copy, shell: true, stdio: "ignore" }).status;
}

function start(command: string, args: readonly string[]) {
  const child = spawn(command, args, { cwd: copy, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, ended: new Promise((resolve) => child.on("close", resolve)) };
}

/** A run that has begun and stands still. */
async function stoppedRun(out: string) {
  const run = start(process.execPath, [MAIN, ..."run smoke --set hours=24 --workers 2 --quiet --out".split(" "), out]);
  const begun = (): void => expect(existsSync(join(copy, out, "truth.jsonl.partial"))).toBe(true);
  await vi.waitFor(begun, { timeout: 60_000 });
  run.child.kill("SIGSTOP");
  return run;
}

const builds = (): string[] => readdirSync(copy).filter((name) => name.startsWith(".build-"));

test.skipIf(process.platform === "win32")(
  "npm pack leaves runs their files, that end before it and after it",
  async () => {
    const [before, after] = [await stoppedRun("before"), await stoppedRun("after")];
    const pack = start("npm", ["pack", "--silent"]);
    await vi.waitFor(() => expect(builds()).toHaveLength(1), { timeout: 60_000 });
    before.child.kill("SIGCONT");
    expect(await before.ended).toBe(0);
    expect(builds()).toHaveLength(1);
    expect(await pack.ended).toBe(0);
    after.child.kill("SIGCONT");
    expect(await after.ended).toBe(0);
    for (const out of ["before", "after"]) expect(existsSync(join(copy, out, "report.html"))).toBe(true);
  },
);

test("a build that fails leaves the last one, and nothing else", () => {
  appendFileSync(join(copy, "src", "index.ts"), "export const broken = ;\n");
  expect(inCopy("npm run --silent build")).not.toBe(0);
  expect(inCopy(`${process.execPath} ${MAIN} --version`)).toBe(0);
  expect(builds()).toEqual([]);
});
