/** The verb `screen`: messages, numbers or recorded calls of a file, or of standard input, through the stages. */
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { fileSize } from "../../core/file/bounded-file.ts";
import { printable } from "../../core/terminal/printable.ts";
import { loadEngines } from "../../detect/engines.ts";
import { NAMED_ROLES } from "../../rows/choose-columns.ts";
import { CHINA } from "../../rows/country.ts";
import { guessCountry } from "../../rows/guess-country.ts";
import { PositiveLabels } from "../../rows/positive-labels.ts";
import { formOf } from "../../rows/read-rows.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../../rows/row.ts";
import { describeScreening, type ScreenDocument } from "../../screen/document.ts";
import { DEFAULT_WINDOW_MS, MAX_WINDOW_MS } from "../../screen/event-clock.ts";
import { screenFile, type ScreenedPiece } from "../../screen/screen-file.ts";
import { scriptNames } from "../../screen/script-library.ts";
import { type GivenSettings, withSettings } from "../../screen/settings.ts";
import { loadScreening, type SetupOptions } from "../../screen/setup.ts";
import { counted, formatCount } from "../../ui/format.ts";
import { onceAt } from "../end-on-signals.ts";
import { timeIn } from "../options/numbers.ts";
import { defaultWorkers, type Flags, parseWorkers } from "../options/options.ts";
import { addFileOptions, addScreeningOptions, FILE_HELP, type FileOptions } from "../options/screening-options.ts";
import { jsonDocument, processStreams, type Streams, tell, terminalColumns } from "../output.ts";
import { createProgress } from "../progress.ts";
import { MAX_ROWS_PRINTED, type OutputOptions, ScreenOutputs } from "./outputs.ts";
import { formatSummary } from "./summary.ts";

export interface ScreenOptions
  extends SetupOptions, FileOptions, OutputOptions, Pick<GivenSettings, "settings" | "set">, Flags<"quiet"> {
  /** Default: as many as there are cores. */
  readonly workers?: number;
  /** In seconds; default: ten minutes. */
  readonly sortedWithin?: number;
}

/**
 * Screens a file. Rows go to `out`; without it and without `json` the first ones go to standard output, and a summary to
 * standard error. With `json` standard output gets the document. Memory does not grow with the file, except eight bytes
 * for each event of the last hours. Throws `usage`, `config` or `io` for wrong input, `noData` if there was nothing to
 * screen, or no fraud for `label` or `positive` (known results are printed first), `invariant` if rows went missing.
 */
export async function screenCommand(typed: ScreenOptions, streams = processStreams()): Promise<ScreenDocument> {
  const options = { ...typed, ...withSettings(typed) };
  // A module may loop as it loads. Nothing listens to signals yet, so the system can end it.
  await loadEngines({ blocklist: options.blocklistEngine, matcher: options.engine });
  const outputs = new ScreenOutputs(options, streams);
  if (options.file !== "-") return outputs.keepingParts(undefined, () => screenInto(outputs, options, streams));
  const live = new AbortController();
  return outputs.keepingParts(["SIGINT", "SIGHUP"], () => {
    // SIGTERM ends live input: what was read is screened. A second one ends the process as the system does.
    const goOnAtSignal = onceAt(["SIGTERM"], () => live.abort(ENDED));
    return screenInto(outputs, options, streams, live).finally(goOnAtSignal);
  });
}

const ENDED = "ended by a signal";

