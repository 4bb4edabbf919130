/** The folder of the journal and the history. One process at a time uses it. */
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../core/file/disk-error.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { ProcessLock } from "../core/file/process-lock.ts";

const JOURNAL = "journal.jsonl";
const HISTORY = "history.bin";

export class StateFolder {
  readonly journal: string;
  /** The history of callers. */
  readonly history: string;
  readonly #lock: ProcessLock;

  private constructor(path: string, lock: ProcessLock) {
    this.#lock = lock;
    this.journal = join(path, JOURNAL);
    this.history = join(path, HISTORY);
  }

  /** Makes the folder, readable only by its owner, and locks it. Throws RingfenceError "io". */
  static async take(path: string): Promise<StateFolder> {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      for (const name of ["process", JOURNAL, HISTORY]) refuseOther(join(path, name));
      const [file, option] = [join(path, "process"), "gateway.state"];
      return new StateFolder(path, await ProcessLock.take(file, "this folder", `name another with ${option}`, option));
    } catch (error) {
      throw error instanceof RingfenceError ? error : diskError("write", path, error, "gateway.state");
    }
  }

  get hasHistory(): boolean {
    return existsSync(this.history);
  }

  /** Renames a history that cannot be used. Returns the new path. */
  setAsideHistory(): string {
    const aside = `${this.history}.unread`;
    renameSync(this.history, aside);
    return aside;
  }

  release(): void {
    this.#lock.release();
  }
}

/** Opening a named pipe would block for ever. Throws RingfenceError "io". */
function refuseOther(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const what = found.isDirectory() ? "a folder" : found.isFIFO() ? "a named pipe" : "something else";
  throw new RingfenceError("io", `${printable(path)}: expected a file, found ${what}: move it away`);
}
