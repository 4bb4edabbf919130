/**
 * Warning curves: the same worlds run again with each threshold of warning, and with each number of agents. Whole runs:
 * who is warned, and who is kept, changes what people and gangs do next, which no score of one run can tell.
 */
import { z } from "zod";
import { RingfenceError } from "../core/errors.ts";
import { count } from "../report/schema-parts.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import { checkSeeds } from "./check-seeds.ts";
import { headOf, headShape, pooledFigure } from "./document.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { pool as pooled, type PooledFigure, tuneFigure } from "./tune/figures.ts";
import { runsOf } from "./variant-runs.ts";

/** The figures of a point. */
export const CURVE_FIGURES = [
  "accuracy",
  "coverage",
  "success",
  "leadMinutes",
  "falseAlarmsPerDay",
  "warningsPerDay",
  "kept",
  "agentHoursPerDay",
  "lostYuan",
] as const;

export type CurveFigure = (typeof CURVE_FIGURES)[number];

function curve<Parameter extends string>(parameter: Parameter, at: string) {
  return z.strictObject({
    parameter: z.literal(parameter),
    stated: z.number().describe("as the scenario has it"),
    points: z
      .array(z.strictObject({ at: z.number().describe(at), figures: z.record(z.enum(CURVE_FIGURES), pooledFigure) }))
      .min(1)
      .describe("from low to high"),
  });
}

export const curvesSchema = z
  .strictObject({
    ...headShape("curves"),
    hours: count,
    threshold: curve("warnings.low", "the exposure from which a warning is pushed"),
    agents: curve("dissuasion.agents", "telephone agents"),
  })
  .meta({
    title: "Ringfence warning curves",
    description: "What warnings come to over their threshold, and over the number of telephone agents, in whole runs",
  });

/** Two curves of one scenario: over the threshold of warnings, and over the number of telephone agents. */
export type WarningCurves = z.infer<typeof curvesSchema>;

/** What warnings come to as one parameter grows, a point a value, with intervals over seeds. */
export type WarningCurve = WarningCurves["threshold"] | WarningCurves["agents"];
export type CurvePoint = WarningCurve["points"][number];

/** The points of both curves, and the seeds that each of them runs. */
export interface CurvesOptions extends StudyOptions {
  readonly scenario: Scenario;
  /** The same for every point, so that points share their luck. Two at least for intervals. */
  readonly seeds: readonly number[];
  /** Exposures from which a warning is pushed; left out: around what the scenario has. */
  readonly thresholds?: readonly number[] | undefined;
  /** Telephone agents; left out: from none to four times what the scenario has. */
  readonly agents?: readonly number[] | undefined;
}

const AROUND_THRESHOLD = [0.4, 0.6, 0.8, 1, 1.25, 1.6];
const AROUND_AGENTS = [0, 0.25, 0.5, 1, 2, 4];
const MAX_POINTS = 100;
const MAX_THRESHOLD = 1e6;
const MAX_AGENTS = 100_000;

/**
 * The same for any number of workers. Cost: a run for each point and seed; a point that both curves have is run once.
 * Throws RingfenceError "usage" where there is no seed, a seed is there twice, or a point is out of range.
 */
export function warningCurves(options: CurvesOptions): Promise<WarningCurves> {
  return documentOf(curvesStudy(options), options);
}

