/** Where a verb writes: text onto standard output and error. Its files: core/file/out-file.ts, screen/row-file.ts. */
import { fstatSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { RingfenceError, errorCode } from "../core/errors.ts";
import { type Outlet, print, printWhole } from "../core/terminal/print.ts";
import { escapeUnsafe } from "../core/terminal/printable.ts";

/** The streams of a verb; tests pass their own. */
export interface Streams {
  readonly input: Readable;
  readonly output: Outlet;
  readonly error: Outlet;
}

export function processStreams(): Streams {
  return { input: process.stdin, output: process.stdout, error: process.stderr };
}

/** Text onto a stream, waiting for it to be taken; a reader that has gone away (`| head`) ends it quietly. */
export class TextOutput {
  readonly #outlet: Outlet;
  #gone = false;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
    const stream = outlet as unknown as Writable;
    // Without a listener the process would die of the error, which may come late; the write below reports it.
    if (!stream.listeners("error").includes(ignore)) stream.on("error", ignore);
  }

  /** Whether nobody reads any more. */
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

/** What people should know before they read a result. */
export function tell(remarks: readonly string[], outlet: Outlet): void {
  for (const words of remarks) print(outlet, `ringfence: ${words}\n`);
}

/** Whether its writer may have to wait for a reader. */
export function isPipe({ fd }: Outlet): boolean {
  return fd === undefined || ((stat) => stat.isFIFO() || stat.isSocket())(fstatSync(fd));
}

type Terminal = Pick<NodeJS.WriteStream, "isTTY">;

/** Whether a line can be drawn again: a terminal, and none that calls itself dumb. */
export function canMoveCursor({ isTTY }: Terminal, { TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return isTTY && TERM !== "dumb";
}

/**
 * Whether to emphasise and colour what is written to a stream. NO_COLOR, if not empty, forbids it; FORCE_COLOR asks for
 * it, or with 0 or false forbids it; else a terminal decides, unless it calls itself dumb.
 */
export function wantsColour(stream: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  const { NO_COLOR, FORCE_COLOR } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return canMoveCursor(stream, env);
}

/**
 * A document of `--json`, ending with a line break. What a terminal would obey or hide stands as \u escapes: the same
 * JSON.
 */
export function jsonDocument(document: unknown): string {
  return `${escapeUnsafe(JSON.stringify(document, null, 2))}\n`;
}
