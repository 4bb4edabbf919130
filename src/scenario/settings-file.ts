/**
 * A file of settings: a part of a scenario file, to be laid over any scenario. What is checked, and how it is said, is
 * the same as of a scenario (file.ts), once it lies over one.
 */
import type { FileSetting } from "./file.ts";
import { locationOf, readParameters, toPlain } from "./parameter-text.ts";

/**
 * The parameters that the YAML file at `path` states, in its order; a list is one parameter, whole. Throws
 * RingfenceError: "io" if it cannot be read, "config" if it is no YAML of parameters. Unknown parameters are found by
 * `loadScenario`, which takes these as settings and names line and column.
 */
export function readSettings(path: string): FileSetting[] {
  const source = readParameters(path, path);
  return leavesOf(toPlain(source), []).map(([at, value]) => ({ path: at, value, where: locationOf(source, at) }));
}

type Leaf = readonly [path: readonly string[], value: unknown];

function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}
