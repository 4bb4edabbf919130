/** The width of printed text. One rule for all verbs; COLUMNS of the environment is ignored. */
import type { Outlet } from "../../core/terminal/print.ts";
import { COLUMNS } from "../../core/terminal/wrap.ts";

/** Null if the stream is no terminal: other readers get whole lines. */
export function terminalColumns({ isTTY, columns }: Outlet): number | null {
  // A terminal of unknown width says 0.
  return isTTY ? columns || COLUMNS : null;
}

/** For text that is always wrapped. */
export function lineColumns(stream: Outlet): number {
  return terminalColumns(stream) ?? COLUMNS;
}
