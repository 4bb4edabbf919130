/** A file that says which process has something, so that no other takes it meanwhile. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { errorCode, RingfenceError } from "../errors.ts";
import { beginningOf, isAlive } from "../process-life.ts";
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
      if (isHeld(holder)) {
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
function isHeld(holder: string): boolean {
  const [number, began = ""] = holder.split(" ");
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  return isAlive(pid, began === "" ? null : began);
}
