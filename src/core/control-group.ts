/**
 * What control groups grant this process: of version 1 (a hierarchy for each controller) and of version 2 (one for
 * all). A controller is in one of them only. Nobody has more than the groups above, as far as those are seen from here:
 * a container sees none above its own.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

interface ControlGroupLimits {
  /** Cores that may be kept busy on average, above 0; null where no limit is set, or none that can be told. */
  readonly quotaCores: number | null;
  /** Whether that can be told: without control groups (other systems than Linux) there is no quota. */
  readonly quotaKnown: boolean;
  /** Null where no limit is set, or none that can be told. */
  readonly memoryBytes: number | null;
}

/** `root`: the folder in which /proc and /sys lie. */
export function readControlGroup(root = "/", platform: string = process.platform): ControlGroupLimits {
  if (platform !== "linux") return { quotaCores: null, quotaKnown: true, memoryBytes: null };
  const cpu = foldersOf("cpu", root);
  const quotaCores = least(cpu.map(quotaIn));
  return {
    quotaCores,
    quotaKnown: quotaCores !== null || (cpu.length > 0 && existsSync(cpu[0]!)),
    memoryBytes: least(foldersOf("memory", root).map(memoryIn)),
  };
}

/** The folder of this process's group and of those above it, up to where the hierarchy is mounted; none if unseen. */
function foldersOf(controller: string, root: string): string[] {
  const groups = linesOf(join(root, "proc/self/cgroup")).map((line) => /^(\d+):([^:]*):(.*)$/.exec(line) ?? []);
  const group =
    groups.find(([, , names = ""]) => names.split(",").includes(controller)) ??
    groups.find(([, number, names]) => number === "0" && names === "");
  if (group === undefined) return [];
  const [, , names, path] = group;
  const type = names === "" ? "cgroup2" : "cgroup";
  const mount = linesOf(join(root, "proc/self/mountinfo"))
    .map(readMount)
    .find((one) => one.type === type && (names === "" || one.options.includes(controller)) && holds(one.from, path!));
  if (mount === undefined) return [];
  const top = resolve(root, `.${mount.at}`);
  const own = resolve(top, `.${mount.from === "/" ? path! : path!.slice(mount.from.length)}`);
  const folders = [own];
  while (folders.at(-1)!.length > top.length) folders.push(dirname(folders.at(-1)!));
  return folders;
}

/** A group outside of what is mounted, or of the name space ("/../x"), has no folder here. */
function holds(from: string, path: string): boolean {
  return !path.split("/").includes("..") && (from === "/" || path === from || path.startsWith(`${from}/`));
}

/** A line of mountinfo (proc_pid_mountinfo(5)): "36 35 98:0 /from /at rw,noatime master:1 - type source rw,options". */
function readMount(line: string): { from: string; at: string; type: string; options: string[] } {
  const [head = "", tail = ""] = line.split(" - ");
  const [, , , from = "", at = ""] = head.split(" ");
  const [type = "", , options = ""] = tail.split(" ");
  return { from: unescape(from), at: unescape(at), type, options: options.split(",") };
}

/** A space in a path is written as \040. */
function unescape(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}

/** Version 2 says "max 100000" or "150000 100000", version 1 has a file for each, with -1 for no limit. */
function quotaIn(folder: string): number | null {
  const [quota, period] = (
    linesOf(join(folder, "cpu.max"))[0]?.split(" ") ?? [
      linesOf(join(folder, "cpu.cfs_quota_us"))[0],
      linesOf(join(folder, "cpu.cfs_period_us"))[0],
    ]
  ).map(Number);
  return quota! > 0 && period! > 0 ? quota! / period! : null;
}

/** "max" or bytes; version 1 has a number larger than any memory for no limit. */
function memoryIn(folder: string): number | null {
  const [limit] = [...linesOf(join(folder, "memory.max")), ...linesOf(join(folder, "memory.limit_in_bytes"))].map(
    Number,
  );
  return limit! > 0 ? limit! : null;
}

function least(limits: readonly (number | null)[]): number | null {
  const set = limits.filter((limit) => limit !== null);
  return set.length === 0 ? null : Math.min(...set);
}

/** None of a file that is not there or cannot be read. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").trim().split("\n");
  } catch {
    return [];
  }
}
