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
      const holder = Number(readFileSync(path, "utf8"));
      if (isAlive(holder)) {
        throw new RingfenceError("io", `${printable(path)}: process ${holder} has ${what}: end it, or ${remedy}`);
      }
      rmSync(path, { force: true });
      this.#write();
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }

  #write(): void {
    const file = openSync(this.#path, "wx", 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
  }
}

/** In a container that starts again, ourselves: nobody else has our number. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
