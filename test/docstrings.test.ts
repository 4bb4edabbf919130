/** Every public name says what it is: what the pages of `npm run docs` are made of. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));

/** Names that a file exports from others, with the file that declares each, through re-exports. */
function exportsOf(file: string): { readonly name: string; readonly from: string }[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].flatMap(([, names, from]) =>
    names!
      .split(",")
      .map(
        (name) =>
          name
            .trim()
            .replace(/^type /, "")
            .split(" as ")[0]!,
      )
      .filter((name) => name !== "")
      .map((name) => ({ name, from: join(dirname(file), from!) })),
  );
}

/** Whether the declaration of `name` has a docstring right above it; null where the file does not declare it. */
function isDocumented(name: string, file: string): boolean | null {
  const declared = new RegExp(`^export (?:abstract |async )*(?:const|function\\*?|class|interface|type) ${name}\\b`);
  const lines = readFileSync(file, "utf8").split("\n");
  const at = lines.findIndex((line) => declared.test(line));
  if (at >= 0) return lines[at - 1]?.endsWith("*/") ?? false;
  const next = exportsOf(file).find((one) => one.name === name);
  return next === undefined ? null : isDocumented(name, next.from);
}

test.each(["index.ts", "contract.ts"])("every name that %s exports has a docstring", (entry) => {
  const names = exportsOf(join(SOURCE, entry));
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter(({ name, from }) => isDocumented(name, from) !== true)).toEqual([]);
});
