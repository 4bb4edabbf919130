/** The version of this package, as its package.json says. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { once } from "./once.ts";

/** "unknown" where there is no package.json above. */
export const packageVersion = once((): string => {
  // Compiled code lies one folder deeper than its source.
  for (const path of ["../../package.json", "../../../package.json"]) {
    try {
      const text = readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // The next one, then.
    }
  }
  return "unknown";
});
