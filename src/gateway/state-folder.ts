/** The folder of what must survive the process: one process at a time has it. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../core/file/disk-error.ts";
import { RingfenceError } from "../core/errors.ts";
import { ProcessLock } from "../core/file/process-lock.ts";

/** Scores of the last day, in the folder. */
export const SCORES_FILE = "scores.bin";

export class StateFolder {
  readonly journal: string;
  /** What callers did. */
  readonly history: string;
  readonly scores: string;
  readonly #lock: ProcessLock;

  private constructor(path: string, lock: ProcessLock) {
    this.#lock = lock;
    this.journal = join(path, "journal.jsonl");
    this.history = join(path, "history.bin");
    this.scores = join(path, SCORES_FILE);
  }

  /** Makes it, for its owner alone, and takes it. Throws RingfenceError "io" where it cannot be had. */
  static async take(path: string): Promise<StateFolder> {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      const [file, option] = [join(path, "process"), "gateway.state"];
      return new StateFolder(path, await ProcessLock.take(file, "this folder", `name another with ${option}`, option));
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
    this.#lock.release();
  }
}
