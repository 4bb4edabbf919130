/** Modules of users that this thread loads: an error in one names the module and its line. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { RingfenceError, messageOf } from "../errors.ts";

/** What each is, for messages, by the path of its file. */
const known = new Map<string, string>();

/** What a module exports. `what`: what it is, for messages. Throws whatever it throws. */
export async function importOwnModule(url: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  nameOwnModule(url, what);
  // Standard output of a thread would end up in a result.
  if (!isMainThread) printToStderr();
  return (await import(url)) as Readonly<Record<string, unknown>>;
}

/** What it is, once that is known better. */
export function nameOwnModule(url: string, what: string): void {
  known.set(fileURLToPath(url), what);
}

/** What is known of this thread's modules; empty where it loaded none. */
export function ownModules(): string[] {
  return [...known.values()];
}

/**
 * The same error in words, where it came out of one of these modules, or out of what that called: "config", with the
 * error as its cause. Null where none of them has to do with it.
 */
export function blamedOnModule(thrown: unknown): RingfenceError | null {
  if (thrown instanceof RingfenceError) return null;
  for (const [path, what] of known) {
    if (lineIn(thrown, path) === null) continue;
    const words = `${what}: threw at work: ${placeOf(thrown, path)}; RINGFENCE_DEBUG=1 shows the trace`;
    return new RingfenceError("config", words, { cause: thrown });
  }
  return null;
}

/** What was thrown, and where in the module, if that can be told. */
export function placeOf(thrown: unknown, path: string): string {
  const line = lineIn(thrown, path);
  return line === null ? messageOf(thrown) : `${messageOf(thrown)} (line ${line})`;
}

/** The line of the module that is nearest to where it was thrown. */
function lineIn(thrown: unknown, path: string): string | null {
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  for (const written of [path, pathToFileURL(path).href]) {
    const at = stack.indexOf(`${written}:`);
    const line = at < 0 ? undefined : /^:(\d+)/.exec(stack.slice(at + written.length))?.[1];
    if (line !== undefined) return line;
  }
  return null;
}

/** What a module says by `console.log` goes to standard error: standard output is for results. */
export function printToStderr(): void {
  const { error } = console;
  Object.assign(console, { log: error, info: error, debug: error });
}
