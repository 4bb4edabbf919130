/** The verb `screen`: messages or numbers of a file, or of standard input, through the stages. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { RingfenceError } from "../core/errors.ts";
import { DEFAULT_BLOCKLIST_ENGINE } from "../detect/blocklist/engines.ts";
import { EventBatch, ROUTES } from "../event/event-batch.ts";
import { formatIdentity } from "../event/identity.ts";
import { OutputMask } from "../event/masking.ts";
import { Findings } from "../event/findings.ts";
import { loadEngines } from "../detect/engines.ts";
import { DEFAULT_MATCHER_ENGINE } from "../detect/matcher/engines.ts";
import { formatCount } from "../report/format.ts";
import { printable } from "../terminal/printable.ts";
import { wrap } from "../terminal/wrap.ts";
import { screen } from "../detect/screening.ts";
import { countryOf } from "../source/country.ts";
import { fillEvents } from "../source/fill-events.ts";
import { DEFAULT_POSITIVE_LABELS, PositiveLabels } from "../source/positive-labels.ts";
import { ROW_FORMATS, type RowFormat, RowReader } from "../source/read-rows.ts";
import type { Row, RowBatch } from "../source/row.ts";
import { POSITIVE_VERDICTS, type PositiveVerdict, ScreenTally } from "../source/screen-tally.ts";
import { terminalColumns } from "./columns.ts";
import { isPipe, jsonDocument, processStreams, type Streams, TextOutput } from "./output.ts";
import { readNumber } from "./numbers.ts";
import { BLOCKLIST_ENGINE_HELP, COUNTRY_HELP, extendList, MATCHER_ENGINE_HELP } from "./options.ts";
import { describeScreening, type ScreenDocument } from "./screen-document.ts";
import { keepingParts } from "./row-parts.ts";
import { describeRow, formatRow, ROW_HEADING, type RowOptions, type ScreenedRow } from "../recorded/screened-row.ts";
import { formatSummary } from "./screen-summary.ts";
import { describeSetAside, openSinks, type Sinks } from "./screen-sinks.ts";
import { type RowTable, rowTable } from "./screen-table.ts";
import { parseThreshold, scriptWords, setUpScreening, type SetupOptions, warn } from "./screening-setup.ts";
import { FILE_STAGES, parseFileStages } from "./stages.ts";

export interface ScreenOptions extends SetupOptions {
  /** A path, or "-" for standard input. */
  readonly file: string;
  readonly format?: RowFormat | undefined;
  /** Names of columns; left out: looked for under common names. */
  readonly text?: string | undefined;
  readonly caller?: string | undefined;
  readonly label?: string | undefined;
  readonly callee?: string | undefined;
  readonly time?: string | undefined;
  readonly duration?: string | undefined;
  readonly answered?: string | undefined;
  readonly route?: string | undefined;
  readonly id?: string | undefined;
  /** Label values that mean fraud, separated by commas. */
  readonly positive?: string | undefined;
  readonly positiveVerdict?: PositiveVerdict | undefined;
  /** Files for the screened rows and for the lines set aside. */
  readonly out?: string | undefined;
  readonly quarantine?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly unmask?: boolean | undefined;
  /** Screen the first rows only. */
  readonly limit?: number | undefined;
}

/** Events screened at a time: some megabytes of columns. */
const BATCH_EVENTS = 4096;

/**
 * Screens a file. Rows go to `out`, or, without it and without `json`, to standard output; the document to standard
 * output with `json`, else a summary for people. Memory does not grow with the file. Throws `usage`, `config` or `io`
 * for what was asked wrongly, `noData` when there was nothing to screen, or, where hits and misses were asked for by
 * `label` or `positive`, no fraud to hit (what is known is printed first), `invariant` when rows went missing.
 */
export async function screenCommand(
  options: ScreenOptions,
  streams: Streams = processStreams(),
): Promise<ScreenDocument> {
  const sinks = openSinks(options, streams);
  const progress = { rows: 0 };
  const files = [sinks.rows, sinks.setAside];
  // A pipe that nobody reads holds the process up, and no signal would be heard: the system's own way ends it then.
  const mayListen = files.every((file) => file?.isFile ?? true) && (sinks.rowText === null || !isPipe(streams.output));
  return keepingParts({ files, told: streams.error, mayListen, rowsRead: () => progress.rows }, () =>
    screenInto(sinks, options, streams, progress),
  );
}

