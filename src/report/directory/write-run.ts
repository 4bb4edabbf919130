/** Keeps a run simulated by a user's program, as `ringfence run` does. */
import type { SimulationResult } from "../../engine/simulation.ts";
import { RunDirectory } from "./run-directory.ts";
import type { Report } from "../document.ts";
import { formatScenario } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { writeLoop } from "./loop-writer.ts";

interface KeptRun {
  readonly scenario: Scenario;
  readonly report: Report;
  readonly main: SimulationResult;
  /** Numbers whole; left out: masked. */
  readonly unmask?: boolean;
}

/**
 * Writes scenario.yaml, report.json, warnings.jsonl and episodes.jsonl into `path`, which is empty or not there yet;
 * `ringfence report PATH` makes a page of it. Returns the path. Throws RingfenceError "usage" where it is not empty,
 * "io" where the disk refuses.
 */
export async function writeRun(path: string, { scenario, report, main, unmask = false }: KeptRun): Promise<string> {
  const directory = RunDirectory.create(path, { id: report.scenario });
  directory.writeScenario(formatScenario(scenario));
  directory.writeReport(report);
  await writeLoop(directory, main, unmask);
  return directory.path;
}
