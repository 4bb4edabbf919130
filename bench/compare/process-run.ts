/** One run of a program in a process of its own: what it took in time, processor and memory, and what it printed. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { RingfenceError, messageOf } from "../../src/core/errors.ts";

/** How to start a program: a file with its arguments, or a line for the shell that the user gave. */
export interface Start {
  readonly label: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

export interface ProcessRun {
  /** From start to exit, with everything the program does before and after its work. */
  readonly wallSeconds: number;
  /**
   * Of the program and all that it waited for, to 10 ms; hardly moved by what else runs. Null where the system does not
   * tell (it takes Linux).
   */
  readonly cpuSeconds: number | null;
  /** Of the largest process of the program; null where the system does not tell. */
  readonly peakMiB: number | null;
  readonly stdout: string;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  /** That it failed, and how, with the end of what it wrote to standard error; null where it ended with exit code 0. */
  readonly failure: string | null;
}

/** The high-water mark only rises, so what is missed is growth within the last of these. */
const WATCH_EVERY_MS = 25;
const MAX_OUTPUT_UNITS = 64 * 1024 * 1024;
const TAIL_UNITS = 2000;

/** One at a time, or their processor times mix. Throws RingfenceError("io") when the program cannot be started. */
export async function runProcess({ label, file, args, shell }: Start): Promise<ProcessRun> {
  const cpuBefore = cpuSecondsOfChildren();
  const startMs = performance.now();
  // In a group of its own, so that what it started ends with it when we are interrupted.
  const child = spawn(file, args, { shell, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const endGroup = (): void => endProcessGroup(child.pid);
  process.once("exit", endGroup);
  let peakMiB: number | null = null;
  const watch = setInterval(() => {
    const seen = peakMemoryMiB(child.pid!);
    if (seen !== null && seen > (peakMiB ?? 0)) peakMiB = seen;
  }, WATCH_EVERY_MS);
  let wallSeconds = 0;
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (stdout.length < MAX_OUTPUT_UNITS) stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-TAIL_UNITS)));
  try {
    const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", () => (wallSeconds = (performance.now() - startMs) / 1000));
      child.on("close", (...ended) => resolve(ended));
    });
    const cpuAfter = cpuSecondsOfChildren();
    const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    const failure = exitCode === 0 ? null : failureOf(label, signal ?? `exit code ${exitCode}`, stderr, shell);
    return { wallSeconds, cpuSeconds, peakMiB, stdout, exitCode, failure };
  } catch (error) {
    throw new RingfenceError("io", failureOf(label, `it could not be started: ${messageOf(error)}`, "", shell), {
      cause: error,
    });
  } finally {
    process.off("exit", endGroup);
    clearInterval(watch);
  }
}

function endProcessGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGTERM");
  } catch {
    // It ended by itself.
  }
}

/** How a shell ends that does not find what it is to run. */
const NOT_FOUND = "exit code 127";

function failureOf(label: string, ended: string, stderr: string, shell: boolean): string {
  const said = stderr.trim() === "" ? "It wrote nothing to standard error." : `It ended with:\n${stderr.trimEnd()}`;
  const advice = shell && ended === NOT_FOUND ? "\nIf this was meant to be a path, it is mistyped." : "";
  return `a run of ${label} failed (${ended}). ${said}${advice}`;
}

/** Linux counts in hundredths of a second, whatever its own clock. */
const TICKS_A_SECOND = 100;

/** Processor time of all children that ended so far, and of theirs; null where /proc does not say. */
function cpuSecondsOfChildren(): number | null {
  try {
    // The name of the program, in brackets, may hold spaces: count from behind it (proc(5): cutime is field 16, cstime
    // 17).
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/**
 * The greatest high-water mark of resident memory among a process and what it started; null where /proc does not say.
 */
function peakMemoryMiB(pid: number): number | null {
  try {
    const own = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const marks = children.filter((child) => child !== "").map((child) => peakMemoryMiB(Number(child)) ?? 0);
    return own === null ? null : Math.max(Number(own[1]) / 1024, ...marks);
  } catch {
    return null;
  }
}