export function curvesStudy({ scenario, seeds, thresholds, agents, reproduce }: CurvesOptions): Study<WarningCurves> {
  if (seeds.length === 0) throw new RingfenceError("usage", "--seeds: expected one seed at least");
  checkSeeds(seeds);
  const stated = { low: scenario.warnings.low, agents: scenario.dissuasion.agents };
  const lows = pointsOf(thresholds ?? AROUND_THRESHOLD.map((by) => digits(by * stated.low)), MAX_THRESHOLD, false);
  const around = stated.agents === 0 ? [0, 1, 2, 4, 8] : AROUND_AGENTS.map((by) => Math.round(by * stated.agents));
  const crews = pointsOf(agents ?? around, MAX_AGENTS, true);
  const points = [
    ...lows.map((at) => ({ parameter: "warnings.low", at, scenario: withThreshold(scenario, at) })),
    ...crews.map((at) => ({ parameter: "dissuasion.agents", at, scenario: withAgents(scenario, at) })),
  ];
  const runs = runsOf(
    points.map(({ parameter, at, scenario: moved }) => ({ variant: `${parameter}=${at}`, scenario: moved })),
    seeds,
  );
  return {
    verb: "curves",
    scenario,
    statement: { scenario, seeds, thresholds: lows, agents: crews },
    most: runs.cells.length,
    run: async (cells) => {
      const found = await cells.list(runs.cells);
      if (found === null) return null;
      const pointsAlong = (parameter: string): CurvePoint[] =>
        points
          .filter((point) => point.parameter === parameter)
          .map(({ at, scenario: moved }) => ({ at, figures: figuresOf(runs.of(moved, found), scenario.hours) }));
      const document: WarningCurves = {
        ...headOf("curves", { scenario: scenario.name, seeds, runs: runs.cells.length, reproduce }),
        hours: scenario.hours,
        threshold: { parameter: "warnings.low", stated: stated.low, points: pointsAlong("warnings.low") },
        agents: { parameter: "dissuasion.agents", stated: stated.agents, points: pointsAlong("dissuasion.agents") },
      };
      return {
        document,
        summary: curvesTable(document),
        page: async () => {
          const [{ renderStudyPage }, { curvesPage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/curves-page.ts"),
          ]);
          return renderStudyPage(curvesPage(document));
        },
      };
    },
  };
}

function figuresOf(results: readonly CellResult[], hours: number): CurvePoint["figures"] {
  const rows = results.map(({ figures }) => ({ figures, hours }));
  const pooledBy = CURVE_FIGURES.map((name) => [name, pooled(tuneFigure(name, "curves"), rows)] as const);
  return Object.fromEntries(pooledBy) as Record<CurveFigure, PooledFigure>;
}

/** A row for each point, with each figure, its interval and n. */
function curvesTable({ threshold, agents, seeds }: WarningCurves) {
  const columns = CURVE_FIGURES.flatMap((name) => [name, `${name}Low`, `${name}High`, `${name}N`]);
  const rows = [threshold, agents].flatMap(({ parameter, points }) =>
    points.map(({ at, figures }) => {
      const cells = CURVE_FIGURES.flatMap((name) => {
        const { value, low, high, n } = figures[name];
        return [value, low, high, n];
      });
      return {
        parameter,
        value: at,
        seeds: seeds.length,
        ...Object.fromEntries(columns.map((column, i) => [column, cells[i]!])),
      };
    }),
  );
  return summaryTable(["parameter", "value", "seeds", ...columns], rows);
}

/** Warned from this exposure on. Levels above it stay, but none lies below: they are raised with it. */
export function withThreshold(scenario: Scenario, low: number): Scenario {
  const { medium, high } = scenario.warnings;
  return {
    ...scenario,
    warnings: { ...scenario.warnings, low, medium: Math.max(low, medium), high: Math.max(low, high) },
  };
}

function withAgents(scenario: Scenario, agents: number): Scenario {
  return { ...scenario, dissuasion: { ...scenario.dissuasion, agents } };
}

function pointsOf(values: readonly number[], max: number, isWhole: boolean): number[] {
  const points = [...new Set(values)].toSorted((a, b) => a - b);
  const isGood = (value: number): boolean => value >= 0 && value <= max && (!isWhole || Number.isInteger(value));
  const wrong = points.find((value) => !isGood(value));
  const option = isWhole ? "--agents" : "--thresholds";
  const kind = isWhole ? "whole numbers" : "numbers";
  if (points.length === 0) throw new RingfenceError("usage", `${option}: expected one value at least`);
  if (points.length > MAX_POINTS) throw new RingfenceError("usage", `${option}: expected at most ${MAX_POINTS} values`);
  if (wrong !== undefined) {
    throw new RingfenceError("usage", `${option}: expected ${kind} from 0 to ${max}, but found ${wrong}`);
  }
  return points;
}

/** As many as can be read and typed. */
function digits(value: number): number {
  return Number(value.toPrecision(3));
}
