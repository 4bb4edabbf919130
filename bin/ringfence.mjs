#!/usr/bin/env node
/** The command. It lies in the repository, so that `npx ringfence` finds it in a clone that is not built yet. */
import { existsSync } from "node:fs";

const main = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("ringfence: this clone is not built yet: npm run build");
  process.exitCode = 7;
}
