/**
 * Modules that a file names, one of settings say: whoever uses the file runs them, and may not know. One that lies in
 * the folder of the file came with it; any other runs only where that is allowed. Each is told of before it runs.
 */
import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { RingfenceError } from "../errors.ts";
import { findModule } from "./module-file.ts";

let isAllowed = false;
let tell: (words: string) => void = () => {};
const told = new Set<string>();

/** From now on; `onModule` is told what will run. A program that names no more allows none. */
export function allowModules(allowed: boolean, onModule: (words: string) => void): void {
  isAllowed = allowed;
  tell = onModule;
  told.clear();
}

/**
 * `written`: what `file` says of an engine that is none of ours; `where`: how messages call that place. Throws
 * RingfenceError "config" for a module outside of the file's folder, unless it was allowed.
 */
export function checkModuleOf(file: string, written: string, where: string): void {
  const found = findModule(written);
  // What is wrong with it is said by whoever loads it.
  if (!("url" in found)) return;
  const path = realpathSync(fileURLToPath(found.url));
  const way = relative(dirname(realpathSync(file)), path);
  if (!isAllowed && (way.startsWith("..") || isAbsolute(way))) {
    throw new RingfenceError(
      "config",
      `${where} names a module that would run, ${path}, outside of the folder of the file: ` +
        "look at it first; --allow-modules lets it run",
    );
  }
  if (told.has(path)) return;
  told.add(path);
  tell(`${where} names a module, which runs: ${path}`);
}
