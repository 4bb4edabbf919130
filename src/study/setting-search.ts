/** A search among settings of a scenario, of which each takes whole runs: the scenario as it was is the first. */
import { isDeepStrictEqual } from "node:util";
import { rangeOf } from "../scenario/keys.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Bounds, numberAt, scenarioAt } from "./bounds.ts";
import { searchLeast } from "./pattern-search.ts";

export interface Setting {
  /** In the order of the parameters. */
  readonly values: readonly number[];
  readonly scenario: Scenario;
  /** "warnings.low=0.5 dissuasion.agents=4". */
  readonly variant: string;
}

interface SettingSearch<Found> {
  readonly start: Setting & Found;
  readonly best: Setting & Found;
  /** In the order in which they were tried. */
  readonly tried: readonly (Setting & Found)[];
  /** Settings whose parameters contradict each other, which were not run. */
  readonly refused: number;
}

interface SearchedParameters {
  readonly scenario: Scenario;
  readonly over: readonly Bounds[];
  /** Settings at most. */
  readonly budget: number;
  readonly seed: number;
}

/** The setting of the least rank; the scenario's own, unless another is better. */
export async function searchSettings<Found extends { readonly rank: number }>(
  { scenario, over, budget, seed }: SearchedParameters,
  judge: (setting: Setting) => Promise<Found>,
): Promise<SettingSearch<Found>> {
  const dimensions = over.map(({ parameter, low, high }) => ({
    low,
    high,
    start: numberAt(scenario, parameter),
    isWhole: rangeOf(parameter)!.isWhole,
  }));
  const tried: (Setting & Found)[] = [];
  let refused = 0;
  const judged = async (values: readonly number[], moved: Scenario): Promise<Setting & Found> => {
    const known = tried.find((each) => isDeepStrictEqual(each.scenario, moved));
    if (known !== undefined) return known;
    const variant = over.map(({ parameter }, i) => `${parameter}=${values[i]}`).join(" ");
    const setting = { values, scenario: moved, variant };
    const found = { ...setting, ...(await judge(setting)) };
    tried.push(found);
    return found;
  };
  const own = dimensions.map((dimension) => dimension.start);
  const start = await judged(own, scenario);
  // The search starts within the bounds: the scenario's own value may lie outside.
  const isWithin = dimensions.every(({ low, high, start: at }) => at >= low && at <= high);
  const options = { dimensions, budget: isWithin ? budget : budget - 1, seed };
  const { point } = await searchLeast(options, async (values) => {
    const moved = scenarioAt(scenario, over, values);
    if (moved !== null) return (await judged(values, moved)).rank;
    refused++;
    return Infinity;
  });
  const last = tried.find(({ values }) => isDeepStrictEqual(values, point));
  return { start, best: last === undefined || last.rank >= start.rank ? start : last, tried, refused };
}
