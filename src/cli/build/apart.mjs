/**
 * `npm run build`: builds in a copy of the sources, then puts the result in the place of dist at once. A program that
 * runs meanwhile finds its files, and a build that fails leaves those of the last one.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

// In this folder, so that node_modules is found, and the result can be renamed.
const copy = mkdtempSync(".build-");
try {
  for (const name of ["bench", "datasets", "package.json", "src", "tsconfig.json", "workers"]) {
    cpSync(name, join(copy, name), { recursive: true });
  }
  const { status } = spawnSync("npm run --silent build:here", { cwd: copy, stdio: "inherit", shell: true });
  if (status === 0) {
    if (existsSync("dist")) renameSync("dist", join(copy, "last"));
    renameSync(join(copy, "dist"), "dist");
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
