/** Labelled events of a file, read as `ringfence screen` reads it. */
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../../src/detect/classifier/weights.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { loadModel, NO_MODEL } from "../../src/detect/learned/models.ts";
import { TemplateLibrary } from "../../src/detect/matcher/library.ts";
import { refuseAlikeScripts } from "../../src/detect/matcher/match-work.ts";
import { DEFAULT_MATCHER_ENGINE } from "../../src/detect/matcher/engines.ts";
import { DEFAULT_THRESHOLD_PERMILLE } from "../../src/detect/matcher/matcher.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { normaliserTable } from "../../src/engine/platform.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { DEFAULT_NEIGHBOURS } from "../../src/detect/blocklist/listed-blocks.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import { emptyListWords, readBlocklistFile } from "../../src/rows/lists/blocklist-file.ts";
import { CHINA, type Country, countryOf } from "../../src/rows/country.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { PositiveLabels } from "../../src/rows/positive-labels.ts";
import type { ColumnRequest } from "../../src/rows/choose-columns.ts";
import { type RowFormat, RowReader } from "../../src/rows/read-rows.ts";
import { type Row, SET_ASIDE_REASONS, type SetAsideReason } from "../../src/rows/row.ts";
import { activityOf, pastWords, takePast } from "./file-past.ts";
import { type LabelledEvents, cutIntoBatches } from "./labelled-events.ts";

export interface FileEventsOptions {
  readonly file: string;
  readonly format?: RowFormat | undefined;
  /** Columns left out are looked for under common names. */
  readonly columns?: ColumnRequest;
  /** Label values that mean fraud, separated by commas. */
  readonly positive: string;
  /** A file of numbers and domains. */
  readonly blocklist?: string | undefined;
  /** Listed neighbours of a caller from which there is evidence; 0: never. Left out: DEFAULT_NEIGHBOURS. */
  readonly neighbours?: number | undefined;
  /** Scripts to match against, and the file that they are of; without one they are those shipped. */
  readonly scripts: readonly { readonly text: string; readonly line?: number | null }[];
  readonly templates?: string | undefined;
  /** Two letters of the country whose numbers these are; left out: as in China. */
  readonly country?: string | undefined;
  /** Weights and marks of evidence; left out: the default ones. */
  readonly classifier?: ClassifierSettings | undefined;
  /** Model of the stage learned; left out: none. */
  readonly model?: string | undefined;
}

/**
 * Rows without a label, and lines that could not be read, are left out and counted. Where rows have callee and time,
 * the first half of them in time is what the platform knows of callers, and the rest are what settings are tried on.
 * Throws "noData" where nothing is left.
 */
export async function readFileEvents(options: FileEventsOptions): Promise<LabelledEvents> {
  const { file, format } = options;
  const country = options.country === undefined ? CHINA : countryOf(options.country);
  const knowledge = knowledgeOf(options, country);
  const reader = new RowReader({ file, format, columns: options.columns ?? {} });
  const read: Row[] = [];
  let setAside = 0;
  let reason: SetAsideReason | null = null;
  for await (const batch of reader.batches()) {
    setAside += batch.setAside.length;
    reason ??= batch.setAside[0]?.reason ?? null;
    for (const row of batch.rows) read.push(row);
  }
  const unlabelled = read.filter(({ label }) => label === null).length;
  const past = reader.facts.columns?.callee && reader.facts.timeForm !== null ? takePast(read) : null;
  const labelled = (past?.present ?? read).filter(({ label }) => label !== null);
  if (labelled.length === 0) {
    throw new RingfenceError(
      "noData",
      `${printable(file)}: expected rows with a label, found none (${unlabelled} without, ${setAside} set aside` +
        `${reason === null ? "" : `, the first as ${SET_ASIDE_REASONS[reason]}`}); ` +
        (reason === "notUtf8"
          ? "convert it, for example with iconv -f GB18030 -t UTF-8"
          : "name the column with --label"),
    );
  }
  const positive = new PositiveLabels(options.positive);
  const events = EventBatch.allocate(labelled.length);
  const cut = fillEvents(events, labelled, 0, country);
  const remarks = [
    ...(unlabelled > 0 ? [`${unlabelled} rows without a label were left out`] : []),
    ...(setAside > 0 ? [`${setAside} lines could not be read and were left out`] : []),
    ...(options.blocklist !== undefined && knowledge.blocklist.length === 0 ? [emptyListWords(options.blocklist)] : []),
    ...(cut > 0 ? [`${cut} messages were cut`] : []),
  ];
  const activity = past === null ? null : await activityOf(past, country);
  if (past !== null) remarks.push(pastWords(past));
  return {
    source: file,
    batches: cutIntoBatches(events, [...labelled.keys()]),
    fraud: Uint8Array.from(labelled, ({ label }) => (positive.matches(label!) ? 1 : 0)),
    knowledge: { ...knowledge, activity },
    remarks,
  };
}

function knowledgeOf(
  {
    blocklist,
    scripts,
    templates,
    classifier = DEFAULT_CLASSIFIER,
    neighbours = DEFAULT_NEIGHBOURS,
    model = NO_MODEL,
  }: FileEventsOptions,
  country: Country,
): Omit<LabelledEvents["knowledge"], "activity"> {
  const normaliser = attachNormaliser(normaliserTable());
  const library = new TemplateLibrary({
    engine: DEFAULT_MATCHER_ENGINE,
    thresholdPermille: DEFAULT_THRESHOLD_PERMILLE,
    lifeTicks: null,
    normaliser,
  });
  const lines = new Map<number, number | null>();
  for (const { text, line = null } of scripts) {
    const number = library.add(text, 0);
    if (!lines.has(number)) lines.set(number, line);
  }
  if (templates !== undefined) {
    refuseAlikeScripts(library, 0, { path: templates, lineOf: (number) => lines.get(number) ?? null });
  }
  const file = blocklist === undefined ? null : readBlocklistFile(blocklist, country);
  const listedHosts = ListedHosts.create();
  return {
    blocklist: file === null ? [] : [...file.identities, ...file.hosts.map((host) => listedHosts.add(host))],
    listedHosts,
    neighbours,
    templates: library.inForce(0),
    normaliser,
    classifier,
    learned: loadModel(model),
  };
}
