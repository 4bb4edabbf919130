/** The workflow that docs/ has to copy: what it may do. Its steps are run in github-gate.long.test.ts. */
import { describe, expect, test } from "vitest";
import { job, text, workflow } from "./gate-workflow.ts";

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
    expect(used).toHaveLength(3);
    for (const uses of used) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const pinned = text.split("\n").filter((line) => line.includes("uses:"));
    for (const line of pinned) expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
    expect(job).toHaveProperty("timeout-minutes", expect.any(Number));
    for (const { run } of job!.steps) expect(run ?? "").not.toContain("${{");
  });
});
