/** The folder of the journal and the history. One process at a time uses it. */
import { mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { diskError } from "../core/file/disk-error.ts";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../core/terminal/printable.ts";
import { takeLock } from "../core/file/process-lock.ts";

export interface StateFolder {
  readonly journal: string;
  /** The history of callers. */
  readonly history: string;
  /** Another process may take it from then on. */
  release(): void;
}

/** Makes the folder, readable only by its owner, and locks it. Throws RingfenceError "io". */
export async function takeFolder(path: string): Promise<StateFolder> {
  const [journal, history, owner] = [join(path, "journal.jsonl"), join(path, "history.bin"), join(path, "process")];
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const file of [journal, history]) refuseOther(file);
    const release = await takeLock(owner, "this folder", "name another with gateway.state", "gateway.state");
    return { journal, history, release };
  } catch (error) {
    throw error instanceof RingfenceError ? error : diskError("write", path, error, "gateway.state");
  }
}

/** Renames a history that cannot be used. Returns the new path. */
export function putAside(history: string): string {
  const aside = `${history}.unread`;
  renameSync(history, aside);
  return aside;
}

/** Opening a named pipe would block for ever. Throws RingfenceError "io". */
function refuseOther(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  const what = found.isDirectory() ? "a folder" : found.isFIFO() ? "a named pipe" : "something else";
  throw new RingfenceError("io", `${printable(path)}: expected a file, found ${what}: move it away`);
}
