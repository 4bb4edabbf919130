/** The steps of the workflow that docs/ has to copy do here what they are to do there. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { jobs } = parse(readFileSync(join(ROOT, "docs/ringfence-gate.yml"), "utf8")) as {
  jobs: Record<string, { env: Record<string, unknown>; steps: { run?: string }[] }>;
};
const [job] = Object.values(jobs);

const folder = newFolder("gate");

test.skipIf(process.platform === "win32")(
  "the workflow to copy has steps that build both sides, compare them and write the summary",
  () => {
    const [bin, summary, built] = [join(folder, "bin"), join(folder, "summary.md"), join(folder, "built")];
    mkdirSync(bin);
    // Both sides are this checkout, which is built; the builds themselves are left to `npm test`.
    for (const side of ["base", "change"]) {
      mkdirSync(join(folder, side));
      for (const name of readdirSync(ROOT)) symlinkSync(join(ROOT, name), join(folder, side, name));
    }
    writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$PWD $*" >> "${built}"\n`);
    chmodSync(join(bin, "npm"), 0o755);
    const env = {
      ...process.env,
      ...Object.fromEntries(Object.entries(job!.env).map(([name, value]) => [name, String(value)])),
      WORK: "run smoke --no-counterfactual --no-page --set hours=2 --set population.subscribers=300",
      PAIRS: "1",
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      GITHUB_STEP_SUMMARY: summary,
    };
    const runs = job!.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    const codes = runs.map((run) =>
      spawnSync("bash", ["-e", "-o", "pipefail", "-c", run], { cwd: folder, env, encoding: "utf8" }),
    );
    // One pair tells nothing, and a gate that cannot tell does not pass.
    expect(codes.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
      { status: 0, stderr: "" },
      { status: 4, stderr: expect.stringContaining("Cannot tell of: ") },
    ]);
    const builds = ["base", "change"].map((side) => join(folder, side)).map((at) => `${at} ci\n${at} run build\n`);
    expect(readFileSync(built, "utf8")).toBe(builds.join(""));
    expect(readFileSync(summary, "utf8")).toMatch(/^```\nB against A\n[^]*(?:processor|wall) time[^]*```\n$/);
  },
);
