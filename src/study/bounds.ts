/** Parameters that a search may move, and between which bounds; and what it found, as a file of settings. */
import { stringify } from "yaml";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import type { Dimension } from "./pattern-search.ts";
import { parameters, rangeOf } from "../scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";

export interface Bounds {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
}

/** The searched parameters, from low to high, starting at the scenario's value. */
export function dimensionsOf(scenario: Scenario, over: readonly Bounds[]): Dimension[] {
  return over.map(({ parameter, low, high }) => ({
    low,
    high,
    start: numberAt(scenario, parameter),
    isWhole: rangeOf(parameter)!.isWhole,
  }));
}

/** The scenario at these values; null if the parameters of a group contradict each other. */
export function scenarioAt(scenario: Scenario, over: readonly Bounds[], values: readonly number[]): Scenario | null {
  const moved = over.reduce((each, { parameter }, i) => withNumber(each, parameter, values[i]!), scenario);
  const parsed = scenarioSchema.safeParse(moved);
  return parsed.success ? parsed.data : null;
}

/**
 * Reads "path=low..high", or "path" alone for half to twice its value. Throws RingfenceError "usage" if that is no
 * number of the scenario, or out of its range.
 */
export function readBounds(scenario: Scenario, written: string): Bounds {
  const [parameter, ends] = split(written, "=");
  const range = rangeOf(parameter);
  if (range === null) {
    const near = nearestTo(
      parameter,
      parameters()
        .map(({ path }) => path)
        .filter((path) => rangeOf(path) !== null),
    );
    const hint = near === null ? "" : `. Did you mean "${near}"?`;
    throw new RingfenceError("usage", `--over: "${parameter}" is no parameter that is a number${hint}`);
  }
  const { minimum, maximum, isWhole } = range;
  const value = numberAt(scenario, parameter);
  if (ends === null) {
    const [half, twice] = [Math.max(minimum, value / 2), Math.min(maximum, value * 2)];
    if (half < twice) return { parameter, low: half, high: twice };
    throw new RingfenceError("usage", `--over ${parameter}: it is ${value}: expected bounds, as in ${parameter}=1..5`);
  }
  const [low = Number.NaN, high = Number.NaN, ...more] = ends
    .split("..")
    .map((end) => (end.trim() === "" ? Number.NaN : Number(end)));
  const holdsOne = low < high && (!isWhole || Math.ceil(low) <= high);
  if (more.length === 0 && low >= minimum && holdsOne && high <= maximum) return { parameter, low, high };
  throw new RingfenceError(
    "usage",
    `--over ${parameter}: expected two ${isWhole ? "whole numbers" : "numbers"} from ${minimum} to ${maximum}, the lower one first, as in ${parameter}=1..5, but found "${ends}"`,
  );
}

function split(written: string, mark: string): [string, string | null] {
  const at = written.indexOf(mark);
  return at < 0 ? [written.trim(), null] : [written.slice(0, at).trim(), written.slice(at + 1).trim()];
}

function numberAt(scenario: Scenario, parameter: string): number {
  const value: unknown = groupOf(scenario, parameter)[keyOf(parameter)];
  assert(typeof value === "number", `${parameter} is no number of the scenario`);
  return value;
}

/** A copy; check it against the schema. */
function withNumber(scenario: Scenario, parameter: string, value: number): Scenario {
  const copy = structuredClone(scenario);
  groupOf(copy, parameter)[keyOf(parameter)] = value;
  return copy;
}

function groupOf(scenario: Scenario, parameter: string): Record<string, unknown> {
  let group = scenario as Record<string, unknown>;
  for (const key of parameter.split(".").slice(0, -1)) {
    const inner = group[key];
    assert(typeof inner === "object" && inner !== null, `${parameter} is no parameter: ${key} is no group`);
    group = inner as Record<string, unknown>;
  }
  return group;
}

function keyOf(parameter: string): string {
  return parameter.split(".").at(-1)!;
}

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
