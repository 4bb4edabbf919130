import type { Scenario } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import type { StudyCell } from "./cells/cell-runner.ts";

interface VariantRuns {
  readonly cells: readonly StudyCell[];
  /** A variant's results in the order of the seeds, by its scenario. */
  readonly of: (scenario: Scenario, results: readonly CellResult[]) => readonly CellResult[];
}

export function runsOf(
  variants: readonly { readonly variant: string; readonly scenario: Scenario }[],
  seeds: readonly number[],
): VariantRuns {
  // The first of equal variants gives its name.
  const distinct = new Map(variants.toReversed().map((variant) => [keyOf(variant.scenario), variant]));
  const inOrder = variants.filter((variant) => distinct.get(keyOf(variant.scenario)) === variant);
  const places = new Map(inOrder.map(({ scenario }, at) => [keyOf(scenario), at]));
  return {
    cells: inOrder.flatMap((variant) => seeds.map((seed) => ({ ...variant, seed }))),
    of: (scenario, results) => {
      const from = places.get(keyOf(scenario))! * seeds.length;
      return results.slice(from, from + seeds.length);
    },
  };
}

function keyOf(scenario: Scenario): string {
  return JSON.stringify(scenario);
}
