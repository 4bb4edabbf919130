/** The one place where text goes to standard output and error: whatever a terminal would obey is written out here. */
import type { Writable } from "node:stream";
import { guarded } from "./printable.ts";

/** A stream that is written to by `print` alone: it has no way to write of its own. */
export interface Outlet {
  readonly writable: boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly fd?: number | undefined;
}

/** While something is handed over here. */
let isOurs = false;

export function print(outlet: Outlet, text: string): void {
  hand(outlet, guarded(text, false));
}

/** Lines of text, in which emphasis passes (`emphasise` of table.ts). */
export function printEmphasised(outlet: Outlet, text: string): void {
  hand(outlet, guarded(text, true));
}

/** The same, or bytes as they are, a page say; resolves once they are taken, to the error where they are not. */
export function printWhole(outlet: Outlet, text: string | Uint8Array): Promise<Error | null> {
  const shown = typeof text === "string" ? guarded(text, false) : text;
  return new Promise((resolve) => hand(outlet, shown, (error) => resolve(error ?? null)));
}

function hand(outlet: Outlet, shown: string | Uint8Array, done?: (error?: Error | null) => void): void {
  isOurs = true;
  try {
    (outlet as unknown as Writable).write(shown, done);
  } finally {
    isOurs = false;
  }
}

/** Standard output is for results: what else is written to it, by a user module say, goes to `error`. */
export function keepForPrint(output: Writable, error: Writable): void {
  const write = output.write.bind(output);
  output.write = ((...given: Parameters<typeof write>) => (isOurs ? write(...given) : error.write(...given))) as never;
}
