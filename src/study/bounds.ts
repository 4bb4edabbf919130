/** Parameters that a search may move, and between which bounds; and what it found, as a file of settings. */
import { stringify } from "yaml";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { readAxis } from "./design/axis.ts";
import { parameters, rangeOf } from "../scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";

export interface Bounds {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
}

/** The scenario at these values; null if the parameters of a group contradict each other. */
export function scenarioAt(scenario: Scenario, over: readonly Bounds[], values: readonly number[]): Scenario | null {
  const moved = structuredClone(scenario);
  over.forEach(({ parameter }, i) => setAt(moved, parameter, values[i]!));
  const parsed = scenarioSchema.safeParse(moved);
  return parsed.success ? parsed.data : null;
}

/**
 * Reads "path=low..high", or "path" alone for half to twice its value. Throws RingfenceError "usage" if that is no
 * number of the scenario, or out of its range.
 */
export function readBounds(scenario: Scenario, written: string): Bounds {
  const parameter = written.split("=", 1)[0]!.trim();
  const range = rangeOf(parameter);
  if (range === null) {
    const numbers = parameters().flatMap(({ path }) => (rangeOf(path) === null ? [] : [path]));
    const near = nearestTo(parameter, numbers);
    const hint = near === null ? "" : `. Did you mean "${near}"?`;
    throw new RingfenceError("usage", `--over: "${parameter}" is no parameter that is a number${hint}`);
  }
  const { minimum, maximum, isWhole } = range;
  if (!written.includes("=")) {
    const value = numberAt(scenario, parameter);
    const [low, high] = [Math.max(minimum, value / 2), Math.min(maximum, value * 2)];
    if (low < high) return { parameter, low, high };
    throw new RingfenceError("usage", `--over ${parameter}: it is ${value}: expected bounds, as in ${parameter}=1..5`);
  }
  const { values } = readAxis(written);
  if (values.kind === "range" && values.steps === null && !values.log) {
    const { low, high } = values;
    if (!isWhole || Math.ceil(low) <= high) return { parameter, low, high };
  }
  const what = `expected two ${isWhole ? "whole numbers" : "numbers"} from ${minimum} to ${maximum}`;
  throw new RingfenceError("usage", `--over ${written}: ${what}, the lower one first, as in ${parameter}=1..5`);
}

export function numberAt(scenario: Scenario, parameter: string): number {
  const { group, key } = placeOf(scenario, parameter);
  const value = group[key];
  assert(typeof value === "number", `${parameter} is no number of the scenario`);
  return value;
}

function setAt(tree: object, parameter: string, value: number): void {
  const { group, key } = placeOf(tree, parameter);
  group[key] = value;
}

/** Makes groups that are missing. */
function placeOf(tree: object, parameter: string): { readonly group: Record<string, unknown>; readonly key: string } {
  const path = parameter.split(".");
  let group = tree as Record<string, unknown>;
  for (const key of path.slice(0, -1)) group = (group[key] ??= {}) as Record<string, unknown>;
  return { group, key: path.at(-1)! };
}

/** YAML of the parameters at these values, below a comment. `comment` is written line by line and cannot end itself. */
export function settingsFragment(
  over: readonly Bounds[],
  values: readonly number[],
  comment: readonly string[],
): string {
  const tree = {};
  over.forEach(({ parameter }, i) => setAt(tree, parameter, values[i]!));
  const lines = comment.flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/));
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n${stringify(tree)}`;
}
