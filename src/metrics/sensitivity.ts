/** Of a run, what its sensitivity is told in: four rates of the funnel of warnings. */
import { type FunnelRates, funnelRates } from "./funnel-rates.ts";
import type { LoopRecords } from "./loop-input.ts";
import { traceWarnings } from "./traced-warning.ts";

export type SensitivityOutcome = Pick<FunnelRates, "success" | "reach" | "accuracy" | "coverage">;

/** A run with one parameter moved: to which value, and what came of it. */
export interface MovedOutcome extends SensitivityOutcome {
  /** Rounded and kept within its range: not always just half or twice. */
  readonly value: number;
}

/** How the rates move with what is assumed, one parameter at a time. */
export interface Sensitivity {
  /** Of the run itself. */
  readonly base: SensitivityOutcome;
  readonly rows: SensitivityRow[];
}

export interface SensitivityRow {
  /** Path in the scenario, and its value in the run itself. */
  readonly parameter: string;
  readonly value: number;
  /** Null where the value cannot fall, or rise. */
  readonly halved: MovedOutcome | null;
  readonly doubled: MovedOutcome | null;
}

/** The same figures as in the report of that run, which had so many gangs. */
export function sensitivityOutcome(loop: LoopRecords, gangs: number): SensitivityOutcome {
  const { success, reach, accuracy, coverage } = funnelRates(traceWarnings(loop), loop.episodes, gangs);
  return { success, reach, accuracy, coverage };
}
