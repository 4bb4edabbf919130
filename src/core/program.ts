/** This program: its version, and what a user types to start it again. */
import { readFileSync } from "node:fs";
import { basename, delimiter, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { once } from "./once.ts";

export const packageVersion = once((): string => {
  // Compiled code lies one folder deeper than its source.
  for (const path of ["../../package.json", "../../../package.json"]) {
    try {
      const text = readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // The next one, then.
    }
  }
  return "unknown";
});

const NAME = "ringfence";

/**
 * `ringfence` where a shell found it on its PATH; else `npx ringfence`, as in a checkout, or where npm started this.
 */
export function commandName(started = process.argv[1] ?? "", env: NodeJS.ProcessEnv = process.env): string {
  const folders = (env["PATH"] ?? "").split(delimiter).map((folder) => resolve(folder));
  // npm puts its own folders on the PATH of what it starts.
  const isFound = env["npm_command"] === undefined && folders.includes(dirname(started));
  return basename(started) === NAME && isFound ? NAME : `npx ${NAME}`;
}
