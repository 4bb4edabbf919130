/** A file that says which process has something, so that no other takes it meanwhile. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { errorCode, RingfenceError } from "../errors.ts";
import { printable } from "../terminal/printable.ts";

export class ProcessLock {
  readonly #path: string;

  /**
   * Takes it, from a process that was killed too. Throws RingfenceError "io" where a living one has it, and what the
   * system throws where it cannot be written. `what`: is had, in words; `remedy`: what to do but end that process.
   */
  constructor(path: string, what: string, remedy: string) {
    this.#path = path;
    try {
      this.#write();
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      const holder = readFileSync(path, "utf8");
      if (isAlive(holder)) {
        const [pid] = holder.split(" ");
        throw new RingfenceError(
          "io",
          `${printable(path)}: process ${printable(pid!)} has ${what}: end it, or ${remedy}`,
        );
      }
      this.#takeOver(holder, what, remedy);
    }
  }

  /** From `dead`: one process at a time, or the second would remove what the first has just written. */
  #takeOver(dead: string, what: string, remedy: string): void {
    const turn = new ProcessLock(`${this.#path}.turn`, what, remedy);
    try {
      if (readFileSync(this.#path, "utf8") === dead) rmSync(this.#path);
      this.#write();
    } catch (error) {
      if (!["EEXIST", "ENOENT"].includes(errorCode(error))) throw error;
      throw new RingfenceError("io", `${printable(this.#path)}: another process has just taken ${what}: ${remedy}`, {
        cause: error,
      });
    } finally {
      turn.release();
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }

  #write(): void {
    const file = openSync(this.#path, "wx", 0o600);
    writeSync(file, `${process.pid} ${beginningOf(process.pid) ?? ""}`);
    closeSync(file);
  }
}

/** In a container that starts again, ourselves: nobody else has our number. */
function isAlive(holder: string): boolean {
  const [number, began = ""] = holder.split(" ");
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  // After a while, and after the machine was started again, another process has the number.
  return began === "" || (beginningOf(pid) ?? began) === began;
}

/** Which start of the machine, and how many ticks after it the process began; null: the system does not say. */
function beginningOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Its name, in brackets, may hold anything.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[TICKS_AFTER_NAME]!;
    return `${boot}:${ticks}`;
  } catch {
    return null;
  }
}

const TICKS_AFTER_NAME = 19;
