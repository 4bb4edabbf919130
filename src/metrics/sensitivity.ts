/** Of a run, what its sensitivity is told in: four rates of the funnel of warnings. */
import { type FunnelRates, funnelRates } from "./funnel-rates.ts";
import type { LoopRecords } from "./loop-input.ts";
import { traceWarnings } from "./traced-warning.ts";

export type SensitivityOutcome = Pick<FunnelRates, "success" | "reach" | "accuracy" | "coverage">;

/** The same figures as in the report of that run, which had so many gangs. */
export function sensitivityOutcome(loop: LoopRecords, gangs: number): SensitivityOutcome {
  const { success, reach, accuracy, coverage } = funnelRates(traceWarnings(loop), loop.episodes, gangs);
  return { success, reach, accuracy, coverage };
}
