/**
 * `npm run build`: builds in a copy of the sources, then puts the result in the place of dist at once. A program that
 * runs meanwhile finds its files, and a build that fails leaves those of the last one.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

// In this folder, so that node_modules is found, and the result can be renamed.
const copy = mkdtempSync(".build-");
// Ctrl-C ends the steps too; then the copy is removed.
process.on("SIGINT", () => {});
try {
  for (const name of ["bench", "datasets", "package.json", "src", "tsconfig.json", "workers"]) {
    cpSync(name, join(copy, name), { recursive: true });
  }
  const isBuilt = await all("tables", "bundles");
  if (isBuilt) {
    if (existsSync("dist")) renameSync("dist", join(copy, "last"));
    renameSync(join(copy, "dist"), "dist");
  }
  process.exitCode = isBuilt ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Runs steps side by side. False if one failed. */
async function all(...steps) {
  // The bundler's memory in small pages: to clear large ones for its many short threads takes half of its time.
  const env = { ...process.env, MIMALLOC_ALLOW_THP: "0" };
  const options = { cwd: copy, env, stdio: "inherit", shell: true };
  const ends = steps.map((step) => once(spawn(`npm run --silent build:${step}`, options), "close"));
  return (await Promise.all(ends)).every(([status]) => status === 0);
}
