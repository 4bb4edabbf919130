/** What becomes of files of rows that are not finished: whole rows stay, under another name, and that is said. */
import type { Writable } from "node:stream";
import { RingfenceError } from "../core/errors.ts";
import { printable } from "../terminal/printable.ts";
import { endOnSignals } from "./end-on-signals.ts";
import type { RowFile } from "./row-file.ts";

/**
 * What `act` comes to, which writes the files and finishes them. Where it fails its error says what stays of them, and
 * where; where the process ends before, by a signal or as nobody reads any more, `told` does.
 */
export async function keepingParts<Result>(
  files: readonly (RowFile | null)[],
  told: Writable,
  act: () => Promise<Result>,
): Promise<Result> {
  const written = files.filter((file) => file !== null);
  const tell = (): void => {
    const kept = keep(written);
    if (kept !== null) told.write(`ringfence: screening ended early; ${printable(kept)}\n`);
  };
  process.once("exit", tell);
  // A pipe that nobody reads holds the process up, and no signal would be heard: the system's own way ends it then.
  const goOnAtSignals = written.length > 0 && written.every(({ isFile }) => isFile) ? endOnSignals() : () => {};
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof RingfenceError)) {
      tell();
      throw error;
    }
    const kept = keep(written);
    throw kept === null ? error : new RingfenceError(error.code, `${error.message}; ${kept}`, { cause: error });
  } finally {
    goOnAtSignals();
    process.off("exit", tell);
  }
}

function keep(files: readonly RowFile[]): string | null {
  const kept = files.map((file) => file.keep()).filter((one) => one !== null);
  return kept.length === 0 ? null : kept.join("; ");
}
