/** Labelled events of a file: the rows and lists of other benches (harness/recorded.ts), and which of them are fraud. */
import { RingfenceError } from "../../src/core/errors.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import { NO_MODEL } from "../../src/detect/learned/models.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import { setUpScreening } from "../../src/screen/setup.ts";
import { type RecordedFile, readRecorded, recordedEvents } from "../harness/recorded.ts";
import type { BenchSize } from "../harness/result.ts";
import { type LabelledEvents, inBatches, rowsOf } from "./labelled-events.ts";

export interface LabelledFile extends RecordedFile {
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
  readonly classifier?: ClassifierSettings | undefined;
  readonly model?: string | undefined;
}

/**
 * Rows without a label, and lines that could not be read, are left out and counted; behaviour, which needs a past, is
 * off. Throws "noData" where nothing is left.
 */
export async function readFileEvents(file: LabelledFile, size: BenchSize): Promise<LabelledEvents> {
  const { classifier, model = NO_MODEL } = file;
  const traffic = await readRecorded(file, size);
  const { blocklist, country, neighbours, templates } = traffic;
  // Without a list nobody is listed.
  const setup = setUpScreening({ blocklist: blocklist ?? [], templates, neighbours, classifier, model, country });
  const rows = traffic.rows.filter(({ label }) => label !== null);
  const unlabelled = traffic.rows.length - rows.length;
  if (rows.length === 0) {
    throw new RingfenceError(
      "noData",
      `${printable(file.file)}: expected rows with a label, found none among ${unlabelled}; name the column with --label`,
    );
  }
  const positive = new PositiveLabels(file.positive);
  const listedHosts = ListedHosts.create();
  const { identities, hosts } = setup.blocklist!.file;
  return {
    source: printable(file.file),
    batches: inBatches(rowsOf(recordedEvents({ ...traffic, rows }))),
    fraud: Uint8Array.from(rows, ({ label }) => (positive.matches(label!) ? 1 : 0)),
    knowledge: {
      blocklist: [...identities, ...hosts.map((host) => listedHosts.add(host))],
      listedHosts,
      neighbours: setup.blocklist!.neighbours,
      templates: setup.library!.templates.inForce(0),
      normaliser: setup.normaliser!,
      classifier: setup.classifier,
      learned: setup.model && setup.model.learned,
      activity: null,
    },
    remarks: [...(unlabelled > 0 ? [`${unlabelled} rows without a label were left out`] : []), ...traffic.remarks],
  };
}
