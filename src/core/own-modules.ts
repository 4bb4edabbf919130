/** Modules of a user's own that this thread has loaded: what they throw at work is their author's to mend. */
import { pathToFileURL } from "node:url";
import { RingfenceError, messageOf } from "./errors.ts";

/** What each is, for messages, by the path of its file. */
const loaded = new Map<string, string>();

export function noteOwnModule(path: string, what: string): void {
  loaded.set(path, what);
}

/**
 * The same error in words, where it came out of one of these modules, or out of what that called: "config", with the
 * error as its cause. Null where none of them has to do with it.
 */
export function blamedOnModule(thrown: unknown): RingfenceError | null {
  if (thrown instanceof RingfenceError) return null;
  for (const [path, what] of loaded) {
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
