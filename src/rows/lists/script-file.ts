/** Reads fraud scripts for the matcher. */
import { formatCount } from "../../core/counted.ts";
import { extname } from "node:path";
import { RingfenceError } from "../../core/errors.ts";
import { readYaml } from "../../core/yaml.ts";
import { LineTally, readLines } from "../lines/text-lines.ts";

/** Parsing YAML can be slow. */
const MAX_YAML_BYTES = 100 * 1024;

interface Script {
  readonly text: string;
  /** Null in YAML, where a script may have several. */
  readonly line: number | null;
}

interface ScriptFile {
  /** In file order. */
  readonly scripts: readonly Script[];
  /** Entries without text. */
  readonly dirty: LineTally;
}

/**
 * `list`: the texts, or a file of them. In a file, one script a line (blank lines and lines that start with # are
 * skipped); `.jsonl`: an object with a `text` a line; `.yaml`: a list of texts, or of objects with a `text`, at most
 * 100 KB. Throws "io" if the file cannot be read, "config" if it is not what its extension says or has no script.
 */
export function readScripts(list: string | readonly string[]): ScriptFile {
  const scripts: Script[] = [];
  const dirty = new LineTally();
  const entries =
    typeof list === "string" ? readEntries(list) : list.map((text) => ({ text: text.trim() || null, line: null }));
  for (const { text, line } of entries) {
    if (text === null) dirty.add(line);
    else scripts.push({ text, line });
  }
  if (scripts.length === 0) {
    throw new RingfenceError(
      "config",
      `${typeof list === "string" ? list : "templates"}: expected at least one script, found none (entries without text: ${dirty.count})`,
    );
  }
  return { scripts, dirty };
}

type Entry = Omit<Script, "text"> & { readonly text: string | null };

function readEntries(path: string): Entry[] {
  const extension = extname(path).toLowerCase();
  const lines = readLines(path);
  if (extension === ".yaml" || extension === ".yml")
    return readYamlList(path, lines.map((line) => line.text).join("\n"));
  const kept = lines.filter(({ text }) => text.trim() !== "" && !text.startsWith("#"));
  const isJson = extension === ".jsonl" || extension === ".ndjson";
  return kept.map(({ text, fault, number }) => ({
    text: fault !== null ? null : isJson ? scriptOfJson(text) : text.trim(),
    line: number,
  }));
}

function scriptOfJson(line: string): string | null {
  try {
    return scriptOf(JSON.parse(line));
  } catch {
    return null;
  }
}

function readYamlList(path: string, content: string): Entry[] {
  const bytes = Buffer.byteLength(content);
  if (bytes > MAX_YAML_BYTES) {
    throw new RingfenceError(
      "config",
      `${path}: expected YAML of ${formatBytes(MAX_YAML_BYTES)} or less, found ${formatBytes(bytes)}: ` +
        "give that many scripts one a line, as .txt or .jsonl",
    );
  }
  const value = readYaml(path, content).data;
  if (!Array.isArray(value)) {
    throw new RingfenceError(
      "config",
      `${path}: expected a list of texts, or of objects with a text, found something else`,
    );
  }
  return value.map((entry) => ({ text: scriptOf(entry), line: null }));
}

function formatBytes(bytes: number): string {
  return `${formatCount(bytes)} bytes`;
}

function scriptOf(value: unknown): string | null {
  const text: unknown =
    typeof value === "object" && value !== null && Object.hasOwn(value, "text")
      ? (value as { text: unknown }).text
      : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
}