async function screenInto(
  sinks: Sinks,
  options: ScreenOptions,
  streams: Streams,
  progress: { rows: number },
): Promise<ScreenDocument> {
  const positive = new PositiveLabels(options.positive ?? DEFAULT_POSITIVE_LABELS);
  const tally = new ScreenTally(positive);
  const reader = new RowReader({ file: options.file, format: options.format, columns: options, input: streams.input });
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  const setup = setUpScreening(options);
  warn(setup, streams.error);
  const events = EventBatch.allocate(BATCH_EVENTS);
  const findings = Findings.allocate(BATCH_EVENTS);
  const mask = new OutputMask();
  const rowOptions: RowOptions = {
    show: options.unmask ? formatIdentity : (caller) => mask.mask(caller),
    scriptOf: (template) => scriptWords(setup.library!, template),
  };
  let table: RowTable | null = null;

  for await (const whole of reader.batches()) {
    const batch = takeFirst(whole, (options.limit ?? Infinity) - tally.rows);
    progress.rows += batch.rows.length + batch.setAside.length;
    tally.addSetAside(batch.setAside);
    sinks.setAside?.write(batch.setAside.map((line) => describeSetAside(line, options.unmask ?? false)));
    for (let from = 0; from < batch.rows.length; from += events.capacity) {
      tally.cut += fillEvents(events, batch.rows, from, options.country);
      screen(events, findings, setup.tables);
      const described = sinks.wanted ? describeRows(batch.rows, from, events, findings, rowOptions) : [];
      sinks.rows?.write(described);
      if (sinks.rowText !== null) {
        table ??= tableFor(streams, reader.facts.columns?.caller !== null);
        const lines = described.map((row) => table!.format(row)).join("");
        await sinks.rowText.write((tally.screened === 0 ? table.heading : "") + lines);
      }
      tally.addScreened(batch.rows, from, events, findings);
    }
    // A file of lines set aside is to be whole, whoever reads the rows.
    const isUnread = sinks.rowText?.gone && sinks.setAside === null;
    if (tally.rows >= (options.limit ?? Infinity) || isUnread) break;
  }

  tally.check();
  const document = describeScreening({
    file: options.file,
    facts: reader.facts,
    tally,
    setup,
    positiveLabels: positive.written,
    positiveVerdict: options.positiveVerdict ?? "flag",
  });
  await finish(document, { ...sinks, note: table?.note ?? null }, options, streams);
  return document;
}

/** Aligned and cut to the width of a terminal; whole for whatever else reads. */
function tableFor({ output }: Streams, hasCallers: boolean): RowTable {
  const columns = terminalColumns(output);
  return columns === null ? { heading: ROW_HEADING, format: formatRow, note: null } : rowTable(columns, hasCallers);
}

/** The first `limit` rows of a batch in the order of their lines, those set aside among them. */
function takeFirst(batch: RowBatch, limit: number): RowBatch {
  if (batch.rows.length + batch.setAside.length <= limit) return batch;
  const lines = [...batch.rows, ...batch.setAside].map(({ line }) => line).sort((a, b) => a - b);
  const end = lines[Math.max(0, limit)]!;
  return {
    rows: batch.rows.filter(({ line }) => line < end),
    setAside: batch.setAside.filter(({ line }) => line < end),
  };
}

function describeRows(
  rows: readonly Row[],
  from: number,
  events: EventBatch,
  findings: Findings,
  options: RowOptions,
): ScreenedRow[] {
  return Array.from({ length: events.count }, (_, index) =>
    describeRow(rows[from + index]!, events, findings, index, options),
  );
}

async function finish(
  document: ScreenDocument,
  sinks: Sinks & Pick<RowTable, "note">,
  options: ScreenOptions,
  streams: Streams,
): Promise<void> {
  const { rows, screened, quarantined } = document;
  if (rows === 0) throw new RingfenceError("noData", `${nameOf(options.file)}: no data: no row to screen`);
  sinks.rows?.finish();
  sinks.setAside?.finish();
  if (sinks.rowText?.gone) return;
  const text = options.json ? jsonDocument(document) : formatSummary(document, options.quarantine ?? null);
  const stream = sinks.rowText === null ? streams.output : streams.error;
  const note = sinks.note === null ? "" : `${wrap(sinks.note, "").join("\n")}\n`;
  await new TextOutput(stream).write(sinks.rowText === null ? text : `\n${note}${text}`);
  if (screened === 0) {
    const all = quarantined === 1 ? "the only row was" : `all ${formatCount(quarantined)} rows were`;
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: ${all} set aside`);
  }
  // A column that was found under a common name may mean anything: whoever did not ask for it gets the note alone.
  const isAsked = options.label !== undefined || options.positive !== undefined;
  if (isAsked && !document.byLabel?.some(({ positive }) => positive)) {
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: no row has a label that means fraud`);
  }
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : printable(file);
}