async function screenInto(outputs: ScreenOutputs, options: ScreenOptions, streams: Streams, live?: AbortController) {
  const { input, output, error } = streams;
  const { file, unmask = false, workers = defaultWorkers() } = options;
  const { rowsAs, rowsUpTo } = outputs;
  const positive = new PositiveLabels(options.positive);
  const source = { ...formOf(options), file, columns: options, input, until: live?.signal };
  const country = options.country ?? (await guessCountry(source));
  const isCountryGuessed = options.country === undefined && country !== CHINA;
  const setup = await loadScreening({ ...options, country });
  tell(setup.remarks, error);
  const bytes = live === undefined ? fileSize(file) : null;
  const windowMs = options.sortedWithin === undefined ? DEFAULT_WINDOW_MS : options.sortedWithin * 1000;
  const { engines, handles, mayRemember } = setup;
  const [normaliser, scripts] = [setup.normaliser?.handle ?? null, scriptNames(setup.library)];
  const start = { engines, handles, normaliser, scripts, rowsAs, unmask };
  // A bar and rows would overwrite each other on one terminal.
  const isBarred = options.quiet || (live !== undefined && terminalColumns(output) !== null);
  const bar = createProgress(isBarred ? null : error, { hasEnd: bytes !== null });
  const onPiece = async (piece: ScreenedPiece): Promise<boolean> => {
    bar.update(bytes ? Math.min(1, piece.bytesRead / bytes) : 0, counted(piece.rowsRead, "row"));
    return outputs.take(piece);
  };
  const how = { workers, mayRemember, windowMs, bytes, rowsUpTo, live };
  const startedMs = performance.now();
  const screened = await screenFile({ source, start, positive, country, onPiece, ...how }).finally(() => bar.stop());
  screened.tally.check();
  const seconds = (performance.now() - startedMs) / 1000;
  const found = { screened, country, isCountryGuessed, seconds };
  const document = describeScreening({ file, setup, positive, windowMs, ...found });
  await finish(document, outputs, options, live?.signal.reason === ENDED);
  return document;
}

async function finish(document: ScreenDocument, outputs: ScreenOutputs, options: ScreenOptions, mayBeEmpty: boolean) {
  const { file, json, quiet, quarantine, label, positive } = options;
  const { rows, screened, quarantined, byLabel } = document;
  const where = file === "-" ? "standard input" : printable(file);
  const noData = (why: string) => new RingfenceError("noData", `${where}: no data: ${why}`);
  if (rows === 0 && !mayBeEmpty) throw noData("no row to screen");
  await outputs.finish();
  if (outputs.isGone) return;
  if (json) await outputs.summarise(jsonDocument(document), screened);
  else if (!quiet) await outputs.summarise(formatSummary(document, quarantine ?? null), screened);
  if (screened === 0 && rows > 0) {
    const all = quarantined === 1 ? "the only row was" : `all ${formatCount(quarantined)} rows were`;
    const reasons = Object.keys(document.quarantine).map((reason) => SET_ASIDE_REASONS[reason as SetAsideReason]);
    throw noData(`${all} set aside: ${reasons.join("; ")}`);
  }
  // A column found under a common name may mean anything: users who did not ask for it only get a note.
  const isAsked = label !== undefined || positive !== undefined;
  if (isAsked && !byLabel?.some((one) => one.positive)) throw noData("no row has a label that means fraud");
}

const HELP = `
With callees and times the stage behaviour is on: it goes by what each caller did
in the hours before. The first ${MAX_ROWS_PRINTED} rows are printed, and the summary goes to
standard error. Of standard input all rows are printed, each as it comes:
tail -f | ringfence screen - --out - | jq. SIGTERM ends the input.

Exit code 4: nothing to screen, or --label or --positive was given and no row has
a label that means fraud. What was not finished keeps its rows, in a file that
ends with .partial.`;

const OUT_HELP =
  "write the screened rows to a file (.jsonl, .csv, .tsv, also with .gz; .parquet), or with - to standard output, as " +
  "JSON Lines; in .csv and .tsv an apostrophe is put before what a spreadsheet would run as a formula";

export function registerScreen(program: Command, streams?: Streams): void {
  const command = program
    .command("screen")
    .description("screen messages or numbers from a file (CSV, TSV, JSON Lines, Parquet), or from standard input")
    .argument("<file>", "file to screen; - for standard input");
  addScreeningOptions(addFileOptions(command, NAMED_ROLES, FILE_HELP))
    .option("--sorted-within <time>", "rows so late are put in order (default: 10m)", timeIn(0, MAX_WINDOW_MS / 1000))
    .option("--workers <count>", "threads that screen (default: as many as cores)", parseWorkers)
    .option("--out <file>", OUT_HELP)
    .option("--quarantine <file>", "write the lines set aside to a file (.jsonl, .csv, .tsv), numbers masked")
    .option("--force", "overwrite files that are there, and parts that were kept of them (.partial)")
    .option("--unmask", "show callers' numbers whole, also of the lines set aside")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print one JSON document and nothing else")
    .addHelpText("after", HELP)
    .action(async (file: string, options: Omit<ScreenOptions, "file">) => {
      await screenCommand({ ...options, file }, streams);
    });
}
