/** The tree of parameters, read off the JSON Schema of scenarios: for suggestions, and for the list of parameters. */
import { z } from "zod";
import { once } from "../core/once.ts";
import type { Level } from "./parameter.ts";
import { scenarioSchema } from "./schema.ts";
import { nearestTo } from "../core/nearest-word.ts";

interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly prefixItems?: readonly SchemaNode[];
  /** The items of any other list; false if nothing may follow the fixed places. */
  readonly items?: SchemaNode | false;
  readonly default?: unknown;
  readonly unit?: string;
  readonly source?: string;
  readonly description?: string;
  /** Left out of what is advanced. */
  readonly level?: Level;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
}

/** The names of a parameter's groups and its own, or a place in a list. */
export type Path = readonly (string | number)[];

/** JSON Schema (draft 2020-12) of a scenario file. */
export const scenarioJsonSchema = once((): object => z.toJSONSchema(scenarioSchema, { io: "input" }));

export function keysAt(path: Path): string[] {
  return Object.keys(nodeAt(path)?.properties ?? {});
}

export function listLengthAt(path: Path): number | null {
  return nodeAt(path)?.prefixItems?.length ?? null;
}

function nodeAt(path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = scenarioJsonSchema() as SchemaNode;
  for (const key of path) {
    const properties: SchemaNode["properties"] = node?.properties;
    node = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  }
  return node;
}

export interface Parameter {
  readonly path: string;
  readonly unit: string | undefined;
  readonly source: string | undefined;
  readonly description: string | undefined;
  readonly level: Level;
  readonly default: unknown;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly values: readonly string[] | undefined;
}

export function parameters(): Parameter[] {
  return leavesOf(scenarioJsonSchema() as SchemaNode, "");
}

function leavesOf(node: SchemaNode, path: string): Parameter[] {
  if (!node.properties) {
    const { unit, source, description, level = "advanced", default: value, enum: values } = node;
    const { minimum, maximum } = node.prefixItems?.[0] ?? (node.items || node);
    return [{ path, unit, source, description, level, default: value, minimum, maximum, values }];
  }
  return Object.entries(node.properties).flatMap(([key, child]) =>
    leavesOf(child, path === "" ? key : `${path}.${key}`),
  );
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly isWhole: boolean;
}

export function rangeOf(parameter: string): Range | null {
  const node = nodeAt(parameter.split("."));
  if (node?.minimum === undefined || node.maximum === undefined) return null;
  return { minimum: node.minimum, maximum: node.maximum, isWhole: node.type === "integer" };
}

/** A word that is used all over, `share` say, is no hint. */
const MAX_NAMESAKES = 3;

/** A longer word is no slip of a finger. */
const MAX_LETTERS = 60;

/** A first word that is shorter tells little. */
const MIN_FIRST_WORD = 3;

/** Paths that may be meant by `key` in the group at `path`; `below`: the rest of the path, sought in the near group. */
export function nearestParameters(key: string, path: Path, below: Path = []): string[] {
  const near = nearestKey(key, keysAt(path));
  if (near === null) return namesakesOf(String(below.at(-1) ?? key));
  const found = [...path, near];
  const [next, ...rest] = below;
  const within = next === undefined || keysAt(found).length === 0 ? [] : nearestParameters(String(next), found, rest);
  return within.length === 0 ? [found.join(".")] : within;
}

/** By its letters, or else the only one that has the same first word: `flagAt` is near `flagScore`. */
function nearestKey(key: string, valid: readonly string[]): string | null {
  if (key.length > MAX_LETTERS) return null;
  const near = nearestTo(key, valid);
  if (near !== null) return near;
  const [first] = key.split(/(?=[A-Z])/);
  const related = valid.filter((name) => name === first || name.split(/(?=[A-Z])/)[0] === first);
  return first!.length >= MIN_FIRST_WORD && related.length === 1 ? related[0]! : null;
}

function namesakesOf(key: string): string[] {
  if (key.length > MAX_LETTERS) return [];
  const all = parameters().map(({ path }) => ({ path, name: path.split(".").at(-1)! }));
  const near = nearestTo(key, [...new Set(all.map(({ name }) => name))]);
  const found = all.filter(({ name }) => name === near).map(({ path }) => path);
  return found.length > MAX_NAMESAKES ? [] : found;
}
