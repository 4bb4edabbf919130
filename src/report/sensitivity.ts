/** Of a run, what its sensitivity is told in: four rates of the funnel of warnings. */
import { countFunnel, type FunnelRates, funnelRates } from "./funnel.ts";
import type { LoopInput } from "./loop-input.ts";
import { traceWarnings } from "./traced-warning.ts";

export type SensitivityOutcome = Pick<FunnelRates, "success" | "reach" | "accuracy" | "coverage">;

/** The same figures as in the report of that run. */
export function sensitivityOutcome(
  result: Pick<LoopInput, "episodes" | "warnings" | "deliveries">,
): SensitivityOutcome {
  const funnel = countFunnel(traceWarnings(result));
  const { success, reach, accuracy, coverage } = funnelRates(funnel, result.episodes.length);
  return { success, reach, accuracy, coverage };
}
