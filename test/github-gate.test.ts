/** The workflow that docs/ has to copy: what it may do, and that its steps do here what they are to do there. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { newFolder } from "./new-folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(join(ROOT, "docs/ringfence-gate.yml"), "utf8");

const folder = newFolder("gate");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly env: Readonly<Record<string, unknown>>; readonly steps: Step[] }>>;
}

const workflow = parse(text, { strict: true, uniqueKeys: true }) as Workflow;
const [job] = Object.values(workflow.jobs);

/** As GitHub documents them, as far as they are used here. */
const KEYS = {
  workflow: ["name", "on", "permissions", "concurrency", "jobs"],
  job: ["runs-on", "timeout-minutes", "env", "steps"],
  step: ["name", "uses", "with", "run", "if", "timeout-minutes"],
};

describe("the workflow to copy", () => {
  test("has no key that GitHub would not know", () => {
    expect(KEYS.workflow).toEqual(expect.arrayContaining(Object.keys(workflow)));
    for (const one of Object.values(workflow.jobs)) {
      expect(KEYS.job).toEqual(expect.arrayContaining(Object.keys(one)));
      for (const step of one.steps) {
        expect(KEYS.step).toEqual(expect.arrayContaining(Object.keys(step)));
        expect([step.uses, step.run].filter((how) => how !== undefined)).toHaveLength(1);
      }
    }
  });

  test("may read the repository and nothing else, takes no secret, and leaves no credentials behind", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(text).not.toMatch(/secrets\.|pull_request_target|write-all/);
    const checkouts = job!.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(2);
    for (const step of checkouts) expect(step).toHaveProperty("with.persist-credentials", false);
  });

  test("pins every action to a commit, ends in time, and runs nothing that others wrote into a name", () => {
    const used = job!.steps.flatMap(({ uses }) => uses ?? []);
    expect(used).toHaveLength(4);
    for (const uses of used) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const pinned = text.split("\n").filter((line) => line.includes("uses:"));
    for (const line of pinned) expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
    expect(job).toHaveProperty("timeout-minutes", expect.any(Number));
    for (const { run } of job!.steps) expect(run ?? "").not.toContain("${{");
  });

  test.skipIf(process.platform === "win32")(
    "has steps that build both sides, compare them and write the summary",
    () => {
      const [bin, summary, built] = ["bin", "summary.md", "built"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      mkdirSync(bin);
      // Both sides are this checkout, which is built; the builds themselves are left to `npm test`.
      for (const side of ["base", "change"]) {
        mkdirSync(join(folder, side));
        for (const name of readdirSync(ROOT)) symlinkSync(join(ROOT, name), join(folder, side, name));
      }
      writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$PWD $*" >> "${built}"\n`);
      chmodSync(join(bin, "npm"), 0o755);
      const small = {
        WORK: "run smoke --no-counterfactual --no-page --set hours=2 --set population.subscribers=300",
        PAIRS: "1",
        METRIC: "throughput",
      };
      const env = {
        ...process.env,
        ...Object.fromEntries(Object.entries(job!.env).map(([name, value]) => [name, String(value)])),
        ...small,
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
        { status: 4, stderr: expect.stringContaining("cannot tell whether B is worse than A") },
      ]);
      expect(readFileSync(built, "utf8").split("\n")).toEqual([
        `${join(folder, "base")} ci`,
        `${join(folder, "base")} run build`,
        `${join(folder, "change")} ci`,
        `${join(folder, "change")} run build`,
        "",
      ]);
      expect(readFileSync(summary, "utf8")).toMatch(/^## B against A: Cannot tell\n[^]*\| throughput of the main arm/);
      expect(
        readFileSync(join(folder, "pairs", "pairs.jsonl"), "utf8")
          .trim()
          .split("\n"),
      ).toHaveLength(2);
    },
  );
});
