/**
 * Finds a module by what a user wrote: a path, absolute or relative to the current folder, or the name of a package.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { errorCode, messageOf } from "../errors.ts";

type FoundModule =
  | { readonly url: string }
  /** Where was looked in vain, or what is wrong there. */
  | { readonly problem: string };

/** Never loads it. */
export function findModule(written: string): FoundModule {
  if (written.startsWith("file:")) return fileAt(fileURLToPath(written));
  const path = resolve(written);
  if (isAbsolute(written) || /^\.\.?[/\\]/.test(written)) return fileAt(path);
  if (/\.[cm]?[jt]s$/.test(written) && existsSync(path)) return fileAt(path);
  return packageNamed(written);
}

function fileAt(path: string): FoundModule {
  if (!existsSync(path)) return { problem: `there is no file ${path}` };
  if (!statSync(path).isFile()) return { problem: `${path} is not a file` };
  return { url: pathToFileURL(path).href };
}

/** As Node finds it from the current folder. */
function packageNamed(name: string): FoundModule {
  const here = createRequire(join(process.cwd(), "from-here.js"));
  try {
    return fileAt(here.resolve(name));
  } catch (error) {
    const entry = errorCode(error) === "ERR_PACKAGE_PATH_NOT_EXPORTED" ? importEntry(here, name) : null;
    if (entry !== null) return fileAt(entry);
    if (errorCode(error) === "MODULE_NOT_FOUND") {
      return { problem: `no package of that name is installed in or above ${process.cwd()}` };
    }
    return { problem: messageOf(error).split("\n")[0]! };
  }
}

/** The entry of a package that can be imported and not required. */
function importEntry(here: NodeJS.Require, name: string): string | null {
  for (const folder of here.resolve.paths(name) ?? []) {
    const root = join(folder, name);
    if (!existsSync(join(root, "package.json"))) continue;
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports?: unknown };
    const entry = conditionOf(conditionOf(exports, "."), "import");
    const file = typeof entry === "object" ? conditionOf(entry, "default") : entry;
    return typeof file === "string" ? join(root, file) : null;
  }
  return null;
}

function conditionOf(value: unknown, key: string): unknown {
  const isKeyed = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isKeyed ? (value as Readonly<Record<string, unknown>>)[key] : value;
}
