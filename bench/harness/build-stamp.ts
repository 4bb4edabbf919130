/**
 * What a build was made of, by the content of its sources: a program runs what was built last, and whoever measures it
 * may have changed a source since. By content, as copies and checkouts have new times.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const FOLDERS = ["src", "workers", "bench"];
/** Not what an editor leaves beside them. */
const SOURCE = /\.(?:ts|tsx|css|html|json)$/;
const STAMP = join("dist", "sources.json");

/** Stands for all that was built: a build of an older version leaves the stamp as it was. */
const BUILT = join("dist", "src", "cli", "main.js");

/** Writes it down, at the end of a build of the checkout at `root`. */
export function stampBuild(root: string): void {
  const stamp = { built: hashOf(join(root, BUILT)), sources: Object.fromEntries(hashSources(root)) };
  writeFileSync(join(root, STAMP), `${JSON.stringify(stamp, null, 1)}\n`);
}

/**
 * A source of the checkout at `root` that is not as it was built; null where all are, and where nobody can tell: an
 * installed package has no sources. Some 50 ms.
 */
export function changedSinceBuild(root: string): string | null {
  const built = readStamp(root);
  if (built === null || !FOLDERS.some((folder) => existsSync(join(root, folder)))) return null;
  const now = hashSources(root);
  const paths = [...new Set([...now.keys(), ...built.keys()])].toSorted();
  return paths.find((path) => now.get(path) !== built.get(path)) ?? null;
}

function readStamp(root: string): Map<string, unknown> | null {
  try {
    const stamp = JSON.parse(readFileSync(join(root, STAMP), "utf8")) as { built: string; sources: object };
    return stamp.built === hashOf(join(root, BUILT)) ? new Map(Object.entries(stamp.sources)) : null;
  } catch {
    return null;
  }
}

/** By path below `root`, with slashes. */
function hashSources(root: string): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const folder of FOLDERS.filter((name) => existsSync(join(root, name)))) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !SOURCE.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      hashes.set(relative(root, path).split(sep).join("/"), hashOf(path));
    }
  }
  return hashes;
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
}
