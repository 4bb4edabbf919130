/** The examples of docs/engines, as a stranger has them: beside the packed package, in a folder of their own. */
import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../src/report/document.ts";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLES = join(ROOT, "docs/engines");
const folder = newFolder("own-engines");
const run = promisify(execFile);

/** The packed package where npm would put it, and what it depends on: as installed here, since no test uses the net. */
function installPacked(): void {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  const cache = join(folder, "npm-cache");
  const pack = ["pack", "--silent", "--ignore-scripts", "--cache", cache, "--pack-destination", folder];
  execFileSync("npm", pack, { cwd: ROOT });
  const packed = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
  execFileSync("tar", ["xzf", packed], { cwd: folder });
  renameSync(join(folder, "package"), join(modules, "ringfence"));
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (!existsSync(join(modules, name))) symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const name of readdirSync(EXAMPLES)) copyFileSync(join(EXAMPLES, name), join(folder, name));
}

async function ringfence(...words: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const main = "node_modules/ringfence/bin/ringfence.mjs";
  return run(process.execPath, [main, ...words], { cwd: folder, maxBuffer: 1 << 24 });
}

const ENGINES = ["./partitioned-bloom.js", "./closest.js"] as const;
const SHORT = ["smoke", "--no-counterfactual", "--no-page", "--quiet", "--json", "--set", "hours=2"];

describe("an engine beside the packed package", () => {
  beforeAll(installPacked);

  test("passes its check, by the test runner of Node", async () => {
    const { stdout } = await run(process.execPath, ["--test", "contract.test.js"], { cwd: folder });
    expect(stdout).toMatch(/pass 2\n.*fail 0\n/);
  });

  test("runs, in worker threads: a blocklist to the same digest, an approximate matcher saying how often it errs", async () => {
    const [blocklist, matcher] = ENGINES;
    const [plain, filtered, matched] = await Promise.all([
      ringfence("run", ...SHORT),
      ringfence("run", ...SHORT, "--set", `blocklist.engine=${blocklist}`),
      ringfence("run", ...SHORT, "--set", `templates.engine=${matcher}`),
    ]);
    const [expected, found, erring] = [plain, filtered, matched].map(({ stdout }) => JSON.parse(stdout) as Report);
    expect(found!.digest).toBe(expected!.digest);
    expect(erring!.figures["matcher.differing"]!.n).toBe(500);
  });

  test("is measured beside those that are shipped", async () => {
    const { stdout } = await ringfence(
      ..."bench micro --size smoke --group blocklist matcher --quiet".split(" "),
      "--set",
      `blocklist.engine=${ENGINES[0]}`,
      "--set",
      `templates.engine=${ENGINES[1]}`,
    );
    for (const row of ["filter of partitioned-bloom, 2,000", "  partitioned-bloom, 2,000", "closest, clustered, 40"]) {
      expect(stdout).toContain(row);
    }
  });
});
