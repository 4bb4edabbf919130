/**
 * What a build was made of, by the content of its sources: a program runs what was built last, and a source may have
 * changed since. By content, as copies and checkouts have new times.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["src", "workers", "bench"];
/** Not what an editor leaves beside them. */
const SOURCE = /\.(?:ts|tsx|css|html|json)$/;
const STAMP = join("dist", "sources.txt");
/** Stands for all that was built: a build of an older version leaves the stamp as it was. */
const BUILT = join("dist", "src", "cli", "main.js");

/** Writes it down, at the end of a build of the checkout at `root`. */
export function stampBuild(root: string): void {
  writeFileSync(join(root, STAMP), stampOf(root, [BUILT]) + stampOf(root, sourcesOf(root)));
}

/** False also where nobody can tell: an installed package has no sources. Some 50 ms. */
export function isChangedSinceBuild(root: string): boolean {
  const [stamp, sources] = [join(root, STAMP), sourcesOf(root)];
  if (sources.length === 0 || !existsSync(stamp)) return false;
  const [built, written] = [stampOf(root, [BUILT]), readFileSync(stamp, "utf8")];
  return written.startsWith(built) && written !== built + stampOf(root, sources);
}

/** By path below `root`, in order. */
function sourcesOf(root: string): string[] {
  return FOLDERS.filter((name) => existsSync(join(root, name)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    )
    .filter((path) => SOURCE.test(path))
    .toSorted();
}

function stampOf(root: string, paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}
