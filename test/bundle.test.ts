/** What the bundler makes of the sources (src/cli/vite.config.ts). */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../bench/harness/environment.ts";

test("constants are constants still: of a variable, the compiler cannot know what it is in a hot loop", () => {
  const folder = join(packageRoot(), "dist/bundle");
  let constants = 0;
  const variables: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    let isOurs = false;
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      if (line.startsWith("// ")) isOurs = /^\/\/ (src|bench|workers)\//.test(line);
      if (!isOurs) continue;
      if (line.startsWith("const ")) constants++;
      // Classes, and what is loaded from modules of another kind, are bound by `var` whatever is asked for.
      if (/^var (?!import_)[\w$]+ = (?!class\b|\/\* @__PURE__ \*\/)/.test(line)) variables.push(`${file}: ${line}`);
    }
  }
  expect(variables).toEqual([]);
  expect(constants).toBeGreaterThan(500);
});
