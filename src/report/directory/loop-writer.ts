/** Writes the early warnings of a run, and apart from them, as truth, how its episodes went. */
import type { Delivery } from "../../record/warning.ts";
import { type EpisodeDocument, episodeDocument } from "./episode-document.ts";
import type { RunDirectory } from "./run-directory.ts";
import { type WarningDocument, warningDocument } from "./warning-document.ts";
import type { SimulationResult } from "../../engine/simulation.ts";
import { writeWarning } from "../../respond/warning/warning-message.ts";

export type LoopRecords = Pick<SimulationResult, "warnings" | "deliveries" | "episodes" | "languageOf">;

/** Memory does not grow with the records, save 4 bytes for each warning and delivery. Throws as `writeRecords` does. */
export async function writeLoop(directory: RunDirectory, records: LoopRecords, unmask: boolean): Promise<void> {
  await directory.writeWarnings(warningDocuments(records, unmask));
  await directory.writeEpisodes(episodeDocuments(records));
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

function* episodeDocuments({ episodes }: LoopRecords): Generator<EpisodeDocument> {
  for (const episode of episodes) yield episodeDocument(episode);
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
