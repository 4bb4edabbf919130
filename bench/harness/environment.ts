/**
 * Where a result was measured: without it a figure means nothing, and results of different machines must not be
 * compared.
 */
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { type Machine, readMachine } from "../../src/core/machine.ts";
import { packageVersion } from "../../src/core/version.ts";
import { quotaWords } from "../../src/report/machine-words.ts";
import { type Commit, readCommit } from "./commit.ts";

export interface Environment extends Commit, Machine {
  readonly node: string;
  readonly v8: string;
  /** Flags of Node and NODE_OPTIONS. */
  readonly flags: readonly string[];
  /** Processes that wanted to run, on average over the last minute, when the bench began. */
  readonly load: number;
  readonly version: string;
}

export function readEnvironment(): Environment {
  return {
    ...readMachine(),
    node: process.version,
    v8: process.versions.v8,
    flags: [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/).filter((flag) => flag !== "")],
    load: loadavg()[0]!,
    version: packageVersion(),
    ...readCommit(packageRoot()),
  };
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
