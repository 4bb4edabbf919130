/**
 * Warning curves: the same worlds run again with each threshold of warning, and with each number of agents. Whole runs:
 * who is warned, and who is kept, changes what people and gangs do next, which no score of one run can tell.
 */
import { RingfenceError } from "../../core/errors.ts";
import { type StartedPool, withPool } from "../../engine/simulation-pool.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { checkSeeds } from "../check-seeds.ts";
import type { FigureRow } from "../figures.ts";
import { runCell } from "../run-cell.ts";
import { pool as pooled, type PooledFigure, type RunRow, tuneFigure } from "../tune/figures.ts";

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

export interface CurvePoint {
  /** The threshold, an exposure; or the agents. */
  readonly at: number;
  /** Rates pooled over seeds, all else a mean of a run; intervals of 95 % between worlds. */
  readonly figures: Readonly<Record<CurveFigure, PooledFigure>>;
}

/** What warnings come to as one parameter grows, a point a value, with intervals over seeds. */
export interface WarningCurve {
  readonly parameter: "warnings.low" | "dissuasion.agents";
  /** As the scenario has it. */
  readonly stated: number;
  /** From low to high. */
  readonly points: readonly CurvePoint[];
}

/** Two curves of one scenario: over the threshold of warnings, and over the number of telephone agents. */
export interface WarningCurves {
  readonly scenario: string;
  readonly hours: number;
  readonly seeds: readonly number[];
  readonly runs: number;
  readonly threshold: WarningCurve;
  readonly agents: WarningCurve;
}

/** The points of both curves, and the seeds that each of them runs. */
export interface CurvesOptions {
  readonly scenario: Scenario;
  /** The same for every point, so that points share their luck. Two at least for intervals. */
  readonly seeds: readonly number[];
  /** Exposures from which a warning is pushed; left out: around what the scenario has. */
  readonly thresholds?: readonly number[];
  /** Telephone agents; left out: from none to four times what the scenario has. */
  readonly agents?: readonly number[];
  readonly workers: number;
  readonly pool?: StartedPool;
  /** What the run of a scenario and a seed comes to; left out: it is run. A cache goes here. */
  readonly measure?: (scenario: Scenario, seed: number) => Promise<FigureRow>;
  /** Called after each run. */
  readonly onRun?: (done: number, most: number) => void;
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
  const { workers, measure, pool: given } = options;
  if (options.seeds.length === 0) throw new RingfenceError("usage", "--seeds: expected one seed at least");
  checkSeeds(options.seeds);
  if (measure !== undefined) return runCurves(options, measure);
  return withPool({ workers, ...(given === undefined ? {} : { pool: given }) }, (pool) =>
    runCurves(options, async (scenario, seed) => (await runCell({ scenario, seed }, { workers, pool })).figures),
  );
}

async function runCurves(
  { scenario, seeds, thresholds, agents, onRun }: CurvesOptions,
  measure: NonNullable<CurvesOptions["measure"]>,
): Promise<WarningCurves> {
  const stated = { low: scenario.warnings.low, agents: scenario.dissuasion.agents };
  const lows = pointsOf(thresholds ?? AROUND_THRESHOLD.map((by) => digits(by * stated.low)), MAX_THRESHOLD, false);
  const around = stated.agents === 0 ? [0, 1, 2, 4, 8] : AROUND_AGENTS.map((by) => Math.round(by * stated.agents));
  const crews = pointsOf(agents ?? around, MAX_AGENTS, true);
  const shared = lows.includes(stated.low) && crews.includes(stated.agents) ? 1 : 0;
  const most = (lows.length + crews.length - shared) * seeds.length;
  const known = new Map<string, RunRow[]>();
  let runs = 0;
  const pointAt = async (at: number, moved: Scenario): Promise<CurvePoint> => {
    const key = JSON.stringify(moved);
    let rows = known.get(key);
    if (rows === undefined) {
      rows = [];
      for (const seed of seeds) {
        rows.push({ figures: await measure(moved, seed), hours: scenario.hours });
        runs++;
        onRun?.(runs, most);
      }
      known.set(key, rows);
    }
    const figures = Object.fromEntries(CURVE_FIGURES.map((name) => [name, pooled(tuneFigure(name, "curves"), rows)]));
    return { at, figures: figures as CurvePoint["figures"] };
  };
  const threshold: CurvePoint[] = [];
  for (const low of lows) threshold.push(await pointAt(low, withThreshold(scenario, low)));
  const crew: CurvePoint[] = [];
  for (const size of crews) crew.push(await pointAt(size, withAgents(scenario, size)));
  return {
    scenario: scenario.name,
    hours: scenario.hours,
    seeds: [...seeds],
    runs,
    threshold: { parameter: "warnings.low", stated: stated.low, points: threshold },
    agents: { parameter: "dissuasion.agents", stated: stated.agents, points: crew },
  };
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
