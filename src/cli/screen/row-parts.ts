/** Unfinished files of rows: whole rows stay under another name, and a message says so. */
import { RingfenceError } from "../../core/errors.ts";
import { counted } from "../../ui/format.ts";
import { type Outlet, print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { endOnSignals, type Signal } from "../end-on-signals.ts";
import type { RowFile } from "../../screen/row-file.ts";

interface Parts {
  readonly files: readonly (RowFile | null)[];
  readonly outlet: Outlet;
  /** Signals to handle, which end the process. */
  readonly signals: readonly Signal[];
  readonly rowsRead: () => number;
}

/**
 * Runs `act`, which writes the files and finishes them. If it fails, its error says what stays and where; if the
 * process ends early, by a signal or without a reader, a message does.
 */
export async function keepingParts<Result>(
  { files, outlet, signals, rowsRead }: Parts,
  act: () => Promise<Result>,
): Promise<Result> {
  let isInterrupted = false;
  const written = files.filter((file) => file !== null);
  const tell = (): void => {
    const kept = keep(written);
    if (kept === null && !isInterrupted) return;
    const how = `${isInterrupted ? "interrupted" : "screening ended early"}: ${counted(rowsRead(), "row")} read`;
    print(outlet, `ringfence: ${how}${kept === null ? "" : `; ${printable(kept)}`}\n`);
  };
  process.once("exit", tell);
  const goOnAtSignals = endOnSignals(() => (isInterrupted = true), signals);
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
