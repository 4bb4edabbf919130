/** The compiled program as a user starts it, for tests. `npm test` builds it first. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly cwd?: string;
  /** Close the program's standard output before it writes a word. */
  readonly deaf?: boolean;
  /** Beside the variables of this process. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs `ringfence ...args` without a terminal and waits for its end. */
export function ringfence(
  args: readonly string[],
  { cwd = tmpdir(), deaf = false, variables = {} }: SpawnOptions = {},
): Promise<Outcome> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: npm run build`);
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { ...env, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    if (deaf) child.stdout.destroy();
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

/** `--set` before each setting. */
export function settings(...list: readonly string[]): string[] {
  return list.flatMap((setting) => ["--set", setting]);
}

/**
 * A scenario of some hundred events, whose scripts go so fast that a run does not drain for days, and whose blocklist
 * has no filter that is tried a million times.
 */
export const TINY = [
  ..."run smoke --workers 1".split(" "),
  ...settings("population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05", "blocklist.engine=exact"),
];

export function readJsonLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
