/** Writes the early warnings of a run, and apart from them, as truth, how its episodes went. */
import type { Delivery } from "../event/warning.ts";
import { episodeDocument } from "../report/episode-document.ts";
import type { RunDirectory } from "../report/run-directory.ts";
import { warningDocument } from "../report/warning-document.ts";
import type { SimulationResult } from "../simulation.ts";
import { writeWarning } from "../warning/warning-message.ts";

export function writeLoop(directory: RunDirectory, result: SimulationResult, unmask: boolean): void {
  const deliveries: Delivery[][] = result.warnings.map(() => []);
  for (const delivery of result.deliveries) deliveries[delivery.warning]!.push(delivery);
  const documents = result.warnings.map((warning) => {
    const message = writeWarning(warning, result.languageOf(warning.subscriber));
    return warningDocument(warning, deliveries[warning.id]!, message, unmask);
  });
  directory.appendWarnings(documents);
  directory.appendEpisodes(result.episodes.map(episodeDocument));
}
