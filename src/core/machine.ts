/** The machine that this process runs on: a speed without it means nothing. Never part of a result. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { counted } from "./counted.ts";

interface Machine {
  readonly cpu: string;
  /** Cores that this process may run on. */
  readonly cores: number;
  /** Cores that control groups grant; null where they set no limit, or where that cannot be told. */
  readonly quotaCores: number | null;
  /** Whether that can be told. */
  readonly quotaKnown: boolean;
  /** Of the machine, or of the control group where that has less. */
  readonly memoryMiB: number;
  readonly os: string;
}

const BYTES_A_MIB = 1024 * 1024;

export function readMachine(): Machine {
  const groups = controlGroups();
  const memory = groups.map((folder) => Number(textOf(join(folder, "memory.max"))));
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    quotaCores: least(groups.map(quotaIn)),
    quotaKnown: process.platform !== "linux" || existsSync(join(GROUPS, "cgroup.controllers")),
    memoryMiB: Math.round((least([totalmem(), ...memory]) ?? 0) / BYTES_A_MIB),
    os: `${type()} ${release()}`,
  };
}

const GROUPS = "/sys/fs/cgroup";

/** Folders of this process's control group (version 2) and of the groups above it, as far as they are seen from here. */
function controlGroups(): string[] {
  const [, own] = /^0::(\/.*)$/m.exec(textOf("/proc/self/cgroup")) ?? [];
  const folders: string[] = [];
  for (let folder = join(GROUPS, own ?? "..", "."); folder.startsWith(GROUPS); folder = dirname(folder)) {
    folders.push(folder);
  }
  return folders;
}

/** "max 100000" or "150000 100000". */
function quotaIn(folder: string): number {
  const [quota, period] = textOf(join(folder, "cpu.max")).split(" ").map(Number);
  return quota! / period!;
}

/** Of what is a limit: a number above 0. */
function least(limits: readonly number[]): number | null {
  const set = limits.filter((limit) => limit > 0);
  return set.length === 0 ? null : Math.min(...set);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

/** Earlier documents know no quotas. */
type Quota = Partial<Pick<Machine, "quotaCores" | "quotaKnown">>;

/** "2 cores", or "2 cores, a quota of 0.5". */
export function coresWords({ cores, quotaCores }: Pick<Machine, "cores"> & Quota): string {
  const words = counted(cores, "core");
  return typeof quotaCores === "number" ? `${words}, ${quotaWords({ quotaCores })}` : words;
}

/** "no quota", "a quota of 0.5", or that it is unknown. */
export function quotaWords({ quotaCores, quotaKnown }: Quota): string {
  if (typeof quotaCores === "number") return `a quota of ${Number(quotaCores.toFixed(2))}`;
  return quotaKnown ? "no quota" : "whether there is a quota cannot be told";
}

/** Null if each worker has a core. */
export function beyondCoresWords(workers: number, cores: number): string | null {
  if (workers <= cores) return null;
  return `${workers} workers take turns on ${counted(cores, "core")}: no faster than ${cores}, with the same results`;
}
