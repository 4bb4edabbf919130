/**
 * A YAML text of parameters: its source, its plain data, and the place of a parameter in it. Apart from public files,
 * whose types name no package that users would have to install.
 */
import { type Document, isMap, isNode, isPair, isScalar } from "yaml";
import { readBounded } from "../core/file/bounded-file.ts";
import { RingfenceError, messageOf } from "../core/errors.ts";
import { checkModulesIn } from "./engine-modules.ts";
import type { Path } from "./keys.ts";
import { type YamlText, parseYamlText, yamlData } from "../core/yaml-text.ts";

/** A scenario file is a page or two, with everything stated 5 KB; a larger one is something else. */
const MAX_FILE_BYTES = 1 << 15;

/** Groups lie in groups no deeper than this. */
export const MAX_GROUP_DEPTH = 4;

export interface Source extends YamlText {
  readonly label: string;
}

/** Throws RingfenceError: "io" if the file cannot be read, "config" if it is no YAML of parameters. */
export function readParameters(path: string, label: string): Source {
  const text = readBounded(path, MAX_FILE_BYTES).toString("utf8");
  let yaml: YamlText;
  try {
    yaml = parseYamlText(text);
  } catch (cause) {
    throw new RingfenceError("config", `${label} is not YAML: ${messageOf(cause)}`, { cause });
  }
  const { contents } = yaml.document;
  if (contents !== null && !isMap(contents)) {
    throw new RingfenceError("config", `${label} must hold parameters as "name: value" lines, at the top level`);
  }
  const source = { label, ...yaml };
  checkModulesIn(path, toPlain(source), (at) => locationOf(source, at));
  return source;
}

export function toPlain(source: Source): unknown {
  try {
    const plain = yamlData(source) ?? {};
    dropEmpty(plain, MAX_GROUP_DEPTH);
    return plain;
  } catch (cause) {
    throw new RingfenceError("config", `${source.label} cannot be read as parameters: ${messageOf(cause)}`, { cause });
  }
}

/** A key with nothing behind it states nothing. */
function dropEmpty(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null || depth === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null && !Array.isArray(value)) delete (value as Record<string, unknown>)[key];
    else dropEmpty(inner, depth - 1);
  }
}

/** The place of a parameter in its file: its nearest group that is there, or the file alone. */
export function locationOf({ label, document, lines }: Source, path: Path): string {
  const offset = offsetOf(document, path);
  if (offset === null) return label;
  const { line, col } = lines.linePos(offset);
  return `${label}:${line}:${col}`;
}

/** Of the value at `path`, or the key if it is a key; or the nearest ancestor in the file. */
function offsetOf(document: Document, path: Path): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path[length - 1]),
      );
      const node = pair?.key;
      if (isNode(node) && node.range) return node.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return null;
}
