/**
 * Sensitivity: a scenario again and again, with one parameter that is assumed halved, then doubled, and all else, the
 * seeds too, as it is. Draws are keyed by identity, so what differs is what the parameter did (common random numbers).
 */
import { z } from "zod";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";
import { parameters as allParameters } from "../scenario/keys.ts";
import { neighboursOf, numberAt, rangeOf, withNumber } from "../scenario/parameter-paths.ts";
import { type Scenario, scenarioSchema } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import { checkSeeds } from "./check-seeds.ts";
import { headOf, headShape, pooledFigure } from "./document.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { pool as pooled, type PooledFigure, tuneFigure } from "./tune/figures.ts";
import { runsOf } from "./variant-runs.ts";

/** The parameters without a source on which most depends, of each part of the loop, in the order of the scenario. */
export const SENSITIVITY_PARAMETERS: readonly string[] = [
  "episodes.messageTakesHold",
  "episodes.callTakesHold",
  "episodes.transferHours",
  "episodes.attempts",
  "episodes.retryHours",
  "episodes.looksUp",
  "episodes.callsBack",
  "complaints.messageShare",
  "complaints.callShare",
  "curiosity.fraudShare",
  "investigations.complaints",
  "investigations.casesPerHour",
  "payments.testShare",
  "observation.messages",
  "observation.lookUps",
  "observation.chats",
  "observation.payments",
  "signals.suspectHours",
  "signals.suspectCall",
  "signals.lookUp",
  "warnings.halfLifeHours",
  "warnings.low",
  "dissuasion.agents",
  "dissuasion.talkMinutes",
  "dissuasion.visitTeams",
  "dissuasion.denialsBelieved",
  "reach.readsMessage",
  "belief.base",
  "belief.spread",
  "belief.telephone",
  "belief.visit",
  "belief.repeated",
  "belief.halfLifeHours",
  "belief.falseAlarmFactor",
  "replies.victimDenies",
  "replies.lipService",
];

/** What sensitivity is told in: the rates of the funnel of warnings. */
export const SENSITIVITY_FIGURES = ["success", "reach", "accuracy", "coverage"] as const;
export type SensitivityFigure = (typeof SENSITIVITY_FIGURES)[number];

export const CHANGES = ["halved", "doubled"] as const;
export type Change = (typeof CHANGES)[number];
export const FACTORS: Readonly<Record<Change, number>> = { halved: 0.5, doubled: 2 };

const outcome = z.strictObject({
  success: pooledFigure,
  reach: pooledFigure,
  accuracy: pooledFigure,
  coverage: pooledFigure,
} satisfies Record<SensitivityFigure, unknown>);

const movedOutcome = z
  .strictObject({
    value: z.number().describe("of the parameter, rounded and kept within its range: not always just half or twice"),
    ...outcome.shape,
  })
  .nullable();

export const sensitivitySchema = z
  .strictObject({
    ...headShape("sensitivity"),
    base: outcome.describe("of the scenario as it is"),
    rows: z.array(
      z.strictObject({
        parameter: z.string().describe("path in the scenario"),
        value: z.number().describe("in the scenario as it is"),
        halved: movedOutcome.describe("null where the value cannot fall"),
        doubled: movedOutcome.describe("null where the value cannot rise"),
      }),
    ),
  })
  .meta({
    title: "Ringfence sensitivity",
    description:
      "A scenario again with one assumed parameter halved, then doubled, and all else, the seeds too, as it is. Of one seed intervals " +
      "are within its world, over gangs; of more, between worlds. One parameter at a time: nothing on two together, or on which values are true",
  });

export type Sensitivity = z.infer<typeof sensitivitySchema>;

export interface SensitivityOptions extends StudyOptions {
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  /** Paths of numbers in the scenario; left out: SENSITIVITY_PARAMETERS. */
  readonly parameters?: readonly string[] | undefined;
}

/**
 * Rows in the order of `parameters`. Takes two runs of each seed for each, less those in which the value cannot move.
 */
export function measureSensitivity(options: SensitivityOptions): Promise<Sensitivity> {
  return documentOf(sensitivity(options), options);
}

