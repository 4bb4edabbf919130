/** The verb `screen`: messages, numbers or recorded calls of a file, or of standard input, through the stages. */
import { statSync } from "node:fs";
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { printable } from "../../core/terminal/printable.ts";
import { loadEngines } from "../../detect/engines.ts";
import { type ColumnRequest, NAMED_ROLES } from "../../rows/choose-columns.ts";
import { CHINA } from "../../rows/country.ts";
import type { RowFormat } from "../../rows/file-format.ts";
import { guessCountry } from "../../rows/guess-country.ts";
import { DEFAULT_POSITIVE_LABELS, PositiveLabels } from "../../rows/positive-labels.ts";
import { formOf } from "../../rows/read-rows.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../../rows/row.ts";
import { describeScreening, type ScreenDocument } from "../../screen/document.ts";
import { DEFAULT_WINDOW_MS, MAX_WINDOW_MS } from "../../screen/event-clock.ts";
import type { ScreenStart } from "../../screen/piece.ts";
import { screenFile } from "../../screen/screen-file.ts";
import { scriptNames } from "../../screen/script-library.ts";
import { withSettings } from "../../screen/settings.ts";
import { loadScreening, type SetupOptions } from "../../screen/setup.ts";
import { counted, formatCount } from "../../ui/format.ts";
import type { Signal } from "../end-on-signals.ts";
import { timeIn } from "../options/numbers.ts";
import { defaultWorkers, parseWorkers } from "../options/options.ts";
import { addFileOptions, addScreeningOptions, FILE_HELP } from "../options/screening-options.ts";
import { jsonDocument, processStreams, type Streams, tell, terminalColumns, TextOutput } from "../output.ts";
import { createProgress } from "../progress.ts";
import { MAX_ROWS_PRINTED, type OutputOptions, ScreenOutputs } from "./outputs.ts";
import { formatSummary } from "./summary.ts";

/** Names of columns; default: common names. */
export interface ScreenOptions extends SetupOptions, ColumnRequest, OutputOptions {
  readonly format?: RowFormat | undefined;
  readonly encoding?: string | undefined;
  readonly header?: boolean | undefined;
  /** Separated by commas. */
  readonly positive?: string | undefined;
  /** Default: as many as there are cores. */
  readonly workers?: number | undefined;
  /** Default: ten minutes. */
  readonly sortedWithinMs?: number | undefined;
  readonly quiet?: boolean | undefined;
  /** For tests. */
  readonly workerUrl?: string | undefined;
}

/**
 * Screens a file. Rows go to `out`; without it and without `json` the first ones go to standard output, and a summary to
 * standard error. With `json` standard output gets the document. Memory does not grow with the file, except eight bytes
 * for each event of the last hours. Throws `usage`, `config` or `io` for wrong input, `noData` if there was nothing to
 * screen, or no fraud for `label` or `positive` (known results are printed first), `invariant` if rows went missing.
 */
export async function screenCommand(
  options: ScreenOptions,
  streams: Streams = processStreams(),
): Promise<ScreenDocument> {
  // A module may loop as it loads. Nothing listens to signals yet, so the system can end it.
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  const outputs = new ScreenOutputs(options, streams);
  const live = options.file === "-" ? new AbortController() : null;
  // SIGTERM ends live input: what was read is screened. A second one ends the process as the system does.
  const endInput = (): void => live!.abort(ENDED);
  const ofFiles = live === null ? (["SIGTERM"] as const) : [];
  const signals: Signal[] = outputs.mayListen ? ["SIGINT", "SIGHUP", ...ofFiles] : [];
  return outputs.keepingParts(signals, async () => {
    if (live !== null) process.once("SIGTERM", endInput);
    try {
      return await screenInto(outputs, options, streams, live);
    } finally {
      process.off("SIGTERM", endInput);
    }
  });
}

const ENDED = "ended by a signal";

