/** Reads a YAML file against a schema. Every error names file, line and column, and what was expected there. */
import { readFileSync } from "node:fs";
import { isMap, isNode, isScalar, isSeq } from "yaml";
import type { z } from "zod";
import { cannotRead } from "../../core/file/disk-error.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { type YamlText, parseYamlText, yamlData } from "../../core/yaml-text.ts";

/** The validated content of `path`. Throws RingfenceError "config", or "io" if the file cannot be read. */
export function readYamlFile<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (cause) {
    throw cannotRead(path, cause);
  }
  const text = usable(path, () => parseYamlText(source));
  const result = schema.safeParse(usable(path, () => yamlData(text)));
  if (result.success) return result.data;
  const found = result.error.issues.map((issue) => `${path}:${locate(text, issue)}: ${describe(issue)}`);
  throw new RingfenceError("config", found.join("\n"), { cause: result.error });
}

function usable<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new RingfenceError("config", `${path}: not valid YAML: ${messageOf(cause)}`, { cause });
  }
}

/** "line:column" of an issue, or of the nearest node around it. */
function locate({ document, lines }: YamlText, issue: z.core.$ZodIssue): string {
  let node: unknown = document.contents;
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  for (const [depth, key] of path.entries()) {
    // A segment may be written as its list of wordings alone; the schema sees it under "words".
    if (isSeq(node) && typeof key === "string") continue;
    const last = depth === path.length - 1;
    const child = last && issue.code === "unrecognized_keys" ? keyNode(node, key) : childNode(node, key);
    if (!isNode(child)) break;
    node = child;
  }
  const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

function childNode(node: unknown, key: PropertyKey): unknown {
  return isMap(node) || isSeq(node) ? node.get(key, true) : undefined;
}

function keyNode(node: unknown, key: PropertyKey): unknown {
  return isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key)?.key : undefined;
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  return where + issue.message;
}
