/** Modules that a file names, settings for example: who uses the file runs them, and may not know. */
import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative } from "node:path";
import { RingfenceError } from "../errors.ts";
import { findModule } from "./user-modules.ts";

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
