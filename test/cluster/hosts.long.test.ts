/** Studies by GNU parallel over ssh: two hosts of Debian's sshd on loopback come to the bytes of one process. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { studyStatus } from "../../src/study/status.ts";
import { MAIN, ringfence } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { type Hosts, lackOfHosts, startHosts } from "./hosts.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const lack = lackOfHosts();
const folder = newFolder("hosts");
const SWEEP = ["sweep", "smoke", "--over", "warnings.low=0.5,0.95", "--seeds", "1-6", "--no-page"];

let hosts: Hosts;

const wordsFor = (name: string, names: readonly string[]): string[] => {
  const where = names.map((each) => `1/${each}`).join(",");
  return ["study", "submit", ...SWEEP, "--out", name, "--parallel", "--hosts", where, "--stale", "15"];
};
const resultsIn = (name: string) =>
  ["sweep.json", "sweep.csv", "sweep.parquet"].map((file) => readFileSync(join(folder, name, file)).toString("base64"));
const status = (name: string) => studyStatus(join(folder, name));

/** Submits, and returns once both hosts are at work; `end` waits for what it comes to. */
async function begun(name: string) {
  const child = spawn(process.execPath, [MAIN, ...wordsFor(name, ["node1", "node2"])], {
    cwd: folder,
    env: { ...process.env, ...hosts.variables },
    stdio: "ignore",
  });
  const end = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const isAtWork = (node: string): boolean => {
    try {
      return status(name).underWay.some((run) => run.node === node);
    } catch {
      return false;
    }
  };
  while (!isAtWork("node1") || !isAtWork("node2")) {
    expect(child.exitCode).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { child, end };
}

if (lack !== null) console.warn(`studies over ssh are not tested here: ${lack}`);

describe.skipIf(lack !== null)("a study over ssh", () => {
  beforeAll(async () => {
    await ringfence(["study", ...SWEEP, "--out", "whole", "--workers", "2", "--quiet"], { cwd: folder });
    hosts = await startHosts(folder, ["node1", "node2"]);
  });
  afterAll(() => hosts.stop());

  test("ends its processes everywhere when it is told to end, and goes on later", async () => {
    const { child, end } = await begun("told");
    child.kill("SIGTERM");
    expect(await end).toBe(143);
    for (let tries = 0; status("told").nodes.some(({ ended }) => ended === 0); tries++) {
      expect(tries).toBeLessThan(300);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(status("told")).toMatchObject({ isComplete: false, runs: { running: 0 } });
    const again = wordsFor("told", ["node1", "node2"]);
    const { code, stdout, stderr } = await ringfence(again, { cwd: folder, variables: hosts.variables });
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringContaining("reused 12"),
      expect.stringContaining("round 2"),
    ]);
    expect(resultsIn("told")).toEqual(resultsIn("whole"));
    expect(status("told").nodes.map(({ node }) => node)).toEqual(["node1", "node2"]);
  });

  test("goes on where a host is lost", async () => {
    const { end } = await begun("lost");
    await hosts.kill("node2");
    expect(await end).toBe(0);
    expect(resultsIn("lost")).toEqual(resultsIn("whole"));
    const { nodes } = status("lost");
    expect(nodes.map(({ node, lost }) => [node, lost])).toEqual([
      ["node1", 0],
      ["node2", expect.any(Number)],
    ]);
    expect(nodes[1]!.done).toBeLessThan(6);
  });

  test("names a host that cannot be reached, and keeps what another one does", async () => {
    const { code, stderr } = await ringfence(wordsFor("half", ["nowhere", "node1"]), {
      cwd: folder,
      variables: hosts.variables,
    });
    const said =
      /host nowhere: task \d ended with 255; it said: ssh: Could not resolve hostname nowhere.* ssh nowhere true/s;
    expect([code, stderr]).toEqual([0, expect.stringMatching(said)]);
    expect(stderr).not.toContain("round 2");
    expect(resultsIn("half")).toEqual(resultsIn("whole"));
    expect(status("half").nodes.map(({ node }) => node)).toEqual(["node1"]);
    const alone = await ringfence([...wordsFor("gone", ["nowhere"]), "--tries", "1"], {
      cwd: folder,
      variables: hosts.variables,
    });
    expect([alone.code, alone.stderr]).toEqual([4, expect.stringMatching(/1 round ended and no run came of them/)]);
  });
});
