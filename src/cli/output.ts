/** Where a verb writes: text onto standard output and error. Its files: core/file/out-file.ts, screen/row-file.ts. */
import { fstatSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { RingfenceError, errorCode } from "../core/errors.ts";
import { type Outlet, print, printEmphasised, printWhole } from "../core/terminal/print.ts";
import { escapeUnsafe } from "../core/terminal/printable.ts";
import type { Style } from "../core/terminal/table.ts";
import { COLUMNS } from "../core/terminal/wrap.ts";

export interface Streams {
  readonly input: Readable;
  readonly output: Outlet;
  readonly error: Outlet;
}

export function processStreams(): Streams {
  return { input: process.stdin, output: process.stdout, error: process.stderr };
}

/** Text onto a stream, waiting until it is taken; ends quietly if the reader has gone (`| head`). */
export class TextOutput {
  readonly #outlet: Outlet;
  #gone = false;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
    const stream = outlet as unknown as Writable;
    // Without a listener the process would die of the error, which may come late; the write below reports it.
    if (!stream.listeners("error").includes(ignore)) stream.on("error", ignore);
  }

  get gone(): boolean {
    return this.#gone;
  }

  async write(text: string | Uint8Array): Promise<void> {
    if (this.#gone || text.length === 0) return;
    const error = await printWhole(this.#outlet, text);
    if (error === null) return;
    if (errorCode(error) !== "EPIPE" && errorCode(error) !== "ERR_STREAM_DESTROYED") {
      throw new RingfenceError("io", `cannot write output: ${error.message}`, { cause: error });
    }
    this.#gone = true;
  }
}

function ignore(): void {}

/** Remarks, a line each. */
export function tell(remarks: string | readonly string[], outlet: Outlet = process.stderr): void {
  for (const words of [remarks].flat()) print(outlet, `ringfence: ${words}\n`);
}

/** What a server says of an error: of one that nobody foresaw also its place. */
export function faultWords(fault: unknown): string {
  if (fault instanceof RingfenceError) return fault.message;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

export function isPipe({ fd }: Outlet): boolean {
  return fd === undefined || ((stat) => stat.isFIFO() || stat.isSocket())(fstatSync(fd));
}

/** Null if the stream is no terminal: other readers get whole lines. COLUMNS of the environment is ignored. */
export function terminalColumns({ isTTY, columns }: Outlet): number | null {
  // A terminal of unknown width says 0.
  return isTTY ? columns || COLUMNS : null;
}

/** For text that is always wrapped. */
export function lineColumns(stream: Outlet): number {
  return terminalColumns(stream) ?? COLUMNS;
}

type Terminal = Pick<NodeJS.WriteStream, "isTTY">;

/** A terminal, and not a dumb one. */
export function canMoveCursor({ isTTY }: Terminal, { TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return isTTY && TERM !== "dumb";
}

/**
 * True if a stream gets emphasis and colour. NO_COLOR, if not empty, forbids it; FORCE_COLOR asks for it, or with 0 or
 * false forbids it; else a terminal that is not dumb has it.
 */
export function wantsColour(stream: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  const { NO_COLOR, FORCE_COLOR } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return canMoveCursor(stream, env);
}

/** A result onto standard output: with `--json` its document, else in words. */
export function printResult(
  { json }: { readonly json?: boolean },
  document: unknown,
  words: (style: Style & { readonly width: number }) => string,
): void {
  const style = { colour: wantsColour(process.stdout), width: lineColumns(process.stdout) };
  printEmphasised(process.stdout, json ? jsonDocument(document) : words(style));
}

/** A document of `--json`, ending with a line break. Control and hidden characters become \u escapes: the same JSON. */
export function jsonDocument(document: unknown): string {
  return `${escapeUnsafe(JSON.stringify(document, null, 2))}\n`;
}
