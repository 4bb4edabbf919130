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

/** Parameters that may be meant: the nearest, group by group, or those in other groups that are called alike. */
export function nearestParameters(path: Path): string[] {
  const found: string[] = [];
  for (const key of path.map(String)) {
    const near = nearestIn(keysAt(found), key);
    if (near !== null) found.push(near);
    else if (found.every((name, at) => name === path[at])) return namesakesOf(String(path.at(-1)));
    else break;
  }
  return [found.join(".")];
}

function nearestIn(names: readonly string[], typed: string): string | null {
  return names.includes(typed) ? typed : typed.length > MAX_LETTERS ? null : nearestTo(typed, names);
}

function namesakesOf(key: string): string[] {
  const all = parameters().map(({ path }) => ({ path, name: path.split(".").at(-1)! }));
  const near = nearestIn([...new Set(all.map(({ name }) => name))], key);
  const found = all.filter(({ name }) => name === near).map(({ path }) => path);
  return found.length > MAX_NAMESAKES ? [] : found;
}
