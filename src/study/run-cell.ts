/** One run of a study: a scenario and a seed, and the figures they come to. */
import type { SimulationResult } from "../engine/simulation.ts";
import { type StartedPool, withPool } from "../engine/simulation-pool.ts";
import { type ArmName, simulateArms } from "../experiment/arms.ts";
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
  const report = await reportOf(cell, options, (main) => ({ ...main, tryFilter: none, tryMatcher: none }));
  return { seed: cell.seed, digest: report.digest, figures: figuresOf(report) };
}

/** The whole report of a cell, for who wants more than its figures. */
export function reportCell(cell: Cell, options: CellOptions): Promise<Report> {
  return reportOf(cell, options, (main) => main);
}

function reportOf(
  { scenario, seed }: Cell,
  { workers, pool, arms = [] }: CellOptions,
  reported: (main: SimulationResult) => SimulationResult,
): Promise<Report> {
  return withPool({ workers, ...(pool === undefined ? {} : { pool }) }, async (started) => {
    const result = await simulateArms({ scenario, seed, workers, counterfactual: arms, pool: started });
    return reportRun({ ...result, main: reported(result.main) }, { scenario, seed, workers, reproduce: "" });
  });
}

function none(): null {
  return null;
}
