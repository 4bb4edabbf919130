/** Modules of a user's own that this thread loads: what they do wrong is their author's to mend, and is said to be. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { RingfenceError, messageOf } from "../errors.ts";
import { LOADING, NOWHERE, noteStep } from "../thread-marks.ts";
import { noteOwnCode, watchLoading } from "./end-where-stuck.ts";

/** A module that has not loaded by then never will: it loops, or waits for something that does not come. */
const LOAD_LIMIT_MS = 20_000;

/** What each is, for messages, by the path of its file. */
const known = new Map<string, string>();

/**
 * What a module exports. `what`: what it is, for messages. Throws whatever it throws, also where it ends the process,
 * or is not done in time.
 */
export async function importOwnModule(url: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  nameOwnModule(url, what);
  guardProcess();
  const limitS = LOAD_LIMIT_MS / 1000;
  const stopWatching = watchLoading(
    `${what}: the module does not load: it was not done within ${limitS} s, and holds up the process, which is ended: a loop without an end`,
  );
  noteStep(LOADING);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `it was not done within ${limitS} s: something is awaited that does not come`;
    limit = setTimeout(() => reject(new Error(words)), LOAD_LIMIT_MS);
  });
  try {
    return (await Promise.race([import(url), late])) as Readonly<Record<string, unknown>>;
  } finally {
    clearTimeout(limit);
    stopWatching();
    noteStep(NOWHERE);
  }
}

/** What it is, once that is known better. */
export function nameOwnModule(url: string, what: string): void {
  known.set(fileURLToPath(url), what);
  noteOwnCode(ownModules().join(", "));
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

let guardedExit: typeof process.exit | null = null;

/**
 * A module that ends the process would end a run without a word, and with code 0; one that prints, from a thread of
 * ours, would print into a result. Calls by others go through. Whoever put another exit in its place since is guarded
 * too.
 */
function guardProcess(): void {
  if (process.exit === guardedExit) return;
  if (!isMainThread) printToStderr();
  guardedExit = guarded("exit", process.exit.bind(process)) as typeof process.exit;
  process.exit = guardedExit;
  // What process.exit itself ends by, and what aborts: not all threads have them.
  const inner = process as unknown as Record<string, ((...given: unknown[]) => unknown) | undefined>;
  for (const name of ["reallyExit", "abort"]) {
    const end = inner[name]?.bind(process);
    if (end !== undefined) inner[name] = guarded(name, end);
  }
}

/** `end`, which ends the process, but not for one of these modules. */
function guarded<Given extends unknown[]>(name: string, end: (...given: Given) => unknown) {
  return (...given: Given): unknown => {
    const call = new Error(`it called process.${name}(${given.join(", ")}): a module must leave the process to go on`);
    if ([...known.keys()].some((path) => lineIn(call, path) !== null)) throw call;
    return end(...given);
  };
}

/** What a module says by `console.log` goes where it is in nobody's way: standard output is for results. */
export function printToStderr(): void {
  const { error } = console;
  Object.assign(console, { log: error, info: error, debug: error });
}
