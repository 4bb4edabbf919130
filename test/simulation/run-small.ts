/** Small runs for tests: a scenario with settings, through the real worker threads, as a report. */
import { type Report } from "../../src/report/schema.ts";
import { buildReport } from "../../src/report/report.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { simulate } from "../../src/simulation.ts";

export interface SmallRun {
  readonly seed?: number;
  readonly workers?: number;
  readonly batchEvents?: number;
}

export async function runSmall(
  settings: readonly string[],
  { seed = 1, workers = 2, batchEvents = 4096 }: SmallRun = {},
): Promise<Report> {
  const scenario = loadScenario("smoke", settings);
  const { tally, planned, filter } = await simulate({ scenario, seed, workers, batchEvents });
  return buildReport({
    scenario: scenario.name,
    seed,
    workers,
    reproduce: "a test",
    tally,
    planned,
    filter,
    performance: { wallSeconds: 1, peakRssMiB: 1, node: process.version },
  });
}
