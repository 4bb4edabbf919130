import { register } from "node:module";

const DONE = Symbol.for("ringfence.typescript");
const known = globalThis as { [DONE]?: true };
// Files of tests share a process.
if (known[DONE] === undefined) {
  known[DONE] = true;
  register(new URL("hooks.mjs", import.meta.url));
}
