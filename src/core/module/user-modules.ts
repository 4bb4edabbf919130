/** Modules of users: found by path or package, imported, and named in the errors that come out of them. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { isRecord } from "../describe-value.ts";
import { RingfenceError, errorCode, messageOf } from "../errors.ts";

/** What each module of this thread is, for messages, by its file. */
const loaded = new Map<string, string>();

/** The file that `written` names: a path, absolute or from the current folder, a file URL, or a package. */
export function findModule(written: string): { readonly path: string } | { readonly problem: string } {
  const path = written.startsWith("file:") ? fileURLToPath(written) : resolve(written);
  const isPath = path === written || /^(file:|\.\.?[/\\])/.test(written);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() && (isPath || /\.[cm]?[jt]s$/.test(written))) return { path };
  if (isPath) return { problem: existsSync(path) ? `${path} is not a file` : `there is no file ${path}` };
  const here = createRequire(join(process.cwd(), "from-here.js"));
  try {
    return { path: here.resolve(written) };
  } catch (error) {
    const entry = errorCode(error) === "ERR_PACKAGE_PATH_NOT_EXPORTED" ? importEntry(here, written) : null;
    if (entry !== null) return { path: entry };
    if (errorCode(error) !== "MODULE_NOT_FOUND") return { problem: messageOf(error).split("\n")[0]! };
    return { problem: `there is no file ${path}, and no package of that name is installed in or above this folder` };
  }
}

function importEntry(here: NodeJS.Require, name: string): string | null {
  for (const folder of here.resolve.paths(name) ?? []) {
    const manifest = join(folder, name, "package.json");
    if (!existsSync(manifest)) continue;
    let entry: unknown = (JSON.parse(readFileSync(manifest, "utf8")) as { exports?: unknown }).exports;
    for (const key of [".", "import", "default"]) if (isRecord(entry) && Object.hasOwn(entry, key)) entry = entry[key];
    return typeof entry === "string" ? join(folder, name, entry) : null;
  }
  return null;
}

/** What a module exports. Throws RingfenceError "config" if it does not load. `what`: what it is, for messages. */
export async function importUserModule(path: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  loaded.set(path, what);
  if (!isMainThread) printToStderr();
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const isCommonJs = /import statement outside a module|Unexpected token 'export'/.test(messageOf(cause));
    const advice = isCommonJs ? `: name the file .mjs, or put "type": "module" into the package.json above it` : "";
    const reason = messageWithLine(cause, path) + advice;
    throw new RingfenceError("config", `${what}: the module does not load: ${reason}`, { cause });
  }
}

/** Gives a module another name in messages, once more is known of it. */
export function nameUserModule(path: string, what: string): void {
  loaded.set(path, what);
}

/** At the end of a command, so that the next in this process has none. */
export function forgetUserModules(): void {
  loaded.clear();
}

export function userModules(): string[] {
  return [...loaded.values()];
}

/** The error as RingfenceError "config" if one of this thread's modules threw it; otherwise null. */
export function blamedOnModule(thrown: unknown): RingfenceError | null {
  if (thrown instanceof RingfenceError) return null;
  for (const [path, what] of loaded) {
    if (lineIn(thrown, path) === null) continue;
    const words = `${what}: threw at work: ${messageWithLine(thrown, path)}; RINGFENCE_DEBUG=1 shows the trace`;
    return new RingfenceError("config", words, { cause: thrown });
  }
  return null;
}

/** The message of what was thrown, with the line of the module if the stack has it. */
export function messageWithLine(thrown: unknown, path: string): string {
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

/** `console.log` of a module goes to standard error: standard output is for results. */
export function printToStderr(): void {
  const { error } = console;
  Object.assign(console, { log: error, info: error, debug: error });
}

let isAllowed = false;

/** Lets files name modules outside of their own folder, from now on. */
export function allowModules(allowed: boolean): void {
  isAllowed = allowed;
}

/** Throws RingfenceError "config" for a module outside of the folder of `file`, unless it is allowed. */
export function checkModuleOf(file: string, written: string, where: string): void {
  const found = findModule(written);
  // A module that is missing is refused where it is loaded.
  if (isAllowed || !("path" in found)) return;
  const path = realpathSync(found.path);
  const way = relative(dirname(realpathSync(file)), path);
  if (!way.startsWith("..") && !isAbsolute(way)) return;
  throw new RingfenceError(
    "config",
    `${where} names a module that would run, ${path}, outside of the folder of the file: ` +
      "look at it first; --allow-modules lets it run",
  );
}