async function screenInto(
  outputs: ScreenOutputs,
  options: ScreenOptions,
  streams: Streams,
  live: AbortController | null,
): Promise<ScreenDocument> {
  const positive = new PositiveLabels(options.positive ?? DEFAULT_POSITIVE_LABELS);
  const source = {
    ...formOf(options),
    file: options.file,
    columns: options,
    input: streams.input,
    until: live?.signal,
  };
  const country = options.country ?? (await guessCountry(source));
  const setup = await loadScreening({ ...options, country });
  tell(setup.remarks, streams.error);
  const bytes = sizeOf(options.file);
  const windowMs = options.sortedWithinMs ?? DEFAULT_WINDOW_MS;
  const start: ScreenStart = {
    engines: setup.engines,
    handles: setup.handles,
    normaliser: setup.normaliser?.handle ?? null,
    scripts: scriptNames(setup.library),
    rowsAs: outputs.rowsAs,
    unmask: options.unmask ?? false,
  };
  // A bar and rows would overwrite each other on one terminal.
  const isBarred = options.quiet || (live !== null && terminalColumns(streams.output) !== null);
  const bar = createProgress(isBarred ? null : streams.error, { hasEnd: bytes !== null });
  const startedMs = performance.now();
  const screened = await screenFile({
    source,
    start,
    positive,
    country,
    workers: options.workers ?? defaultWorkers(),
    mayRemember: setup.mayRemember,
    windowMs,
    bytes,
    rowsUpTo: outputs.rowsUpTo,
    live: live ?? undefined,
    workerUrl: options.workerUrl,
    onPiece: async (piece) => {
      const { rowsRead, bytesRead } = piece;
      bar.update(bytes === null || bytes === 0 ? 0 : Math.min(1, bytesRead / bytes), counted(rowsRead, "row"));
      return outputs.take(piece);
    },
  }).finally(() => bar.stop());
  await outputs.finishRows();
  screened.tally.check();
  const document = describeScreening({
    file: options.file,
    screened,
    setup,
    positive,
    country,
    isCountryGuessed: options.country === undefined && country !== CHINA,
    windowMs,
    seconds: (performance.now() - startedMs) / 1000,
  });
  await finish(document, outputs, options, streams, live?.signal.reason === ENDED);
  return document;
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
  outputs: ScreenOutputs,
  options: ScreenOptions,
  streams: Streams,
  mayBeEmpty: boolean,
): Promise<void> {
  const { rows, screened, quarantined } = document;
  if (rows === 0 && !mayBeEmpty)
    throw new RingfenceError("noData", `${nameOf(options.file)}: no data: no row to screen`);
  outputs.finishFiles();
  if (outputs.isGone) return;
  if (options.json || !options.quiet) {
    const text = options.json ? jsonDocument(document) : formatSummary(document, options.quarantine ?? null);
    const remarks = `${screened > outputs.rowsUpTo ? MANY_ROWS : ""}${outputs.areCut ? CUT_ROWS : ""}`;
    if (outputs.arePrinted) await new TextOutput(streams.error).write(`\n${remarks}${text}`);
    else await new TextOutput(streams.output).write(text);
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

const CUT_ROWS = "What ends in … is cut. Whole rows: --out FILE, or | cat\n";
const MANY_ROWS = `The first ${MAX_ROWS_PRINTED} rows are printed. All: --out FILE, or --out - for JSON Lines\n`;

function nameOf(file: string): string {
  return file === "-" ? "standard input" : printable(file);
}

const HELP = `
With callees and times the stage behaviour is on: it goes by what each caller did
in the hours before. The first ${MAX_ROWS_PRINTED} rows are printed, and the summary goes to
standard error. Of standard input all rows are printed, each as it comes:
tail -f | ringfence screen - --out - | jq. SIGTERM ends it: what was read is
screened.

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
  addScreeningOptions(addFileOptions(command, NAMED_ROLES, FILE_HELP))
    .option(
      "--sorted-within <time>",
      "how late rows may be, as 90s or 10m, at most an hour: they are put in order; later rows count in the present hour",
      timeIn(0, MAX_WINDOW_MS / 1000),
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
    .option("--unmask", "show callers' numbers whole")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async (file: string, { sortedWithin, ...rest }: WrittenOptions) => {
      const setup = withSettings(rest);
      const sortedWithinMs = sortedWithin === undefined ? undefined : sortedWithin * 1000;
      await screenCommand({ ...rest, ...setup, sortedWithinMs, file }, streams);
    });
}

interface WrittenOptions extends Omit<ScreenOptions, "file" | "sortedWithinMs"> {
  readonly sortedWithin?: number;
  readonly settings?: string;
  readonly set: readonly string[];
}
