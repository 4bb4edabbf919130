/** What `tune --json` prints: the setting, and what it reached on the seeds that chose it and on those that did not. */
import type { Bounds } from "../../scenario/bounds.ts";
import { packageVersion } from "../../core/version.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { COSTS, type CostName, costParts } from "./cost-profile.ts";
import { meanOf, pool, type PooledFigure, type RunRow, tuneFigure } from "./figures.ts";
import { type Constraint, constraintWords, type Goal } from "./goal.ts";
import type { JudgedSetting, Tuning } from "./tune.ts";

const TUNE_SCHEMA_VERSION = 1;

/** Told of every tuning, whatever was asked for. */
const ALWAYS = [
  "accuracy",
  "coverage",
  "success",
  "kept",
  "warningsPerDay",
  "falseAlarmsPerDay",
  "agentHours",
  "benignBlockedPer10000",
  "interception",
];

export interface TuningParts {
  readonly scenario: Scenario;
  readonly over: readonly Bounds[];
  readonly goal: Goal;
  readonly constraints: readonly Constraint[];
  readonly seeds: readonly number[];
  readonly heldOut: readonly number[];
  readonly searchSeed: number;
  readonly budget: number;
  readonly reproduce: string;
}

/** A figure on both kinds of seeds, of the scenario as it was and of the tuned setting. */
export interface FourFigures {
  readonly name: string;
  readonly words: string;
  readonly before: { readonly tuning: PooledFigure; readonly heldOut: PooledFigure };
  readonly tuned: { readonly tuning: PooledFigure; readonly heldOut: PooledFigure };
}

export type TuningDocument = ReturnType<typeof tuningDocument>;

/** Rates are pooled over seeds, all else is a mean of a run; intervals of 95 % are between worlds. */
export function tuningDocument(tuning: Tuning, parts: TuningParts) {
  const { scenario, over, goal, constraints, seeds, heldOut, searchSeed, budget, reproduce } = parts;
  const { start, best, settings, refused, runs, difference } = tuning;
  const four = (of: (runs: readonly RunRow[]) => PooledFigure): Pick<FourFigures, "before" | "tuned"> => ({
    before: { tuning: of(start.runs.tuning), heldOut: of(start.runs.heldOut) },
    tuned: { tuning: of(best.runs.tuning), heldOut: of(best.runs.heldOut) },
  });
  const names = [...new Set([...constraints.map(({ figure }) => figure.name), ...ALWAYS])].filter(
    (name) => "costs" in goal || name !== goal.figure.name,
  );
  return {
    schemaVersion: TUNE_SCHEMA_VERSION,
    version: packageVersion(),
    reproduce,
    scenario: scenario.name,
    hours: scenario.hours,
    seeds: [...seeds],
    heldOut: [...heldOut],
    searchSeed,
    budget,
    settings,
    refused,
    runs,
    goal:
      "costs" in goal
        ? { minimise: "cost", unit: "yuan a run", costs: pricesOf(goal) }
        : { [goal.isMost ? "maximise" : "minimise"]: goal.figure.name, unit: goal.figure.words, costs: null },
    over: over.map(({ parameter, low, high }, i) => ({
      parameter,
      low,
      high,
      before: start.values[i]!,
      tuned: best.values[i]!,
    })),
    goalReached: {
      name: "goal",
      words: "costs" in goal ? "cost of a run, yuan" : goal.figure.words,
      before: { tuning: start.tuning.goal, heldOut: start.heldOut.goal },
      tuned: { tuning: best.tuning.goal, heldOut: best.heldOut.goal },
    } satisfies FourFigures,
    difference,
    constraints: constraints.map((constraint, i) => ({
      constraint: constraintWords(constraint),
      before: bothOf(start, i),
      tuned: bothOf(best, i),
    })),
    figures: names.map((name): FourFigures => {
      const figure = tuneFigure(name, "--maximise");
      return { name, words: figure.words, ...four((of) => pool(figure, of)) };
    }),
  };
}

function bothOf({ tuning, heldOut }: JudgedSetting, at: number) {
  return { tuning: tuning.constraints[at]!, heldOut: heldOut.constraints[at]! };
}

function pricesOf({ costs }: Extract<Goal, { costs: unknown }>) {
  return {
    profile: costs.name,
    prices: (Object.keys(COSTS) as CostName[]).map((name) => ({
      name,
      words: COSTS[name].words,
      yuan: costs.yuan[name],
      isAssumed: costs.assumed.includes(name),
    })),
  };
}

/** Of each price, how many a run has on average, for who wants to see what the sum is made of. */
export function costShares(runs: readonly RunRow[]): Record<CostName, PooledFigure> {
  const parts = runs.map((run) => Object.fromEntries(costParts(run)) as Record<CostName, number>);
  return Object.fromEntries(
    (Object.keys(COSTS) as CostName[]).map((name) => [name, meanOf(parts.map((part) => part[name]))]),
  ) as Record<CostName, PooledFigure>;
}
