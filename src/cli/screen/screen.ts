/** The verb `screen`: messages, numbers or recorded calls of a file, or of standard input, through the stages. */
import { BEHAVIOUR } from "../../detect/behaviour/stage.ts";
import { statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { MINUTE_MS } from "../../core/time.ts";
import { loadEngines } from "../../detect/engines.ts";
import { DEFAULT_MATCHER_ENGINE } from "../../detect/matcher/engines.ts";
import { DEFAULT_WINDOW_MS, MAX_WINDOW_MS } from "../../screen/event-clock.ts";
import type { ScreenStart } from "../../screen/piece.ts";
import { screenFile } from "../../screen/screen-file.ts";
import { formatCount } from "../../ui/format.ts";
import { printable } from "../../core/terminal/printable.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import { type ColumnRequest, RECORD_ROLES } from "../../rows/choose-columns.ts";
import { CHINA } from "../../rows/country.ts";
import { DEFAULT_POSITIVE_LABELS, PositiveLabels } from "../../rows/positive-labels.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../../rows/row.ts";
import { formOf, type RowFormat, type RowSourceFacts } from "../../rows/read-rows.ts";
import { POSITIVE_VERDICTS, type PositiveVerdict } from "../../screen/screen-tally.ts";
import { terminalColumns } from "../options/columns.ts";
import { isPipe, jsonDocument, processStreams, type Streams, tell, TextOutput } from "../output.ts";
import { readNumber } from "../options/numbers.ts";
import { defaultWorkers, parseWorkers } from "../options/options.ts";
import { addColumnOptions, addScreeningOptions, positiveOption } from "../options/screening-options.ts";
import { describeScreening, type ScreenDocument } from "../../screen/document.ts";
import type { Signal } from "../end-on-signals.ts";
import { keepingParts } from "./row-parts.ts";
import { createRowProgress, SILENT } from "../progress/row-progress.ts";
import { formatSummary } from "./summary.ts";
import { describeSetAside, openSinks, type Sinks } from "./sinks.ts";
import { MAX_ROWS_UNASKED, ScreenedRows } from "./screened-rows.ts";
import { packedNames } from "../../screen/script-library.ts";
import { withSettings } from "../../screen/settings.ts";
import { loadScreening, type ScreeningSetup, type SetupOptions } from "../../screen/setup.ts";
import { parseFileStages, RECORD_STAGES, STAGES } from "../../screen/stages.ts";

/** Names of columns; default: common names. */
export interface ScreenOptions extends SetupOptions, ColumnRequest {
  readonly file: string;
  readonly format?: RowFormat | undefined;
  readonly encoding?: string | undefined;
  readonly header?: boolean | undefined;
  /** Separated by commas. */
  readonly positive?: string | undefined;
  readonly positiveVerdict?: PositiveVerdict | undefined;
  readonly out?: string | undefined;
  readonly quarantine?: string | undefined;
  readonly force?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly unmask?: boolean | undefined;
  readonly limit?: number | undefined;
  /** Default: as many as there are cores. */
  readonly workers?: number | undefined;
  /** Default: ten minutes. */
  readonly sortedWithinMs?: number | undefined;
  readonly rows?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  /** For tests. */
  readonly pieceBytes?: number | undefined;
  readonly workerUrl?: string | undefined;
}

/**
 * Screens a file. Rows go to `out`; without it and without `json`, to standard output if few or asked for (`rows`).
 * With `json` standard output gets the document, else a summary. Memory does not grow with the file, except eight bytes
 * for each event of the last hours. Throws `usage`, `config` or `io` for wrong input, `noData` if there was nothing to
 * screen, or no fraud for `label` or `positive` (known results are printed first), `invariant` if rows went missing.
 */
export async function screenCommand(
  options: ScreenOptions,
  streams: Streams = processStreams(),
): Promise<ScreenDocument> {
  // A module may loop as it loads. Nothing listens to signals yet, so the system can end it.
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  const sinks = openSinks(options, streams);
  const progress = { rows: 0 };
  const files = [sinks.rows, sinks.setAside];
  // A pipe without a reader blocks the process, and no signal would be heard: the system ends it then.
  const mayListen = files.every((file) => file?.isFile ?? true) && (sinks.rowText === null || !isPipe(streams.output));
  const live = options.file === "-" ? new AbortController() : null;
  // SIGTERM ends live input: what was read is screened. A second one ends the process as the system does.
  const endInput = (): void => live!.abort(ENDED);
  const signals: Signal[] = mayListen ? ["SIGINT", "SIGHUP", ...(live === null ? (["SIGTERM"] as const) : [])] : [];
  return keepingParts({ files, outlet: streams.error, signals, rowsRead: () => progress.rows }, async () => {
    if (live !== null) process.once("SIGTERM", endInput);
    try {
      return await screenInto(sinks, options, streams, progress, live);
    } finally {
      process.off("SIGTERM", endInput);
    }
  });
}

const ENDED = "ended by a signal";

async function screenInto(
  sinks: Sinks,
  options: ScreenOptions,
  streams: Streams,
  progress: { rows: number },
  live: AbortController | null,
): Promise<ScreenDocument> {
  const positiveLabels = new PositiveLabels(options.positive ?? DEFAULT_POSITIVE_LABELS).written;
  const setup = await loadScreening(options);
  tell(setup.remarks, streams.error);
  const rows = new ScreenedRows(sinks, streams, live !== null || (options.rows ?? false));
  const workers = options.workers ?? defaultWorkers();
  const unmask = options.unmask ?? false;
  const start: ScreenStart = {
    engines: setup.engines,
    handles: setup.handles,
    normaliser: setup.normaliser?.handle ?? null,
    scripts: packedNames(setup.library),
    advises: setup.classifier.advises ?? false,
    country: options.country?.code ?? CHINA.code,
    positive: positiveLabels.join(","),
    rowsAs: rows.as,
    unmask,
    wantsSetAside: sinks.setAside !== null,
  };
  // A bar and a table would overwrite each other on one terminal.
  const isBarred = options.quiet || ((live !== null || options.rows) && terminalColumns(streams.output) !== null);
  const bar = isBarred ? SILENT : createRowProgress(streams.error, sizeOf(options.file));
  const startedMs = performance.now();
  const screened = await screenFile({
    source: { ...formOf(options), file: options.file, columns: options, input: streams.input, until: live?.signal },
    start,
    workers,
    mayRemember: setup.mayRemember,
    windowMs: options.sortedWithinMs ?? DEFAULT_WINDOW_MS,
    bytes: sizeOf(options.file),
    limit: options.limit ?? Infinity,
    rowsUpTo: rows.upTo,
    live: live ?? undefined,
    pieceBytes: options.pieceBytes,
    workerUrl: options.workerUrl,
    onPiece: async (piece, { rows: rowsSoFar, bytes, facts }) => {
      if (options.stages?.has(BEHAVIOUR.name)) requirePast(facts);
      progress.rows = rowsSoFar;
      bar.update(rowsSoFar, bytes);
      sinks.setAside?.write(piece.setAside.map((line) => describeSetAside(line, unmask)));
      await rows.take(piece.rows, rowsSoFar, facts.columns?.caller !== null);
      // The file of lines set aside must be whole, even without a reader of rows.
      return !(sinks.rowText?.gone && sinks.setAside === null);
    },
  }).finally(() => bar.stop());
  await rows.finish();
  const { tally, facts, remembers, order } = screened;
  tally.check();
  const seconds = (performance.now() - startedMs) / 1000;
  const document = describeScreening({
    file: options.file,
    facts,
    tally,
    setup: { ...setup, stages: stagesThatRead(setup, remembers, facts) },
    positiveLabels,
    isCountryGiven: options.country !== undefined,
    positiveVerdict: options.positiveVerdict ?? "flag",
    order: remembers ? { ...order, windowMs: options.sortedWithinMs ?? DEFAULT_WINDOW_MS } : null,
    performance: { seconds, workers: screened.workers },
  });
  if (facts.format === "parquet" && (options.workers ?? 1) > 1) {
    tell(["Parquet is read and screened by one thread: --workers has no effect"], streams.error);
  }
  await finish(document, sinks, rows, options, streams, live?.signal.reason === ENDED);
  return document;
}

function stagesThatRead({ stages }: ScreeningSetup, remembers: boolean, { columns }: RowSourceFacts): Set<string> {
  const hasRecords = RECORD_ROLES.some((role) => (columns?.[role] ?? null) !== null);
  const off = [...(remembers ? [] : [BEHAVIOUR.name]), ...(hasRecords ? [] : RECORD_STAGES)];
  return new Set([...stages, BEHAVIOUR.name].filter((stage) => !off.includes(stage)));
}

/** Throws `usage` if the stage behaviour was asked for without its columns. */
function requirePast({ columns, leftOut }: RowSourceFacts): void {
  const missing = (["callee", "time"] as const).filter((role) => columns?.[role] === null);
  if (missing.length === 0) return;
  const options = missing.map((role) => `--${role}`).join(" and ");
  const why = leftOut.flatMap((one) => {
    if (!missing.some((role) => role === one.role)) return [];
    return [`; column ${JSON.stringify(one.column)} was left out: ${one.why}`];
  });
  throw new RingfenceError(
    "usage",
    `--stages ${BEHAVIOUR.name}: the history of callers needs columns of callee and time; not found: ${missing.join(", ")}${why.join("")}; name one with ${options}`,
  );
}

/** Of a plain file. Opening it later reports errors. */
function sizeOf(file: string): number | null {
  if (file === "-") return null;
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

async function finish(
  document: ScreenDocument,
  sinks: Sinks,
  printed: ScreenedRows,
  options: ScreenOptions,
  streams: Streams,
  mayBeEmpty: boolean,
): Promise<void> {
  const { rows, screened, quarantined } = document;
  if (rows === 0 && !mayBeEmpty)
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: no row to screen`);
  sinks.rows?.finish();
  sinks.setAside?.finish();
  if (sinks.rowText?.gone) return;
  if (options.json || !options.quiet) {
    const text = options.json ? jsonDocument(document) : formatSummary(document, options.quarantine ?? null);
    const note = printed.note === null ? "" : `${wrap(printed.note, "").join("\n")}\n`;
    if (printed.arePrinted) await new TextOutput(streams.error).write(`\n${note}${text}`);
    else await new TextOutput(streams.output).write(printed.areMany ? `${text}${MANY_ROWS}` : text);
  }
  if (screened === 0 && rows > 0) {
    const all = quarantined === 1 ? "the only row was" : `all ${formatCount(quarantined)} rows were`;
    const reasons = Object.keys(document.quarantine).map((reason) => SET_ASIDE_REASONS[reason as SetAsideReason]);
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: ${all} set aside: ${reasons.join("; ")}`);
  }
  // A column found under a common name may mean anything: users who did not ask for it only get a note.
  const isAsked = options.label !== undefined || options.positive !== undefined;
  if (isAsked && !document.byLabel?.some(({ positive }) => positive)) {
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: no row has a label that means fraud`);
  }
}

const MANY_ROWS = `more than ${MAX_ROWS_UNASKED} rows: --rows prints them, --out FILE writes them\n`;

function nameOf(file: string): string {
  return file === "-" ? "standard input" : printable(file);
}

const HELP = `
Columns are found by common names, in upper or lower case: text, message; caller,
from; label; callee, to; time, timestamp, date; duration; answered; route; id.
With callees and times the stage behaviour is on: it goes by what each caller did
in the hours before. Up to ${MAX_ROWS_UNASKED} rows are printed, and the summary goes to standard
error then; of more the summary alone is printed, unless --rows asks for them.

Of standard input all rows are printed, each as it comes: tail -f | ringfence
screen - --out - | jq. SIGTERM ends it: what was read is screened.

Exit codes: 0 screened, whatever was found; 2 bad usage, or a file of scripts or
numbers that cannot be used; 4 nothing to screen, or --label or --positive was
given and no row has a label that means fraud; 6 rows were lost; 7 a file cannot
be read or written; 130 interrupted. What was not finished keeps its rows, in a
file that ends with .partial.`;

export function registerScreen(program: Command, streams?: Streams): void {
  const command = program
    .command("screen")
    .description("screen messages or numbers from a file (CSV, TSV, JSON Lines, Parquet), or from standard input")
    .argument("<file>", "file to screen; - for standard input");
  addScreeningOptions(addColumnOptions(command).addOption(positiveOption()), DEFAULT_MATCHER_ENGINE)
    .addOption(
      new Option("--positive-verdict <verdict>", "least verdict that counts as taken for fraud")
        .choices(POSITIVE_VERDICTS)
        .default("flag"),
    )
    .option(
      "--stages <list>",
      `stages to pass (default: ${STAGES.join(", ")}; behaviour needs columns of callee and time)`,
    )
    .option(
      "--sorted-within <time>",
      "how late rows may be, as 90s or 10m, at most an hour: they are put in order; later rows count in the present hour",
      parseWindow,
    )
    .option("--workers <count>", "threads that screen (default: as many as cores)", parseWorkers)
    .option(
      "--out <file>",
      "write the screened rows to a file (.jsonl, .csv, .tsv, also with .gz; .parquet), or with - to standard output, as JSON Lines; in .csv and .tsv an apostrophe is put before what a spreadsheet would run as a formula, " +
        "also after a semicolon or line break within a cell, where some spreadsheets begin the next cell",
    )
    .option(
      "--quarantine <file>",
      "write the lines set aside to a file (.jsonl, .csv, .tsv), numbers masked unless --unmask",
    )
    .option("--force", "overwrite files that are there, and parts that were kept of them (.partial)")
    .option("--limit <rows>", "screen the first rows only", parseLimit)
    .option("--unmask", "show callers' numbers whole")
    .option("--rows", `print the rows, also where there are more than ${MAX_ROWS_UNASKED}`)
    .option("--quiet", "no progress and no summary")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async (file: string, written: WrittenOptions) => {
      const { threshold: thresholdPermille, stages: list, sortedWithin: sortedWithinMs, ...rest } = written;
      const stages = list === undefined ? undefined : parseFileStages(list);
      const setup = withSettings({ ...rest, thresholdPermille, stages });
      await screenCommand({ ...rest, ...setup, sortedWithinMs, file }, streams);
    });
}

interface WrittenOptions extends Omit<ScreenOptions, "file" | "thresholdPermille" | "stages" | "sortedWithinMs"> {
  readonly sortedWithin?: number;
  readonly threshold?: number;
  readonly stages?: string;
  readonly settings?: string;
  readonly set: readonly string[];
}

function parseLimit(written: string): number {
  const limit = readNumber(written);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("Expected a whole number from 1 on.");
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: MINUTE_MS, h: MAX_WINDOW_MS };

/** "90s", "10m", "1h" in milliseconds. */
function parseWindow(written: string): number {
  const [, number, unit] = /^(.+)([smh])$/.exec(written.trim()) ?? [];
  const windowMs = Math.round(readNumber(number ?? "") * (UNIT_MS[unit ?? ""] ?? Number.NaN));
  if (windowMs >= 0 && windowMs <= MAX_WINDOW_MS) return windowMs;
  throw new InvalidArgumentError("Expected a time from 0s to 1h, with its unit: 90s or 10m say.");
}
