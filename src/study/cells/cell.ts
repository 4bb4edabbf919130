import { z } from "zod";
import type { SimulationPool } from "../../engine/simulation-pool.ts";
import type { SimulationOptions } from "../../engine/simulation.ts";
import { reportRun } from "../../report/run-report.ts";
import type { Report } from "../../report/document.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { figuresOf } from "../figures.ts";
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
  readonly read: (arms: ArmsResult, report: Report) => unknown;
  /** Called for every sampled event of the run before it is read. */
  readonly onSample?: SimulationOptions["onSample"];
}

/** What is measured of a report's figures. */
export type ReportFigures = Pick<Report, "figures">;
export const REPORT: Reading = { name: "report", read: (_, { figures }): ReportFigures => ({ figures }) };

/** All but its clock, so the same cell gives the same bytes. */
export const cellResultSchema = z.object({
  seed: z.number(),
  digest: z.string(),
  figures: z.record(z.string(), z.number().nullable()),
  readings: z.record(z.string(), z.unknown()).optional(),
});
export type CellResult = Readonly<z.infer<typeof cellResultSchema>>;

/**
 * Throws what a run throws. Cost: the run and its paired runs. Without readings the trials of filter and matcher, as
 * long as a small run, are left out: no figure needs them.
 */
export async function runCell(cell: Cell, pool: SimulationPool): Promise<CellResult> {
  const { scenario, seed, arms: counterfactual = [], fraudOnly = false, readings = [] } = cell;
  const { workers } = pool;
  const samplers = readings.flatMap(({ onSample }) => onSample ?? []);
  const onSample: SimulationOptions["onSample"] = (sample) => samplers.forEach((sampler) => sampler(sample));
  const sampling = samplers.length === 0 ? {} : { onSample };
  const arms = await simulateArms({ scenario, seed, workers, fraudOnly, counterfactual, pool, ...sampling });
  const isWhole = readings.length > 0;
  const main = isWhole ? arms.main : { ...arms.main, tryFilter: () => null, tryMatcher: () => null };
  const report = reportRun({ ...arms, main }, { scenario, seed, workers, reproduce: "" });
  const { digest } = report;
  const result = { seed, digest, figures: figuresOf(report) };
  if (!isWhole) return result;
  return { ...result, readings: Object.fromEntries(readings.map(({ name, read }) => [name, read(arms, report)])) };
}
