/** Whether a process lives. Its number alone does not say: another has it after a while, and on another machine. */
import { readFileSync, readlinkSync } from "node:fs";
import { errorCode } from "./errors.ts";

/** Where numbers of processes mean the same: this start of this machine, and this container; null: not to be told. */
export function numberSpace(): string | null {
  try {
    return `${bootId()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

/** Which start of the machine, and how many ticks after it the process began; null: the system does not say. */
export function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Its name, in brackets, may hold anything.
    return `${bootId()}:${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[TICKS_AFTER_NAME]!}`;
  } catch {
    return null;
  }
}

const TICKS_AFTER_NAME = 19;

/** Of this number space. `began`, where it is known: no other process that has the number now is meant. */
export function isAlive(pid: number, began: string | null = null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's lives.
    if (errorCode(error) !== "EPERM") return false;
  }
  return began === null || (beginningOf(pid) ?? began) === began;
}

function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
