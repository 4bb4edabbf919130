import { type StartedPool, withPool } from "../../engine/simulation-pool.ts";
import type { SimulationOptions } from "../../engine/simulation.ts";
import { reportRun } from "../../report/run-report.ts";
import type { Report } from "../../report/document.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { type FigureRow, figuresOf } from "../figures.ts";
import { type ArmName, type ArmsResult, simulateArms } from "../variants/arms.ts";

export interface Cell {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Default: none. Loss avoided needs "noDefences". */
  readonly arms?: readonly ArmName[] | undefined;
  /** Without benign traffic: a run without defences has the same episodes, in less time. */
  readonly fraudOnly?: boolean | undefined;
  readonly readings?: readonly Reading[] | undefined;
}

/** Something that a study keeps of a run besides its figures. It must survive JSON. */
export interface Reading {
  readonly name: string;
  /** Extends the run if needed, and reads the result. */
  readonly begin: (scenario: Scenario) => ReadingUnderWay;
}

interface ReadingUnderWay {
  readonly onSample?: SimulationOptions["onSample"];
  readonly read: (arms: ArmsResult, report: Report) => unknown;
}

export function reading(name: string, read: ReadingUnderWay["read"]): Reading {
  return { name, begin: () => ({ read }) };
}

interface CellOptions {
  readonly workers: number;
  /** Started once for many cells. */
  readonly pool?: StartedPool | undefined;
}

/** All but its clock, so the same cell gives the same bytes. */
export interface CellResult {
  readonly seed: number;
  readonly digest: string;
  readonly figures: FigureRow;
  readonly readings?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Throws what a run throws. Cost: the run and its paired runs. Without readings the trials of filter and matcher, as
 * long as a small run, are left out: no figure needs them.
 */
export async function runCell(cell: Cell, options: CellOptions): Promise<CellResult> {
  const { scenario, seed, arms: counterfactual = [], fraudOnly = false, readings = [] } = cell;
  const { workers, pool } = options;
  const underWay = readings.map(({ name, begin }) => ({ name, ...begin(scenario) }));
  const samplers = underWay.flatMap(({ onSample }) => onSample ?? []);
  const isWhole = readings.length > 0;
  const run = { scenario, seed, workers, fraudOnly, counterfactual };
  const arms = await withPool({ workers, ...(pool === undefined ? {} : { pool }) }, (started) =>
    simulateArms({
      ...run,
      pool: started,
      ...(samplers.length === 0 ? {} : { onSample: (sample) => samplers.forEach((sampler) => sampler(sample)) }),
    }),
  );
  const main = isWhole ? arms.main : { ...arms.main, tryFilter: () => null, tryMatcher: () => null };
  const report = reportRun({ ...arms, main }, { scenario, seed, workers, reproduce: "" });
  return {
    seed,
    digest: report.digest,
    figures: figuresOf(report),
    ...(isWhole
      ? { readings: Object.fromEntries(underWay.map(({ name, read }) => [name, read(arms, report) ?? null])) }
      : {}),
  };
}
