/**
 * Where a result was measured: without it a figure means nothing, and results of different machines must not be
 * compared.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { readMachine, quotaWords } from "../../src/core/machine.ts";
import { once } from "../../src/core/once.ts";
import { meanOf, varianceOf } from "../../src/core/sum.ts";
import { packageVersion } from "../../src/core/program.ts";
import type { Environment } from "./result.ts";
import { readTimer } from "./timer.ts";

/** As it is at the first bench of a process. Some 70 ms. */
export const readEnvironment = once((): Environment => ({
  ...readMachine(),
  node: process.version,
  v8: process.versions.v8,
  flags: [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/).filter((flag) => flag !== "")],
  load: loadavg()[0]!,
  version: packageVersion(),
  timerStepUs: readTimer().stepNs / 1000,
  wakeLateUs: worstWakeUs(),
  noise: measureNoise(),
  ...readCommit(packageRoot()),
}));

/** What limits the figures of this machine at the moment, in words. */
export function noiseWords({ timerStepUs, wakeLateUs, noise }: Environment): string {
  const steps = Number(timerStepUs.toPrecision(2));
  return `timer steps of ${steps} us, threads wake up to ${wakeLateUs.toFixed(0)} us late, the same work varies by ${(noise * 100).toFixed(1)} %`;
}

const TRIALS = 20;

function worstWakeUs(): number {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const late = Array.from({ length: TRIALS }, () => {
    const fromMs = performance.now();
    Atomics.wait(sleeper, 0, 0, 1);
    return (performance.now() - fromMs - 1) * 1000;
  });
  return Math.max(...late);
}

function measureNoise(): number {
  const memory = new Int32Array(1 << 16);
  work(memory);
  const times = Array.from({ length: TRIALS }, () => {
    const fromMs = performance.now();
    work(memory);
    return performance.now() - fromMs;
  });
  return Math.sqrt(varianceOf(times)) / meanOf(times);
}

/** About 2 ms of whole numbers through 256 KiB of memory, as screening has them. */
function work(memory: Int32Array): void {
  let hash = 1;
  for (let i = 0; i < 300_000; i++) {
    hash = Math.imul(hash ^ i, 0x9e3779b1);
    memory[hash >>> 16]! += hash;
  }
}

const MACHINE_KEYS = ["cpu", "cores", "quotaCores", "memoryMiB", "os", "node", "flags"] as const;

/** The part of an environment that must be the same for figures to be compared. */
type ComparedMachine = Pick<Environment, (typeof MACHINE_KEYS)[number] | "quotaKnown">;

/** The parts of two environments that make their figures incomparable, in words; of those that both tell. */
export function differences(a: Partial<ComparedMachine>, b: Partial<ComparedMachine>): string[] {
  return MACHINE_KEYS.filter((key) => a[key] !== undefined && b[key] !== undefined)
    .filter((key) => String(a[key]) !== String(b[key]))
    .map((key) =>
      key === "quotaCores"
        ? `cores granted: ${quotaWords(a)} against ${quotaWords(b)}`
        : `${key}: ${String(a[key])} against ${String(b[key])}`,
    );
}

/** The package's root, from the source and from dist. */
export function packageRoot(): string {
  for (const path of ["../../", "../../../"]) {
    const root = fileURLToPath(new URL(path, import.meta.url));
    try {
      readFileSync(`${root}package.json`);
      return root;
    } catch {
      // Compiled code lies one folder deeper than its source.
    }
  }
  return process.cwd();
}

/** Null where `folder` is not the root of a checkout: what lies below somebody else's is not of their commit. */
export function readCommit(folder: string): Pick<Environment, "commit" | "dirty"> {
  const git = (...words: string[]): string =>
    execFileSync("git", ["-C", folder, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    if (git("rev-parse", "--show-prefix") !== "") return { commit: null, dirty: null };
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain", "-uno") !== "" };
  } catch {
    return { commit: null, dirty: null };
  }
}
