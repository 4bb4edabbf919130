/**
 * Recorded traffic in place of made-up traffic: the rows of a file of the user's, and the lists that they are screened
 * with. One loader for all benches.
 */
import type { ClassifierSettings } from "../../src/detect/classifier/weights.ts";
import type { ChosenEngines } from "../../src/detect/engines.ts";
import { NO_MODEL } from "../../src/detect/learned/models.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { formatCount } from "../../src/ui/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { type BlocklistFile, emptyListWords, isEmptyList, readBlocklist } from "../../src/rows/lists/blocklist-file.ts";
import { CHINA, type Country, countryOf } from "../../src/rows/country.ts";
import { fillEvents } from "../../src/rows/fill-events.ts";
import { formOf, noRows, RowReader, type RowSource } from "../../src/rows/read-rows.ts";
import { type Row, SET_ASIDE_REASONS, type SetAside } from "../../src/rows/row.ts";
import type { BenchResult } from "./result.ts";
import { type TableHandles, tablesOf } from "./tables.ts";

export interface RecordedFile extends Pick<RowSource, "file" | "format" | "encoding" | "header" | "columns"> {
  /** A file of numbers, senders' names and domains; left out: nobody is listed. */
  readonly blocklist?: string | undefined;
  /** Listed neighbours of a caller from which there is evidence; 0: never. Left out: DEFAULT_NEIGHBOURS. */
  readonly neighbours?: number | undefined;
  /** Scripts to match, and the file that they are of; without one they are those shipped. */
  readonly scripts: readonly string[];
  readonly templates?: string | undefined;
  readonly country?: string | undefined;
}

/** Of a file that has more, the first are read: some 300 bytes of memory each, and the texts. */
const MAX_ROWS = { full: 1_000_000, smoke: 8192 } as const;

export interface RecordedTraffic {
  /** In order of time where rows have one, at least one. */
  readonly rows: readonly Row[];
  readonly country: Country;
  readonly blocklist: BlocklistFile | null;
  readonly neighbours: number | undefined;
  readonly templates: string | undefined;
  readonly scripts: readonly string[];
  readonly settings: BenchResult["settings"];
  readonly remarks: readonly string[];
}

/**
 * Reads file and lists. Throws RingfenceError "noData" where no row can be read, "usage", "config" or "io" for files
 * and columns that cannot be used. Some 3 us a row.
 */
export async function readRecorded(recorded: RecordedFile, size: keyof typeof MAX_ROWS): Promise<RecordedTraffic> {
  const { file, columns, scripts, templates } = recorded;
  const country = recorded.country === undefined ? CHINA : countryOf(recorded.country);
  const blocklist = recorded.blocklist === undefined ? null : readBlocklist(recorded.blocklist, country);
  const { rows, setAside, firstSetAside, isCut } = await readRows(
    { ...formOf(recorded), file, columns },
    MAX_ROWS[size],
  );
  return {
    rows,
    country,
    blocklist,
    neighbours: recorded.neighbours,
    templates,
    scripts: [...new Set(scripts)],
    settings: {
      file,
      rows: rows.length,
      listed: blocklist?.identities.length ?? 0,
      listedDomains: blocklist?.hosts.length ?? 0,
      templates: new Set(scripts).size,
      templatesOf: templates ?? "shipped",
    },
    remarks: [
      ...(isCut ? [`${printable(file)} has more rows: the first ${formatCount(rows.length)} were taken`] : []),
      ...(firstSetAside === null
        ? []
        : [
            `${formatCount(setAside)} lines of ${printable(file)} could not be read and were left out; the first, line ${firstSetAside.line}, as ${SET_ASIDE_REASONS[firstSetAside.reason]}`,
          ]),
      ...(blocklist === null
        ? ["no --blocklist was named: nobody is listed, and looking up is as quick as it gets"]
        : isEmptyList(blocklist)
          ? [emptyListWords(recorded.blocklist!)]
          : []),
    ],
  };
}

/** The first rows of a file, in order of time. */
export async function readRows(source: RowSource, limit: number) {
  const reader = new RowReader(source);
  const rows: Row[] = [];
  let setAside = 0;
  let firstSetAside: SetAside | null = null;
  for await (const batch of reader.batches()) {
    setAside += batch.setAside.length;
    firstSetAside ??= batch.setAside[0] ?? null;
    for (const row of batch.rows) rows.push(row);
    if (rows.length > limit) break;
  }
  if (rows.length === 0) throw noRows(source.file, setAside, firstSetAside);
  const isCut = rows.length > limit;
  if (isCut) rows.length = limit;
  if (reader.facts.timeForm !== null) sortByTime(rows);
  return { rows, setAside, firstSetAside, isCut };
}

/** Sorts in place. A row without a time stays behind the one before it. */
function sortByTime(rows: Row[]): void {
  let last = Number.NEGATIVE_INFINITY;
  const timed = rows.map((row) => ({ row, timeMs: (last = row.timeMs ?? last) }));
  timed.sort((a, b) => (a.timeMs === b.timeMs ? 0 : a.timeMs - b.timeMs));
  for (let i = 0; i < rows.length; i++) rows[i] = timed[i]!.row;
}

export function recordedEvents({ rows, country }: RecordedTraffic): EventBatch {
  const events = EventBatch.allocate(rows.length);
  fillEvents(events, rows, 0, country);
  return events;
}

interface ScreenedWith {
  readonly classifier?: ClassifierSettings | undefined;
  readonly model?: string | undefined;
}

/** Every stage but behaviour, with the user's lists and engines. Seconds for millions of listed numbers. */
export function recordedTables(
  { blocklist, country, neighbours, templates }: RecordedTraffic,
  engines: ChosenEngines,
  { classifier, model = NO_MODEL }: ScreenedWith = {},
): TableHandles {
  return tablesOf({
    // Without a list the stage is on all the same, and nobody is listed.
    blocklist: blocklist ?? [],
    templates,
    country,
    neighbours,
    classifier,
    model,
    engine: engines.matcher,
    blocklistEngine: engines.blocklist,
  });
}
