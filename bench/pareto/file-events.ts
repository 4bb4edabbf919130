/** Labelled events of a file, read as `ringfence screen` reads it. */
import { RingfenceError } from "../../src/core/errors.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { NO_MODEL } from "../../src/detect/learned/models.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import { CHINA, countryOf } from "../../src/rows/country.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import { formOf, type RowSource } from "../../src/rows/read-rows.ts";
import { readRecordedRows } from "../../src/rows/recorded-rows.ts";
import { SET_ASIDE_REASONS } from "../../src/rows/row.ts";
import { setUpScreening, type SetupOptions } from "../../src/screen/setup.ts";
import { activityOf, pastWords, takePast } from "./file-past.ts";
import { type LabelledEvents, inBatches, rowsOf } from "./labelled-events.ts";

export interface FileEventsOptions
  extends
    Pick<SetupOptions, "blocklist" | "templates" | "neighbours" | "classifier" | "model">,
    Pick<RowSource, "file" | "format" | "encoding" | "header">,
    Partial<Pick<RowSource, "columns">> {
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
  readonly country?: string | undefined;
}

/**
 * Rows without a label, and lines that could not be read, are left out and counted. Where rows have callee and time,
 * the first half of them in time is what the platform knows of callers, and the rest are what settings are tried on.
 * Throws "noData" where nothing is left.
 */
export async function readFileEvents(options: FileEventsOptions): Promise<LabelledEvents> {
  const { file, columns = {}, blocklist, templates, neighbours, classifier, model = NO_MODEL } = options;
  const country = options.country === undefined ? CHINA : countryOf(options.country);
  // Without a list nobody is listed.
  const setup = setUpScreening({ blocklist: blocklist ?? [], templates, neighbours, classifier, model, country });
  const { rows, facts, setAside, firstSetAside } = await readRecordedRows({ ...formOf(options), file, columns });
  const unlabelled = rows.filter(({ label }) => label === null).length;
  const past = facts.columns?.callee && facts.timeForm !== null ? takePast(rows) : null;
  const labelled = (past?.present ?? rows).filter(({ label }) => label !== null);
  if (labelled.length === 0) {
    const first = firstSetAside === null ? "" : `, the first as ${SET_ASIDE_REASONS[firstSetAside.reason]}`;
    throw new RingfenceError(
      "noData",
      `${printable(file)}: expected rows with a label, found none (${unlabelled} without, ${setAside} set aside${first}); name the column with --label`,
    );
  }
  const positive = new PositiveLabels(options.positive);
  const events = EventBatch.allocate(labelled.length);
  const cut = fillEvents(events, labelled, 0, country);
  const listedHosts = ListedHosts.create();
  const { identities, hosts } = setup.blocklist!.file;
  return {
    source: printable(file),
    batches: inBatches(rowsOf(events)),
    fraud: Uint8Array.from(labelled, ({ label }) => (positive.matches(label!) ? 1 : 0)),
    knowledge: {
      blocklist: [...identities, ...hosts.map((host) => listedHosts.add(host))],
      listedHosts,
      neighbours: setup.blocklist!.neighbours,
      templates: setup.library!.templates.inForce(0),
      normaliser: setup.normaliser!,
      classifier: setup.classifier,
      learned: setup.model && setup.model.learned,
      activity: past === null ? null : activityOf(past, country),
    },
    remarks: [
      ...(unlabelled > 0 ? [`${unlabelled} rows without a label were left out`] : []),
      ...(setAside > 0 ? [`${setAside} lines could not be read and were left out`] : []),
      ...(blocklist === undefined ? [] : setup.remarks),
      ...(cut > 0 ? [`${cut} messages were cut`] : []),
      ...(past === null ? [] : [pastWords(past)]),
    ],
  };
}
