/** A tuned setting as a file for `--settings`. */
import { stringify } from "yaml";
import type { Bounds } from "./bounds.ts";

/** YAML of the parameters at these values, below a comment. `comment` is written line by line and cannot end itself. */
export function settingsFragment(
  over: readonly Bounds[],
  values: readonly number[],
  comment: readonly string[],
): string {
  const tree: Record<string, unknown> = {};
  over.forEach(({ parameter }, i) => {
    const path = parameter.split(".");
    let group = tree;
    for (const key of path.slice(0, -1)) group = (group[key] ??= {}) as Record<string, unknown>;
    group[path.at(-1)!] = values[i];
  });
  const lines = comment.flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/));
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n${stringify(tree)}`;
}