export function sensitivity(options: SensitivityOptions): Study<Sensitivity> {
  const { scenario, seeds, parameters = SENSITIVITY_PARAMETERS, reproduce } = options;
  checkSeeds(seeds);
  const plans = parameters.map((parameter) => {
    checkParameter(parameter);
    const value = numberAt(scenario, parameter);
    const moves = CHANGES.map((change) => [change, moveParameter(scenario, parameter, FACTORS[change])] as const);
    return { parameter, value, moves };
  });
  const runs = runsOf(
    [
      { variant: "as it is", scenario },
      ...plans.flatMap(({ parameter, moves }) =>
        moves.flatMap(([change, move]) =>
          move === null ? [] : [{ variant: `${parameter} ${change}`, scenario: move.scenario }],
        ),
      ),
    ],
    seeds,
  );
  return {
    verb: "sensitivity",
    scenario,
    statement: { scenario, seeds, parameters },
    most: runs.cells.length,
    run: async (cells) => {
      const found = await cells.list(runs.cells);
      if (found === null) return null;
      const outcomeOf = (of: Scenario) => outcomeOver(runs.of(of, found), scenario.hours);
      const movedTo = (move: Moved | null) =>
        move === null ? null : { value: move.value, ...outcomeOf(move.scenario) };
      const document: Sensitivity = {
        ...headOf("sensitivity", { scenario: scenario.name, seeds, runs: runs.cells.length, reproduce }),
        base: outcomeOf(scenario),
        rows: plans.map(({ parameter, value, moves }) => {
          const [halved, doubled] = moves.map(([, move]) => movedTo(move));
          return { parameter, value, halved: halved!, doubled: doubled! };
        }),
      };
      return {
        document,
        summary: summaryTable(
          ["parameter", "change", "at", "figure", "value", "low", "high", "n"],
          summaryRows(document),
        ),
        page: async () => {
          const [{ renderStudyPage }, { sensitivityPage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/sensitivity-page.ts"),
          ]);
          return renderStudyPage(sensitivityPage(document));
        },
      };
    },
  };
}

function checkParameter(parameter: string): void {
  if (rangeOf(parameter) !== null) return;
  const near = nearestTo(
    parameter,
    allParameters()
      .map(({ path }) => path)
      .filter((path) => rangeOf(path) !== null),
  );
  const hint = near === null ? "" : `. Did you mean "${near}"?`;
  throw new RingfenceError("usage", `--over: "${parameter}" is no parameter that is a number${hint}`);
}

/** Of one world the intervals within it, over its gangs; of several those between them. */
function outcomeOver(results: readonly CellResult[], hours: number): Record<SensitivityFigure, PooledFigure> {
  const rows = results.map(({ figures }) => ({ figures, hours }));
  const found = SENSITIVITY_FIGURES.map((name) => {
    const over = pooled(tuneFigure(name, "sensitivity"), rows);
    if (results.length > 1) return [name, over] as const;
    const { figures } = results[0]!;
    return [name, { ...over, low: figures[`${name}Low`] ?? null, high: figures[`${name}High`] ?? null }] as const;
  });
  return Object.fromEntries(found) as Record<SensitivityFigure, PooledFigure>;
}

function summaryRows({ base, rows }: Sensitivity) {
  const of = (parameter: string, change: string, at: number | null, figures: typeof base) =>
    SENSITIVITY_FIGURES.map((figure) => ({ parameter, change, at, figure, ...figures[figure] }));
  return [
    ...of("", "as it is", null, base),
    ...rows.flatMap((row) =>
      CHANGES.flatMap((change) => {
        const to = row[change];
        return to === null ? [] : of(row.parameter, change, to.value, to);
      }),
    ),
  ];
}

export interface Moved {
  readonly value: number;
  readonly scenario: Scenario;
}

/**
 * The scenario with one number multiplied by `factor`: whole where it has to be, within its range, and no further than
 * to a neighbour in its group that it must not pass, as the exposure for low risk that for medium. Null where it cannot
 * move.
 */
export function moveParameter(scenario: Scenario, parameter: string, factor: number): Moved | null {
  const value = numberAt(scenario, parameter);
  const range = rangeOf(parameter);
  assert(range !== null, `${parameter} has no range in the schema`);
  const { minimum, maximum, isWhole } = range;
  const product = isWhole ? Math.round(value * factor) : value * factor;
  const target = Math.min(maximum, Math.max(minimum, product));
  const isOnTheWay = (other: number): boolean => Math.min(value, target) < other && other < Math.max(value, target);
  const farthestFirst = neighboursOf(scenario, parameter)
    .filter(isOnTheWay)
    .toSorted((a, b) => Math.abs(b - value) - Math.abs(a - value));
  for (const candidate of target === value ? [] : [target, ...farthestFirst]) {
    const moved = scenarioSchema.safeParse(withNumber(scenario, parameter, candidate));
    if (moved.success) return { value: candidate, scenario: moved.data };
  }
  return null;
}