const HELP = `
Exit codes: 0 screened, whatever was found; 2 bad usage, or a file of scripts or
numbers that cannot be used; 4 nothing to screen, or --label or --positive was
given and no row has a label that means fraud; 6 rows were lost; 7 a file cannot
be read or written; 130 interrupted. What was not finished keeps its rows, in a
file that ends with .partial.`;

/** Adds the verb to the command line. */
export function registerScreen(program: Command, streams?: Streams): void {
  program
    .command("screen")
    .description("screen messages or numbers from a file (CSV, TSV, JSON Lines), or from standard input")
    .argument("<file>", "file to screen; - for standard input")
    .addOption(
      new Option("--format <format>", "format of the file (default: by extension, else by first line)").choices(
        ROW_FORMATS,
      ),
    )
    .option("--text <column>", "column of the text")
    .option("--caller <column>", "column of the caller or sender")
    .option("--label <column>", "column of the label")
    .option("--callee <column>", "column of who is called")
    .option(
      "--time <column>",
      "column of the time: seconds or milliseconds of the epoch, or ISO 8601 (UTC without a zone)",
    )
    .option("--duration <column>", "column of the seconds that a call lasted")
    .option("--answered <column>", "column of whether a call was answered: true, false, 1, 0, yes, no")
    .option("--route <column>", `column of the network: ${ROUTES.join(", ")}`)
    .option("--id <column>", "column of the event's identity")
    .option(
      "--positive <list>",
      `label values that mean fraud; a trailing * makes a prefix (default: "${DEFAULT_POSITIVE_LABELS}")`,
      extendList,
    )
    .addOption(
      new Option("--positive-verdict <verdict>", "verdict from which an event counts as taken for fraud")
        .choices(POSITIVE_VERDICTS)
        .default("flag"),
    )
    .option(
      "--templates <file>",
      "scripts to match: one a line, or .yaml or .jsonl with a text each (default: those shipped)",
    )
    .option("--blocklist <file>", "known-bad numbers, senders' names and domains, one a line")
    .option("--country <code>", COUNTRY_HELP, countryOf)
    .option("--threshold <similarity>", "similarity from which a text matches", "0.75")
    .option("--engine <engine>", MATCHER_ENGINE_HELP, DEFAULT_MATCHER_ENGINE)
    .option("--blocklist-engine <engine>", BLOCKLIST_ENGINE_HELP, DEFAULT_BLOCKLIST_ENGINE)
    .option("--stages <list>", `stages to pass (default: ${FILE_STAGES.join(",")})`)
    .option(
      "--out <file>",
      "write the screened rows to a file (.jsonl, .csv, .tsv); in .csv and .tsv an apostrophe is put before what a spreadsheet would run as a formula, " +
        "also after a semicolon or line break within a cell, where some spreadsheets begin the next cell",
    )
    .option(
      "--quarantine <file>",
      "write the lines set aside to a file (.jsonl, .csv, .tsv), numbers masked unless --unmask",
    )
    .option("--force", "overwrite files that are there, and parts that were kept of them (.partial)")
    .option("--limit <rows>", "screen the first rows only", parseLimit)
    .option("--unmask", "show callers' numbers whole")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async (file: string, written: WrittenOptions) => {
      const { threshold, stages, ...rest } = written;
      const options = {
        ...rest,
        file,
        thresholdPermille: parseThreshold(threshold),
        stages: stages === undefined ? undefined : parseFileStages(stages),
      };
      await screenCommand(options, streams);
    });
}

/** What commander makes of the options above. */
interface WrittenOptions extends Omit<ScreenOptions, "file" | "thresholdPermille" | "stages"> {
  readonly engine: string;
  readonly threshold: string;
  readonly stages?: string;
}

function parseLimit(written: string): number {
  const limit = readNumber(written);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("Expected a whole number from 1 on.");
}
