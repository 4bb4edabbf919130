/** The document of a tuning: the setting, and what it reached on the seeds that chose it and on those that did not. */
import { z } from "zod";
import { count } from "../../report/schema-parts.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Bounds } from "../../scenario/bounds.ts";
import { pooledWords } from "../page/pooled-words.ts";
import { seedWords } from "../seed-words.ts";
import { headOf, headShape, movedParameter, pooledFigure, seedList } from "../document.ts";
import { COSTS, type CostName } from "./cost-profile.ts";
import { pool, type PooledFigure, type RunRow, tuneFigure } from "./figures.ts";
import { type Constraint, constraintWords, type Goal, type JudgedSetting, type Tuning } from "./goal.ts";

const onBoth = z.strictObject({
  tuning: pooledFigure.describe("on the seeds that chose the setting"),
  heldOut: pooledFigure.describe("on seeds that had no part in it"),
});
const fourFigures = z.strictObject({ name: z.string(), words: z.string(), before: onBoth, tuned: onBoth });
const bound = z.strictObject({ ...pooledFigure.shape, isKept: z.boolean() });
const bounds = z.strictObject({ tuning: bound, heldOut: bound });
const prices = z.strictObject({
  profile: z.string(),
  prices: z.array(z.strictObject({ name: z.string(), words: z.string(), yuan: z.number(), isAssumed: z.boolean() })),
});

export const tuningSchema = z
  .strictObject({
    ...headShape("tune"),
    hours: count,
    heldOut: seedList,
    searchSeed: count.describe("of the search's own draws"),
    budget: count.describe("runs on the tuning seeds at most"),
    settings: count.describe("settings that were tried"),
    refused: count.describe("settings that do not hold together, which were not run"),
    goal: z
      .strictObject({
        maximise: z.string().optional(),
        minimise: z.string().optional(),
        unit: z.string(),
        costs: prices.nullable(),
      })
      .describe("one of maximise and minimise"),
    over: z.array(movedParameter),
    goalReached: fourFigures,
    difference: pooledFigure.describe("of the goal, held-out seed by held-out seed: tuned less before"),
    constraints: z.array(z.strictObject({ constraint: z.string(), before: bounds, tuned: bounds })),
    figures: z.array(fourFigures),
  })
  .meta({
    title: "Ringfence tuning of a scenario",
    description: "The setting that was chosen, and what it reached where it was chosen and where it was not",
  });

/** What `study tune` chose: the setting, and what it reached where it was chosen and where it was not. */
export type TuningDocument = z.infer<typeof tuningSchema>;

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
  readonly searchSeed?: number | undefined;
  readonly budget: number;
  readonly reproduce?: string | undefined;
}

/** Rates are pooled over seeds, all else is a mean of a run; intervals of 95 % are between worlds. */
export function tuningDocument(tuning: Tuning, parts: TuningParts): TuningDocument {
  const { scenario, over, goal, constraints, seeds, heldOut, searchSeed = 1, budget, reproduce } = parts;
  const { start, best, settings, refused, runs, difference } = tuning;
  const four = (of: (runs: readonly RunRow[]) => PooledFigure) => ({
    before: { tuning: of(start.runs.tuning), heldOut: of(start.runs.heldOut) },
    tuned: { tuning: of(best.runs.tuning), heldOut: of(best.runs.heldOut) },
  });
  const names = [...new Set([...constraints.map(({ figure }) => figure.name), ...ALWAYS])].filter(
    (name) => "costs" in goal || name !== goal.figure.name,
  );
  return {
    ...headOf("tune", { scenario: scenario.name, seeds, runs, reproduce }),
    hours: scenario.hours,
    heldOut: [...heldOut],
    searchSeed,
    budget,
    settings,
    refused,
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
    },
    difference,
    constraints: constraints.map((constraint, i) => ({
      constraint: constraintWords(constraint),
      before: bothOf(start, i),
      tuned: bothOf(best, i),
    })),
    figures: names.map((name) => {
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

/** What stands above the setting in a file for `--settings`: how it was found, and what it reached. */
export function settingComment(document: TuningDocument): string[] {
  const { reproduce, version, seeds, heldOut, goalReached, constraints } = document;
  return [
    reproduce,
    `ringfence ${version}; tuning seeds ${seedWords(seeds)}, held-out seeds ${seedWords(heldOut)}`,
    `${goalReached.words}: ${pooledWords(goalReached.tuned.tuning)} on the tuning seeds, ${pooledWords(goalReached.tuned.heldOut)} held out`,
    ...constraints.map(
      ({ constraint, tuned }) =>
        `${constraint}: ${pooledWords(tuned.tuning)} on the tuning seeds, ${pooledWords(tuned.heldOut)} held out` +
        (tuned.heldOut.isKept ? "" : " (broken)"),
    ),
  ];
}
