/** Studies on Debian's Slurm and by GNU parallel: the bytes of one process, whatever is lost on the way. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { noteNumbers, readNote } from "../../src/study/cells/process-note.ts";
import { studyStatus } from "../../src/study/status.ts";
import { ringfence, settings } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { type Cluster, lackOfSlurm, startCluster } from "./slurm-cluster.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 });

const lack = lackOfSlurm();
const folder = newFolder("slurm");
const TINY = [...settings("population.subscribers=300", "gangs.count=4", "templates.initial=20"), "--hours", "6"];
const SWEEP = ["sweep", "smoke", "--over", "warnings.low=0.5,0.95", ...TINY];
/** Runs of some seconds: something is under way whenever a node is lost. */
const LONG = ["sweep", "smoke", "--over", "warnings.low=0.5,0.95", "--no-page"];
const SLURM = ["--slurm", "--time", "20", "--stale", "20"];

let cluster: Cluster;

/** What a study comes to, but for what it is called. */
function resultsIn(name: string): Record<string, string> {
  const files = readdirSync(join(folder, name)).filter((file) =>
    /^[a-z]+(?:-summary)?\.(?:json|csv|parquet|yaml)$/.test(file),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file)).toString("base64")]));
}

async function alone(name: string, words: readonly string[]): Promise<void> {
  const { code, stderr } = await ringfence(["study", ...words, "--out", name, "--workers", "2", "--quiet"], {
    cwd: folder,
  });
  expect([code, stderr]).toEqual([0, ""]);
}

async function submit(name: string, words: readonly string[], more: readonly string[] = SLURM): Promise<string> {
  const asked = ["study", "submit", ...words, "--out", name, ...more];
  const { code, stdout, stderr } = await ringfence(asked, { cwd: folder, variables: cluster.env });
  expect([code, stderr]).toEqual([0, ""]);
  return /as job (\d+)/.exec(stdout)![1]!;
}

async function until(isSo: () => boolean, name: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 1500) throw new Error(`${name}: nothing comes of it: ${cluster.slurm("squeue")} ${logsOf(name)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function logsOf(name: string): string {
  const rounds = join(folder, name, "rounds");
  return readdirSync(rounds)
    .flatMap((file) => (file.endsWith(".log") ? readFileSync(join(rounds, file), "utf8") : []))
    .join("");
}

/** No job is left, and the results are there. */
async function complete(name: string): Promise<void> {
  await until(() => cluster.slurm("squeue", "-h").trim() === "", name);
  expect([studyStatus(join(folder, name)).isComplete, logsOf(name)]).toEqual([true, expect.any(String)]);
}

const isRunningOn = (name: string, node: string): boolean =>
  existsSync(join(folder, name, "processes")) &&
  studyStatus(join(folder, name)).underWay.some((each) => each.node === node);

if (lack !== null) console.warn(`studies on Slurm are not tested here: ${lack}`);

describe.skipIf(lack !== null)("a study on Slurm", () => {
  beforeAll(async () => {
    cluster = await startCluster(2);
  });
  afterAll(() => cluster.stop());

  test("as an array of three comes to the bytes of one process, on more nodes than one", async () => {
    await alone("whole", [...SWEEP, "--seeds", "1-12"]);
    const name = "it's $(id) 50% {x}";
    await submit(name, [...SWEEP, "--seeds", "1-12"], [...SLURM, "--pack", "8"]);
    await complete(name);
    expect(resultsIn(name)).toEqual(resultsIn("whole"));
    const { nodes, runs } = studyStatus(join(folder, name));
    expect([nodes.map(({ node }) => node), runs]).toEqual([
      ["n1", "n2"],
      { total: 24, done: 24, running: 0, failed: 0 },
    ]);
    expect(readdirSync(join(folder, name, "claims"))).toEqual([]);
  });

  test("begins no task that would find nothing", async () => {
    await submit("waiting", [...SWEEP, "--seeds", "1-12"], [...SLURM, "--pack", "1"]);
    await complete("waiting");
    expect(resultsIn("waiting")).toEqual(resultsIn("whole"));
    // Four have room at a time, of 24; one may begin while another ends.
    expect(noteNumbers(join(folder, "waiting")).length).toBeLessThan(12);
  });

  test("goes on where a node is lost, and comes to the same bytes", async () => {
    await alone("long", [...LONG, "--seeds", "1-5"]);
    // More than one node has room for.
    await submit("lost", [...LONG, "--seeds", "1-5"], [...SLURM, "--pack", "1", "--tasks", "4"]);
    await until(() => isRunningOn("lost", "n1") && isRunningOn("lost", "n2"), "lost");
    cluster.killNode("n2");
    await until(() => cluster.slurm("sinfo", "-h", "-n", "n2", "-o", "%t").startsWith("down"), "n2");
    const { nodes } = studyStatus(join(folder, "lost"));
    expect(nodes.find(({ node }) => node === "n2")!.lost).toBeGreaterThan(0);
    await cluster.startNode("n2");
    await complete("lost");
    expect(resultsIn("lost")).toEqual(resultsIn("long"));
  });

  test("is not held up where the controller is killed and started again", async () => {
    await submit("controller", [...LONG, "--seeds", "1-5"], [...SLURM, "--pack", "5"]);
    await until(() => isRunningOn("controller", "n1"), "controller");
    await cluster.restartController();
    await complete("controller");
    expect(resultsIn("controller")).toEqual(resultsIn("long"));
  });

  test("asks to be begun anew when its time is nearly over, and leaves nothing half done", async () => {
    // Slurm warns up to a minute early: at once, of a limit of a minute, or after half of it. One task has all runs, so
    // that it takes longer than that on a quiet machine too.
    const warned = ["--slurm", "--time", "1", "--stale", "20", "--pack", "40", "--sbatch=--signal=B:USR1@30"];
    await alone("short", [...LONG, "--seeds", "1-20"]);
    await submit("limit", [...LONG, "--seeds", "1-20"], warned);
    await complete("limit");
    const restarts = noteNumbers(join(folder, "limit")).map(
      (number) => readNote(join(folder, "limit"), number)!.restart,
    );
    expect(Math.max(...restarts)).toBeGreaterThan(0);
    expect(logsOf("limit")).toContain("told to end");
    expect(resultsIn("limit")).toEqual(resultsIn("short"));
  });

  test("of a search runs in rounds, an array each", async () => {
    const tune = [
      "tune",
      "smoke",
      "--over",
      "warnings.low=0.5..1.5",
      "--seeds",
      "1-2",
      "--held-out",
      "101",
      "--budget",
      "8",
      ...TINY,
    ];
    await alone("searched", tune);
    await submit("rounds", tune, [...SLURM, "--pack", "1"]);
    await complete("rounds");
    const arrays = readdirSync(join(folder, "rounds", "rounds")).filter((file) => /^\d+\.sh$/.test(file));
    expect(arrays.length).toBeGreaterThan(3);
    expect(resultsIn("rounds")).toEqual(resultsIn("searched"));
  });

  test("by GNU parallel comes to the bytes of one process", async () => {
    const asked = [
      "study",
      "submit",
      ...SWEEP,
      "--seeds",
      "1-12",
      "--out",
      "by parallel",
      "--parallel",
      "--hosts",
      "2/:",
    ];
    const { code, stdout } = await ringfence(asked, { cwd: folder });
    expect([code, stdout]).toEqual([0, expect.stringContaining("reused 24")]);
    expect(resultsIn("by parallel")).toEqual(resultsIn("whole"));
    expect(noteNumbers(join(folder, "by parallel")).length).toBe(2);
  });
});
