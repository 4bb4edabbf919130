/** How wide what a verb prints may be. One rule for all of them; the environment's COLUMNS has no part in it. */
import type { Outlet } from "../../core/terminal/print.ts";
import { COLUMNS } from "../../core/terminal/wrap.ts";

/** How wide the terminal behind a stream is, or null when there is none: whatever else reads gets whole lines. */
export function terminalColumns({ isTTY, columns }: Outlet): number | null {
  // A terminal that does not say calls itself 0 wide.
  return isTTY ? columns || COLUMNS : null;
}

/** For text that is broken into lines whoever reads. */
export function lineColumns(stream: Outlet): number {
  return terminalColumns(stream) ?? COLUMNS;
}
