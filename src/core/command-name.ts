/** What a user types to start this program again, for the lines that say how to repeat something. */
import { basename, delimiter, dirname, resolve } from "node:path";

const NAME = "ringfence";

/**
 * `ringfence` where a shell found it on its PATH by that name. Else `npx ringfence`, as README has it: in a checkout,
 * or where npm started this, the name alone is found by npm only.
 */
export function commandName(started = process.argv[1] ?? "", env: NodeJS.ProcessEnv = process.env): string {
  const folders = (env["PATH"] ?? "").split(delimiter).map((folder) => resolve(folder));
  // npm puts its own folders on the PATH of what it starts.
  const isFound = env["npm_command"] === undefined && folders.includes(dirname(started));
  return basename(started) === NAME && isFound ? NAME : `npx ${NAME}`;
}
