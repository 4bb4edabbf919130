/** One run of a study: a scenario and a seed, and the figures they come to. */
import { type StartedPool, withPool } from "../engine/simulation-pool.ts";
import { type ArmName, type ArmsResult, simulateArms } from "./variants/arms.ts";
import { reportRun } from "../report/run-report.ts";
import type { Report } from "../report/schema.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type FigureRow, figuresOf } from "./figures.ts";

export interface Cell {
  readonly scenario: Scenario;
  readonly seed: number;
}

export interface CellOptions {
  readonly workers: number;
  /** Started once for many cells. */
  readonly pool?: StartedPool;
  /** Paired runs beside the main one; loss avoided needs "noDefences". Left out: none. */
  readonly arms?: readonly ArmName[];
}

/** What is kept of a run: all but its clock, so that the same cell gives the same bytes. */
export interface CellResult {
  readonly seed: number;
  readonly digest: string;
  readonly figures: FigureRow;
}

/**
 * Throws what a run throws. Cost: that of the run, and of its paired runs. The trials of filter and matcher, as long as
 * a small run, are left out: no figure needs them.
 */
export async function runCell(cell: Cell, options: CellOptions): Promise<CellResult> {
  const { scenario, seed } = cell;
  const { workers } = options;
  const arms = await runArms(cell, options, false);
  // A million look-ups, and a trial of the matcher: no figure tells of them.
  const main = { ...arms.main, tryFilter: () => null, tryMatcher: () => null };
  const report = reportRun({ ...arms, main }, { scenario, seed, workers, reproduce: "" });
  return { seed: cell.seed, digest: report.digest, figures: figuresOf(report) };
}

/** The whole report of a cell, for who wants more than its figures. */
export async function reportCell(cell: Cell, options: CellOptions): Promise<Report> {
  const { scenario, seed } = cell;
  return reportRun(await runArms(cell, options, true), { scenario, seed, workers: options.workers, reproduce: "" });
}

function runArms({ scenario, seed }: Cell, options: CellOptions, triesTexts: boolean): Promise<ArmsResult> {
  const { workers, pool, arms = [] } = options;
  const given = { workers, ...(pool === undefined ? {} : { pool }) };
  return withPool(given, (started) =>
    simulateArms({ scenario, seed, workers, counterfactual: arms, triesTexts, pool: started }),
  );
}
