/**
 * How Node loads the project's TypeScript, in steps of the build and in tests: `node --import` this file, then the file
 * to run.
 */
import { register } from "node:module";

const DONE = Symbol.for("ringfence.typescript");
// Files of tests share a process.
if (globalThis[DONE] === undefined) {
  globalThis[DONE] = true;
  register(new URL("typescript-hooks.mjs", import.meta.url));
}
