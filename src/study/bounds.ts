/** Parameters that a search may move, and between which bounds; and what it found, as a file of settings. */
import { stringify } from "yaml";
import { parameters, rangeOf } from "../scenario/keys.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";
import { readAxis } from "./axis.ts";
import { refuse, refuseName } from "./refusals.ts";

export interface Bounds {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
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
    return refuseName(`--over: "${parameter}" is no parameter that is a number`, parameter, numbers);
  }
  const { minimum, maximum, isWhole } = range;
  if (!written.includes("=")) {
    const value = parameterOf(scenario, parameter) as number;
    const [low, high] = [Math.max(minimum, value / 2), Math.min(maximum, value * 2)];
    if (low < high) return { parameter, low, high };
    refuse(`--over ${parameter}: it is ${value}: expected bounds, as in ${parameter}=1..5`);
  }
  const { values } = readAxis(written);
  if ("low" in values && values.steps === null && !values.isLog) {
    const { low, high } = values;
    if (!isWhole || Math.ceil(low) <= high) return { parameter, low, high };
  }
  const what = `expected two ${isWhole ? "whole numbers" : "numbers"} from ${minimum} to ${maximum}`;
  return refuse(`--over ${written}: ${what}, the lower one first, as in ${parameter}=1..5`);
}

/** Values of parameters by path. */
export type Values = Readonly<Record<string, number>>;

/** The scenario at these values; null if the parameters of a group contradict each other. */
export function scenarioAt(scenario: Scenario, values: Values): Scenario | null {
  return scenarioSchema.safeParse(withValues(structuredClone(scenario), values)).data ?? null;
}

export function parameterOf(scenario: Scenario, path: string): unknown {
  let value: unknown = scenario;
  for (const key of path.split(".")) value = (value as Record<string, unknown>)[key];
  return value;
}

function withValues(tree: object, values: Values): object {
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split(".");
    let group = tree as Record<string, unknown>;
    for (const key of keys.slice(0, -1)) group = (group[key] ??= {}) as Record<string, unknown>;
    group[keys.at(-1)!] = value;
  }
  return tree;
}

/** YAML of the parameters at these values, below a comment. `comment` is written line by line and cannot end itself. */
export function settingsFragment(values: Values, comment: readonly string[]): string {
  const lines = comment.flatMap((line) => line.split(/\r\n|[\r\n\u0085\u2028\u2029]/));
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n${stringify(withValues({}, values))}`;
}
