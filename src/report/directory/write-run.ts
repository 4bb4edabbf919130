/** Writes the files of a run: what the platform knows, and apart from it, as truth, how its episodes went. */
import { join } from "node:path";
import type { SimulationResult } from "../../engine/simulation.ts";
import type { Delivery } from "../../record/warning.ts";
import { writeWarning } from "../../respond/warning/warning-message.ts";
import { formatScenario } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Report } from "../document.ts";
import { type EpisodeDocument, episodeDocument } from "./episode-document.ts";
import { writeRecords } from "./record-file.ts";
import { EPISODES_FILE, RunDirectory, WARNINGS_FILE } from "./run-directory.ts";
import { type WarningDocument, warningDocument } from "./warning-document.ts";

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

export type LoopRecords = Pick<SimulationResult, "warnings" | "deliveries" | "episodes" | "languageOf">;

/** Memory does not grow with the records, save 4 bytes for each warning and delivery. Throws as `writeRecords` does. */
export async function writeLoop(directory: RunDirectory, records: LoopRecords, unmask: boolean): Promise<void> {
  await writeRecords(join(directory.path, WARNINGS_FILE), warningDocuments(records, unmask));
  await writeRecords(join(directory.path, EPISODES_FILE), episodeDocuments(records));
}

function* episodeDocuments({ episodes }: LoopRecords): Generator<EpisodeDocument> {
  for (const episode of episodes) yield episodeDocument(episode);
}

function* warningDocuments(
  { warnings, deliveries, languageOf }: LoopRecords,
  unmask: boolean,
): Generator<WarningDocument> {
  const { first, next } = chainByWarning(deliveries, warnings.length);
  for (const warning of warnings) {
    const ofWarning: Delivery[] = [];
    for (let row = first[warning.id]!; row >= 0; row = next[row]!) ofWarning.push(deliveries[row]!);
    const message = writeWarning(warning, languageOf(warning.subscriber));
    yield warningDocument(warning, ofWarning, message, unmask);
  }
}

interface Chains {
  /** The first delivery of each warning, and behind each delivery the next of the same warning; -1 if none. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}

/** A list for each of a million warnings would take as much memory as the warnings. */
function chainByWarning(deliveries: readonly Delivery[], warnings: number): Chains {
  const first = new Int32Array(warnings).fill(-1);
  const next = new Int32Array(deliveries.length);
  for (let row = deliveries.length - 1; row >= 0; row--) {
    const { warning } = deliveries[row]!;
    next[row] = first[warning]!;
    first[warning] = row;
  }
  return { first, next };
}
