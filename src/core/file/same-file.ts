/** Whether two paths lead to one file. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve as resolvePath } from "node:path";

/** However the two are written, and whether it is there or not: `./a.jsonl` is `a.jsonl`, as is a link to it. */
export function isSameFile(path: string, other: string): boolean {
  if (!existsSync(path) || !existsSync(other)) return placeOf(path) === placeOf(other);
  const [file, second] = [statSync(path, { bigint: true }), statSync(other, { bigint: true })];
  return file.dev === second.dev && file.ino === second.ino;
}

/** Where a file is, or would be made. */
function placeOf(path: string): string {
  const folder = dirname(resolvePath(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}
