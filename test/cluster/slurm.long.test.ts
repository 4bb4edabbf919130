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

const SEARCHED = ["--seeds", "1-2", ...TINY];
const TUNE = "smoke --over warnings.low=0.5..1.5 --held-out 101 --budget 8".split(" ");
/** With one defence that may be left out: two searches, and what each finds against both. */
const RESPONSE = ["no-defences", ...settings("warnings.enabled=true"), "--budget", "8", ...SEARCHED];

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
  // A search says what it goes on to.
  expect([code, stderr.replaceAll(/^study .*\n/gm, "")]).toEqual([0, ""]);
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

  test("shows what its tasks do from their first moment on, and takes no second array beside them", async () => {
    await alone("long", [...LONG, "--seeds", "1-5"]);
    const asked = [...LONG, "--seeds", "1-5"];
    const job = await submit("seen", asked, [...SLURM, "--pack", "1", "--tasks", "6"]);
    const seen = new Map<string, number>();
    let text = "";
    const look = (): boolean => {
      const { runs, tasks, processes } = studyStatus(join(folder, "seen"));
      for (const { counts } of tasks)
        for (const [name, amount] of Object.entries(counts))
          if (amount > 0 && runs.running + runs.done === 0) seen.set(name, amount);
      if (processes.running > 0) seen.set("running", processes.running);
      return runs.running > 0;
    };
    while (!look()) await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await ringfence(["study", "submit", ...asked, "--out", "seen", ...SLURM], {
      cwd: folder,
      variables: cluster.env,
    });
    text = second.stderr.replace(/\s+/g, " ");
    expect([second.code, text]).toEqual([2, expect.stringMatching(`round 1 of sweep in .* as job ${job}: .*${job}_`)]);
    const rounds = join(folder, "seen", "rounds");
    // What it says to do for more tasks adds them.
    expect(text).toContain("rounds && sbatch 1.sh");
    cluster.slurm("sbatch", "--chdir", rounds, join(rounds, "1.sh"));
    await until(() => look() || studyStatus(join(folder, "seen")).isComplete, "seen");
    await complete("seen");
    // Four have room.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["queued", "starting", "running"]));
    expect(resultsIn("seen")).toEqual(resultsIn("long"));
  });

  test("goes on where a node is lost, and comes to the same bytes", async () => {
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
    const job = await submit("limit", [...LONG, "--seeds", "1-20"], warned);
    const task = () => cluster.slurm("squeue", "-h", "-r", "-j", job, "-o", "%T %r");
    await until(() => task().startsWith("PENDING BeginTime"), "limit");
    // It waits for two minutes then; at once it would be refused, as its credential was revoked just now. It gets time
    // for the rest: on a busy machine a run takes ten seconds, and as many as fit in half a minute would take hours.
    cluster.slurm("scontrol", "update", `JobId=${job}_1`, "StartTime=now+10", "TimeLimit=20");
    await complete("limit");
    const restarts = noteNumbers(join(folder, "limit")).map(
      (number) => readNote(join(folder, "limit"), number)!.restart,
    );
    expect(restarts).toEqual([0, 1]);
    expect(logsOf("limit")).toContain("told to end");
    expect(resultsIn("limit")).toEqual(resultsIn("short"));
  });

  test.each([
    ["tune", [...TUNE, ...SEARCHED], 4],
    ["best-response", RESPONSE, 4],
  ])("of %s runs in rounds, an array each, and comes to the bytes of one process", async (verb, words, least) => {
    await alone(`${verb} alone`, [verb, ...words]);
    await submit(verb, [verb, ...words], [...SLURM, "--pack", "1"]);
    await complete(verb);
    const rounds = readdirSync(join(folder, verb, "rounds")).filter((file) => /^\d+\.sh$/.test(file));
    const { runs } = studyStatus(join(folder, verb));
    const processes = noteNumbers(join(folder, verb)).length;
    console.log(`${verb}: ${rounds.length} rounds, ${processes} processes, ${runs.done} runs`);
    expect(rounds.length).toBeGreaterThanOrEqual(least);
    expect(resultsIn(verb)).toEqual(resultsIn(`${verb} alone`));
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
