/** Numbers of a scenario by their path, as `belief.visit`: read, set, and their ranges. */
import { assert } from "../core/assert.ts";
import { nodeAt } from "./keys.ts";
import type { Scenario } from "./schema.ts";

export function numberAt(scenario: Scenario, parameter: string): number {
  const value: unknown = groupOf(scenario, parameter)[keyOf(parameter)];
  assert(typeof value === "number", `${parameter} is no number of the scenario`);
  return value;
}

/** A copy; check it against the schema. */
export function withNumber(scenario: Scenario, parameter: string, value: number): Scenario {
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

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly isWhole: boolean;
}

/** Null if it is no number with a range. */
export function rangeOf(parameter: string): Range | null {
  const node = nodeAt(parameter.split("."));
  if (node?.minimum === undefined || node.maximum === undefined) return null;
  return { minimum: node.minimum, maximum: node.maximum, isWhole: node.type === "integer" };
}
