/** The folder of what must survive the process: one process at a time has it. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../core/file/atomic-file.ts";
import { errorCode, RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";

/** Scores of the last day, in the folder. */
export const SCORES_FILE = "scores.bin";

export class StateFolder {
  readonly journal: string;
  /** What callers did. */
  readonly history: string;
  readonly scores: string;
  readonly #lock: string;

  /** Makes it, for its owner alone, and takes it. Throws RingfenceError "io" where it cannot be had. */
  constructor(path: string) {
    this.journal = join(path, "journal.jsonl");
    this.history = join(path, "history.bin");
    this.scores = join(path, SCORES_FILE);
    this.#lock = join(path, "process");
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.#take();
    } catch (error) {
      throw error instanceof RingfenceError ? error : diskError("write", path, error, "gateway.state");
    }
  }

  get hasHistory(): boolean {
    return existsSync(this.history);
  }

  /** Puts a history that cannot be read out of the way; returns where. */
  setAsideHistory(): string {
    const aside = `${this.history}.unread`;
    renameSync(this.history, aside);
    return aside;
  }

  release(): void {
    rmSync(this.#lock, { force: true });
  }

  #take(): void {
    try {
      this.#write();
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      const holder = Number(readFileSync(this.#lock, "utf8"));
      if (isAlive(holder)) {
        throw new RingfenceError(
          "io",
          `${printable(this.#lock)}: process ${holder} has this folder: end it, or name another with gateway.state`,
        );
      }
      // It was killed.
      rmSync(this.#lock, { force: true });
      this.#write();
    }
  }

  #write(): void {
    const file = openSync(this.#lock, "wx", 0o600);
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
