/** The tree of parameters, read off the JSON Schema of scenarios: for suggestions, and for the list of parameters. */
import { z } from "zod";
import { once } from "../core/once.ts";
import type { Level } from "./parameter.ts";
import { scenarioSchema } from "./schema.ts";

/** A parameter, or a group of them, in the JSON Schema. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** Of a list whose length is fixed, what each place holds. */
  readonly prefixItems?: readonly SchemaNode[];
  /** Of any other list; false where nothing comes behind those places. */
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

/** Of a parameter: the names of its groups and its own, or a place in a list. */
export type Path = readonly (string | number)[];

/** JSON Schema (draft 2020-12) of a scenario file. */
export const scenarioJsonSchema = once((): object => z.toJSONSchema(scenarioSchema, { io: "input" }));

/** The keys that are valid in the group at `path`; none if it is no group. */
export function keysAt(path: Path): string[] {
  return Object.keys(nodeAt(path)?.properties ?? {});
}

/** How many numbers the list at `path` holds; null if it is none, or may be of any length. */
export function listLengthAt(path: Path): number | null {
  return nodeAt(path)?.prefixItems?.length ?? null;
}

/** The parameter or group at `path`; undefined if there is none. */
export function nodeAt(path: Path): SchemaNode | undefined {
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
  /** Of a number, or of each number of a list. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Of a choice. */
  readonly values: readonly string[] | undefined;
}

/** Every parameter, in the order of the schema. */
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
