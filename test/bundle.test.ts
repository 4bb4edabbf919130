/** What the bundler makes of the sources (src/build/bundle.ts). */
import { readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../bench/harness/environment.ts";

const ROOT = packageRoot();

test("constants are constants still: of a variable, the compiler cannot know what it is in a hot loop", () => {
  const folder = join(ROOT, "dist/bundle");
  let constants = 0;
  const variables: string[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  )) {
    let isOurs = false;
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      if (line.startsWith("// ")) isOurs = /^\/\/ (src|bench|workers)\//.test(line);
      if (!isOurs) continue;
      if (line.startsWith("const ")) constants++;
      // Classes, JSON and what is loaded from modules of another kind are bound by `var` whatever is asked for.
      if (/^var (?!import_|zh_default)[\w$]+ = (?!class\b|\/\* @__PURE__ \*\/)/.test(line))
        variables.push(`${file}: ${line}`);
    }
  }
  expect(variables).toEqual([]);
  expect(constants).toBeGreaterThan(500);
});

test("whatever an installed package imports is bundled or a dependency", () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { dependencies: object };
  const workers = readdirSync(join(ROOT, "dist/bench"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("worker.js"))
    .map((path) => join("dist/bench", path));
  expect(workers.length).toBeGreaterThan(3);
  const starts = ["dist/src/cli/main.js", "dist/workers/pipeline.js", "dist/src/index.js", ...workers];
  // Types name zod; .ci/try-package compiles a program that uses them.
  const imported = packagesFrom(starts).add("zod");
  expect([...imported].toSorted()).toEqual(Object.keys(dependencies).toSorted());
});

/** Packages that are imported by these files, or by what these import. */
function packagesFrom(starts: readonly string[]): Set<string> {
  const packages = new Set<string>();
  const files = new Set(starts.map((path) => join(ROOT, path)));
  for (const file of files) {
    const text = readFileSync(file, "utf8").replace(COMMENT, "");
    for (const [, name] of text.matchAll(IMPORT)) {
      if (name!.startsWith(".")) files.add(resolve(dirname(file), name!));
      else if (!name!.startsWith("node:") && !name!.startsWith("#") && !builtinModules.includes(name!))
        packages.add(packageOf(name!));
    }
  }
  return packages;
}

/** `zod` of `zod/v4/core`, `@scope/name` of `@scope/name/part`. */
function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

const COMMENT = /^\s*(?:\*|\/\/|\/\*).*$/gm;

/** At the start of a line, so that no text that only tells of an import counts; or required when first used. */
const IMPORT =
  /(?:^import |^(?:import|export)\b[^"'=\n]* from |\bimport\(|createRequire\(import\.meta\.url\)\()"([^"]+)"/gm;
