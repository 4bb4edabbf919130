/** Small runs for tests: a scenario with settings, through the real worker threads, as a report. */
import { simulateArms } from "../../src/arms.ts";
import { type Report } from "../../src/report/schema.ts";
import { reportRun } from "../../src/run-report.ts";
import { loadScenario } from "../../src/scenario/file.ts";

export interface SmallRun {
  readonly seed?: number;
  readonly workers?: number;
  readonly batchEvents?: number;
  readonly counterfactual?: boolean;
}

export async function runSmall(
  settings: readonly string[],
  { seed = 1, workers = 2, batchEvents = 4096, counterfactual = false }: SmallRun = {},
): Promise<Report> {
  const scenario = loadScenario("smoke", settings);
  const arms = await simulateArms({ scenario, seed, workers, batchEvents, counterfactual });
  return reportRun(arms, { scenario, seed, workers, reproduce: "a test" });
}
