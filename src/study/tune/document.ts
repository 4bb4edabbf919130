/** The document of a tuning: the setting, and its results on the seeds that chose it and on others. */
import { z } from "zod";
import { boundWords, pooledWords } from "../../metrics/constraint.ts";
import { count } from "../../report/head.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Bounds } from "../bounds.ts";
import { en } from "../../ui/words.ts";
import { goalTitle, goalVerdict } from "../page/words.ts";
import { seedWords } from "../seed-words.ts";
import { figureUnit, headOf, headShape, movedParameter, pooledFigure, seedList } from "../document.ts";
import { COSTS, type CostName } from "./cost-profile.ts";
import { pool, tuneFigure } from "./figures.ts";
import { differenceOf, goalFigure, verdictOf, verdictSchema } from "./verdict.ts";
import { type Constraint, type Goal, type JudgedSetting, type Tuning } from "./goal.ts";

const onBoth = z.strictObject({
  tuning: pooledFigure.describe("on the seeds that chose the setting"),
  heldOut: pooledFigure.describe("on seeds that had no part in it"),
});
const fourFigures = z.strictObject({
  name: z.string(),
  words: z.string(),
  unit: figureUnit,
  before: onBoth,
  tuned: onBoth,
  difference: pooledFigure.describe("held-out seed by held-out seed: tuned less before"),
  verdict: verdictSchema,
});
const bound = z.strictObject({
  ...pooledFigure.shape,
  verdict: z
    .enum(["kept", "cannot tell", "broken"])
    .describe("kept: by the bound of the interval; cannot tell: by the value alone"),
});
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
    settings: z
      .array(z.strictObject({ values: z.array(z.number()), goal: pooledFigure, constraints: z.array(bound) }))
      .describe(
        "all that were tried, on the tuning seeds, in that order: the scenario as it was is the first; values are in the order of over, constraints in theirs",
      ),
    alike: z
      .strictObject({
        settings: count,
        ranges: z.array(z.strictObject({ parameter: z.string(), low: z.number(), high: z.number() })),
      })
      .describe(
        "further settings that keep the constraints and cannot be told apart from the chosen one on the tuning seeds",
      ),
    refused: count.describe("settings that do not hold together, which were not run"),
    goal: z
      .strictObject({
        maximise: z.string().optional(),
        minimise: z.string().optional(),
        unit: figureUnit,
        costs: prices.nullable(),
      })
      .describe("one of maximise and minimise"),
    over: z.array(movedParameter),
    goalReached: fourFigures,
    constraints: z.array(z.strictObject({ constraint: z.string(), before: bounds, tuned: bounds })),
    figures: z.array(fourFigures),
  })
  .meta({
    title: "Ringfence tuning of a scenario",
    description: "The setting that was chosen, and what it reached where it was chosen and where it was not",
  });

/** What `study tune` chose: the setting, and what it reached where it was chosen and where it was not. */
export type TuningDocument = z.infer<typeof tuningSchema>;

/** Notes on every tuning. */
const ALWAYS = [
  "peopleLost",
  "lostYuan",
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

interface TuningParts {
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
  const { start, best, tried, alike, refused, runs } = tuning;
  const compared = (figure: Parameters<typeof differenceOf>[0]) => {
    const difference = differenceOf(figure, best.runs.heldOut, start.runs.heldOut);
    return { difference, verdict: verdictOf(figure, difference) };
  };
  const names = [...new Set([...constraints.map(({ figure }) => figure.name), ...ALWAYS])].filter(
    (name) => "costs" in goal || name !== goal.figure.name,
  );
  return {
    ...headOf("tune", { scenario: scenario.name, seeds, runs, reproduce }),
    hours: scenario.hours,
    heldOut: [...heldOut],
    searchSeed,
    budget,
    settings: tried.map(({ values, judged }) => ({
      values: [...values],
      goal: judged.goal,
      constraints: [...judged.constraints],
    })),
    alike: {
      settings: alike.length,
      ranges: over.map(({ parameter }, i) => {
        const values = [best, ...alike].map((each) => each.values[i]!);
        return { parameter, low: Math.min(...values), high: Math.max(...values) };
      }),
    },
    refused,
    goal:
      "costs" in goal
        ? { minimise: "cost", unit: "yuan", costs: pricesOf(goal) }
        : { [goal.isMost ? "maximise" : "minimise"]: goal.figure.name, unit: goal.figure.unit, costs: null },
    over: over.map(({ parameter, low, high }, i) => ({
      parameter,
      low,
      high,
      before: start.values[i]!,
      tuned: best.values[i]!,
    })),
    goalReached: {
      name: "goal",
      ...("costs" in goal
        ? { words: "cost of a run", unit: "yuan" as const }
        : { words: goal.figure.words, unit: goal.figure.unit }),
      before: { tuning: start.tuning.goal, heldOut: start.heldOut.goal },
      tuned: { tuning: best.tuning.goal, heldOut: best.heldOut.goal },
      ...compared(goalFigure(goal)),
    },
    constraints: constraints.map((constraint, i) => ({
      constraint: boundWords(constraint.figure.name, constraint),
      before: bothOf(start, i),
      tuned: bothOf(best, i),
    })),
    figures: names.map((name) => {
      const figure = tuneFigure(name, "--maximise");
      const { words, unit } = figure;
      const [before, tuned] = [start, best].map((of) => ({
        tuning: pool(figure, of.runs.tuning),
        heldOut: pool(figure, of.runs.heldOut),
      }));
      return { name, words, unit, before: before!, tuned: tuned!, ...compared(figure) };
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

/** The comment above the setting in a file for `--settings`: how it was found, and its results. */
export function settingComment(document: TuningDocument): string[] {
  const { reproduce, version, seeds, heldOut, goalReached, constraints, settings } = document;
  return [
    reproduce,
    `ringfence ${version}; tuning seeds ${seedWords(seeds)}, held-out seeds ${seedWords(heldOut)}`,
    `${en(goalTitle(goalReached))}: ${pooledWords(goalReached.tuned.tuning)} on the tuning seeds, ${pooledWords(goalReached.tuned.heldOut)} held out`,
    `the best of ${settings.length} settings on the tuning seeds; on held-out seeds the goal ${en(goalVerdict(goalReached))}`,
    ...constraints.map(
      ({ constraint, tuned }) =>
        `${constraint}: ${pooledWords(tuned.tuning)} on the tuning seeds, ${pooledWords(tuned.heldOut)} held out` +
        (tuned.heldOut.verdict === "kept" ? "" : ` (${tuned.heldOut.verdict})`),
    ),
  ];
}
