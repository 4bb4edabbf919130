/** The machine that this process runs on: a speed without it means nothing. Never part of a result. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";

export interface Machine {
  /** The processor's name as the system gives it. */
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
  const isLinux = process.platform === "linux";
  const cpu = isLinux ? foldersOf("cpu") : [];
  const memory = isLinux ? foldersOf("memory") : [];
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    quotaCores: least(cpu.map(quotaIn)),
    quotaKnown: !isLinux || existsSync(cpu[0]!),
    memoryMiB: Math.round((least([totalmem(), ...memory.map(memoryIn)]) ?? 0) / BYTES_A_MIB),
    os: `${type()} ${release()}`,
  };
}

const GROUPS = "/sys/fs/cgroup";

/**
 * The folders of this process's control group and of the groups above it, as far as they are seen from here. Version 2
 * has one hierarchy ("0::/path" in /proc/self/cgroup), version 1 one for each controller ("1:cpu,cpuacct:/path").
 */
function foldersOf(controller: string): string[] {
  const groups = textOf("/proc/self/cgroup");
  const [, own] = new RegExp(`^\\d+:(?:[^:]*,)?${controller}(?:,[^:]*)?:(/.*)$`, "m").exec(groups) ?? [];
  const [, shared = "/"] = /^0::(\/.*)$/m.exec(groups) ?? [];
  const top = own === undefined ? GROUPS : join(GROUPS, controller);
  const folders: string[] = [];
  for (let folder = join(top, own ?? shared, "."); folder.startsWith(top); folder = dirname(folder)) {
    folders.push(folder);
  }
  return folders;
}

/** Version 2 has "max 100000" or "150000 100000", version 1 a file for each, with -1 for no limit. */
function quotaIn(folder: string): number {
  const written = textOf(join(folder, "cpu.max"));
  const files = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map((name) => textOf(join(folder, name)));
  const [quota, period] = (written === "" ? files : written.split(" ")).map(Number);
  return quota! / period!;
}

/** "max" or bytes; version 1 has a number larger than any memory for no limit. */
function memoryIn(folder: string): number {
  return Number(textOf(join(folder, "memory.max")) || textOf(join(folder, "memory.limit_in_bytes")));
}

/** Of what is a limit: a number above 0. */
function least(limits: readonly number[]): number | null {
  const set = limits.filter((limit) => limit > 0);
  return set.length === 0 ? null : Math.min(...set);
}

/** Empty where there is no such file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
