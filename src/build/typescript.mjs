/**
 * How Node loads the project's TypeScript, in steps of the build and in tests: `node --import` this file, then the file
 * to run. Blanks stand for types, so that lines and columns stay as they are.
 */
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { transformSync } from "amaro";

// Node loads this file again in the thread of its hooks.
if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return nextLoad(url, context);
  const { code } = transformSync(await readFile(new URL(url), "utf8"), { mode: "strip-only" });
  return { format: "module", source: code, shortCircuit: true };
}
