/** What sharing costs: an array of three tasks on Debian's Slurm beside one process of three threads, the same runs. */
import { cpus } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readBusy } from "../../bench/harness/other-work.ts";
import { sumOf } from "../../src/core/sum.ts";
import { noteNumbers, type ProcessState, readNote } from "../../src/study/cells/process-note.ts";
import { ringfence } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";
import { type Cluster, lackOfSlurm, startCluster } from "./slurm-cluster.ts";

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 300_000 });

/** Of work a task: the figure to reach is that of two minutes. */
const TASK_SECONDS = Number(process.env["RINGFENCE_TASK_SECONDS"] ?? 120);
const TASKS = 3;
/** That a run of `smoke` takes, roughly. */
const CORE_SECONDS_A_RUN = 1.4;
const LEAST_SHARE = 0.9;
/** Beside other work processor time alone tells something: it too is a tenth more or less then. */
const LEAST_CORE_SHARE = 0.8;
/** Cores that others keep busy, beyond which times of the clock mean little. */
const QUIET = 0.1;

const lack = lackOfSlurm();
const folder = newFolder("array-speed");
const seeds = Math.ceil((TASKS * TASK_SECONDS) / CORE_SECONDS_A_RUN / 2);
const SWEEP = ["sweep", "smoke", "--over", "warnings.low=0.5,0.95", "--seeds", `1-${seeds}`, "--no-page"];

let cluster: Cluster;

interface Side {
  readonly seconds: number;
  readonly coreSeconds: number;
  readonly otherCores: number;
}

const processesOf = (name: string): ProcessState[] =>
  noteNumbers(join(folder, name)).flatMap((number) => readNote(join(folder, name), number) ?? []);

async function measure(name: string, act: () => Promise<void>): Promise<Side> {
  const before = readBusy();
  await act();
  const after = readBusy();
  const seconds = (after.atMs - before.atMs) / 1000;
  const coreSeconds = sumOf(processesOf(name).map((state) => state.coreSeconds));
  const busy = (after.allMs - before.allMs - (after.ownMs - before.ownMs)) / 1000;
  return { seconds, coreSeconds, otherCores: Math.max(0, (busy - coreSeconds) / seconds) };
}

const words = ({ seconds, coreSeconds, otherCores }: Side): string =>
  `${((2 * seeds) / seconds).toFixed(3)} runs/s, ${seconds.toFixed(1)} s of the clock, ` +
  `${coreSeconds.toFixed(1)} core-s, others kept ${otherCores.toFixed(2)} of ${cpus().length} cores busy`;

if (lack !== null) console.warn(`what an array of Slurm costs is not measured here: ${lack}`);

describe.skipIf(lack !== null)("an array of three", () => {
  beforeAll(async () => {
    cluster = await startCluster(2);
  });
  afterAll(() => cluster.stop());

  test("does nine tenths of the runs a second of one process with the same cores", async () => {
    const one = await measure("one", async () => {
      const { code } = await ringfence(["study", ...SWEEP, "--out", "one", "--workers", `${TASKS}`, "--quiet"], {
        cwd: folder,
      });
      expect(code).toBe(0);
    });
    const array = await measure("array", async () => {
      const asked = [
        "study",
        "submit",
        ...SWEEP,
        "--out",
        "array",
        "--slurm",
        "--pack",
        `${Math.ceil((2 * seeds) / TASKS)}`,
      ];
      const { code, stderr } = await ringfence(asked, { cwd: folder, variables: cluster.env });
      expect([code, stderr]).toEqual([0, ""]);
      while (cluster.slurm("squeue", "-h").trim() !== "") await new Promise((resolve) => setTimeout(resolve, 200));
    });
    const tasks = processesOf("array");
    expect(tasks.map(({ ended }) => ended)).toEqual([true, true, true]);
    expect(sumOf(tasks.map(({ done }) => done))).toBe(2 * seeds);
    const share = one.seconds / array.seconds;
    const coreShare = one.coreSeconds / array.coreSeconds;
    console.log(
      `${2 * seeds} runs, tasks of ${tasks.map((task) => task.coreSeconds.toFixed(0)).join(", ")} core-s\n` +
        `one process, ${TASKS} threads: ${words(one)}\narray of ${TASKS}, submit to results: ${words(array)}\n` +
        `runs a second: ${share.toFixed(3)} of one process; runs a core-second: ${coreShare.toFixed(3)}`,
    );
    const isQuiet = Math.max(one.otherCores, array.otherCores) < QUIET;
    expect(coreShare).toBeGreaterThan(LEAST_CORE_SHARE);
    expect(isQuiet ? share : coreShare).toBeGreaterThan(isQuiet ? LEAST_SHARE : LEAST_CORE_SHARE);
  });
});
