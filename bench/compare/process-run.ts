/** One run of a program in a process of its own: what it took in time and processor time, and what it printed. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { RingfenceError, messageOf } from "../../src/core/errors.ts";

/** How to start a program: a file with its arguments, or a line for the shell. */
export interface Start {
  readonly label: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

export interface ProcessRun {
  readonly wallSeconds: number;
  /** Of the program and all that it waited for, to 10 ms. Null where the system does not tell (it takes Linux). */
  readonly cpuSeconds: number | null;
  readonly stdout: string;
  readonly exitCode: number | null;
  /** How it failed, with the end of what it wrote to standard error; null where it ended with exit code 0. */
  readonly failure: string | null;
}

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
    const failure = exitCode === 0 ? null : failureOf(label, signal ?? `exit code ${exitCode}`, stderr);
    return { wallSeconds, cpuSeconds, stdout, exitCode, failure };
  } catch (cause) {
    throw new RingfenceError("io", failureOf(label, `it could not be started: ${messageOf(cause)}`, ""), { cause });
  } finally {
    process.off("exit", endGroup);
  }
}

function endProcessGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGTERM");
  } catch {
    // It ended by itself.
  }
}

function failureOf(label: string, ended: string, stderr: string): string {
  const said = stderr.trim() === "" ? "It wrote nothing to standard error." : `It ended with:\n${stderr.trimEnd()}`;
  return `a run of ${label} failed (${ended}). ${said}`;
}

/** Linux counts in hundredths of a second, whatever its own clock. */
const TICKS_A_SECOND = 100;

/** Processor time of all children that ended so far, and of theirs; null where /proc does not say. */
function cpuSecondsOfChildren(): number | null {
  try {
    // The name of the program may hold spaces: count from behind it (proc(5): cutime is field 16, cstime 17).
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}
