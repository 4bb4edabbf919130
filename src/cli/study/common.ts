/** What all verbs of `ringfence study` share: options, running and keeping, and what is printed. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { z } from "zod";
import { displayWidth } from "../../core/terminal/display-width.ts";
import { printable } from "../../core/terminal/printable.ts";
import { note, type Style } from "../../core/terminal/table.ts";
import { COLUMNS, continueLines, remark, wrap } from "../../core/terminal/wrap.ts";
import { formatCount } from "../../ui/format.ts";
import type { ReportTable } from "../../ui/table.ts";
import { en, type Text } from "../../ui/words.ts";
import { drawTable, labelledLines } from "../../ui/terminal.ts";
import { loadScenario } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Shard } from "../../study/cells/cell-runner.ts";
import { keepsRuns } from "../../study/cells/cell-store.ts";
import { LEADING_FIGURES } from "../../study/figures.ts";
import type { StudyPage } from "../../study/page/study-page.ts";
import { runStudy, type Study, type StudyOptions, type StudyResult } from "../../study/study.ts";
import { readRun } from "../options/numbers.ts";
import { addRunSettings, allSettings, extendList, type Flags, type RunSettings } from "../options/options.ts";
import { shellQuote, typedLine } from "../options/typed-line.ts";
import { printResult } from "../output.ts";
import { withProgress } from "../progress.ts";

export interface CommonOptions extends RunSettings, Flags<"json" | "quiet"> {
  readonly seeds: string;
  readonly out?: string;
  readonly shard?: Shard;
  readonly figures?: string;
  readonly page: boolean;
}

export type How = StudyOptions & { readonly seeds: number[] };

/** A verb of `study` as it is described. */
interface StudyCommand<Options extends CommonOptions, Document extends object> {
  readonly verb: string;
  /** Of its document. */
  readonly schema: z.ZodType<Document>;
  readonly description: string;
  /** Default seeds. */
  readonly seeds: string;
  readonly seedsHelp: string;
  readonly own?: (command: Command) => Command;
  readonly plan: (names: readonly string[], options: Options, how: How) => Study<Document>;
  readonly help?: string;
  /** Throws where the result, which is kept, does not answer what was asked. */
  readonly check?: (document: Document) => void;
}

export interface StudyVerb {
  readonly verb: string;
  readonly schema: z.ZodType;
  readonly addTo: (study: Command) => void;
}

const OUT_HELP = "directory for runs and results: runs that it has are not repeated";

export function studyVerb<Options extends CommonOptions, Document extends object>(
  spec: StudyCommand<Options, Document>,
): StudyVerb {
  const { verb, schema, description, own, seeds, seedsHelp, help = "" } = spec;
  const addTo = (study: Command): void => {
    const command = study.command(verb).description(description);
    own?.(command);
    command
      .addHelpText("after", `${help}\nringfence study --help says what each figure counts, and in which unit.`)
      .addOption(seedsOption("--seeds <list>", seedsHelp, seeds));
    addRunSettings(command)
      .option("--out <dir>", `${OUT_HELP} (default: runs/${verb}-<scenario>)`)
      .option("--no-page", "write no page")
      .option("--json", "print one JSON document and nothing else")
      .option("--quiet", "no progress")
      .action(() => studyAction(command, spec));
  };
  return { verb, schema, addTo };
}

const MAX_SEEDS = 10_000;

/** "1-4" or "3,7,101-108", in typed order; the study refuses seeds that are there twice, or out of range. */
export function parseSeeds(written: string): number[] {
  const seeds = written.split(",").flatMap((part) => readRun(part, MAX_SEEDS) ?? Number.NaN);
  if (!seeds.includes(Number.NaN) && seeds.length <= MAX_SEEDS) return seeds;
  const expected = "whole numbers or runs of them, as in 1-4 or 3,7,101-108";
  throw new InvalidArgumentError(`Expected ${expected}, of at most ${MAX_SEEDS} seeds.`);
}

/** Checked when it is read, and kept as it was typed. */
export function seedsOption(flags: string, words: string, usual: string): Option {
  return new Option(flags, words).argParser((written: string) => (parseSeeds(written), written)).default(usual);
}

/** For verbs whose runs are known from the start. */
export const SHARD = new Option("--shard <i/n>", "each n-th run, from the i-th on, in one --out").argParser(parseShard);

function parseShard(written: string): Shard {
  const [, index, of] = (/^(\d{1,9})\/(\d{1,9})$/.exec(written.trim()) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError("Expected i/n, from 1/n to n/n.");
}

const FIGURES_HELP = `figures of tables and page, separated by commas (default: ${LEADING_FIGURES.join(", ")})`;
export const FIGURES = new Option("--figures <list>", FIGURES_HELP).argParser(extendList);

export function listOf(written: string | undefined): string[] | undefined {
  return written?.split(",").map((part) => part.trim());
}

export function scenarioOf([name]: readonly string[], options: CommonOptions): Scenario {
  return loadScenario(name!, allSettings(options));
}

/** Options that change no result and are not repeated. */
const RUN_OPTIONS = ["out", "shard", "workers", "page", "json", "quiet"];

async function studyAction<Options extends CommonOptions, Document extends object>(
  command: Command,
  spec: StudyCommand<Options, Document>,
): Promise<void> {
  const { verb } = spec;
  const options = command.opts<Options>();
  const { workers, shard, out, page, json, quiet } = options;
  const reproduce = typedLine(command, (option) => !RUN_OPTIONS.includes(option), `study ${verb}`);
  let place: string | null = null;
  const interrupted = () =>
    place === null || !keepsRuns(place) ? "" : `; the same command with --out ${shellQuote(place)} goes on`;
  const result = await withProgress({ json, quiet, lead: `study ${verb}`, interrupted }, (progress) => {
    const how: How = {
      workers,
      page,
      reproduce,
      seeds: parseSeeds(options.seeds),
      directory: out ?? null,
      onBegin: (path) => (place = path),
      onRun: (done, total) => progress.update(done / total, `${formatCount(done)} of ${formatCount(total)} runs`),
    };
    return runStudy(spec.plan(command.processedArgs.flat() as string[], options, how), { ...how, shard });
  });
  const { document, directory, computed, reused } = result;
  const stated = document ?? { study: verb, directory, computed, reused };
  printResult(options, stated, (style) => wordsOf(result, reproduce, style));
  if (document !== null) spec.check?.(document);
}

const LABEL_COLUMNS = 8;

function wordsOf(
  { page, directory, computed, reused, files }: StudyResult<object | null>,
  reproduce: string,
  style: Style & { readonly width: number },
): string {
  const runs: [string, string] = ["Runs", `computed ${formatCount(computed)}, reused ${formatCount(reused)}`];
  if (page === null) {
    const advice = "The same command without --shard runs what is missing, and makes the table.";
    return `${labelledLines([runs], LABEL_COLUMNS, style)}\n${advice}\n`;
  }
  const room = style.width - LABEL_COLUMNS;
  const place = directory ?? "";
  const lines: [string, string][] = [
    runs,
    ["Study", [printable(place), ...wrap(files.join(", "), "", room)].join("\n")],
    ["Again", continueLines(printable(`${reproduce} --out ${shellQuote(place)}`), room)],
  ];
  return `${viewOf(page, style)}\n${labelledLines(lines, LABEL_COLUMNS, style)}\n`;
}

/** More rows are in the files. */
const MOST_ROWS = 40;
const HEAD_COLUMNS = 12;

/** What the page shows, but charts and what is folded there. */
function viewOf({ facts, number, text, caveats, sections }: StudyPage, style: Style): string {
  const parts = sections.flatMap(({ text: own, tables = [] }) => [
    ...tables.map((table) => drawTable(shortened(table), style)),
    ...(own === undefined ? [] : [remark(en(own))]),
  ]);
  const said = [...(number === undefined ? [] : [`${en(number)}.`]), text, ...caveats.filter((each) => each !== null)];
  return [...parts, note(remark([facts, ...said].map(en).join("\n")), style)].map((part) => `${part}\n`).join("\n");
}

/** The first rows, with heads in lines, and names as wide as the figures leave room. */
function shortened({ head, rows, notes = [] }: ReportTable): ReportTable {
  const heads = head.map((cell) => wrapped(cell, HEAD_COLUMNS));
  const shown = rows.slice(0, MOST_ROWS);
  const cut = rows.length > MOST_ROWS ? [`The first ${MOST_ROWS} of ${rows.length} rows.`] : [];
  const widthOf = (at: number): number =>
    Math.max(...[heads, ...shown].flatMap((cells) => en(cells[at]!).split("\n").map(displayWidth)));
  const room = COLUMNS - 2 - heads.slice(1).reduce((sum, _, at) => sum + widthOf(at + 1) + 2, 0);
  const named = shown.map(([name, ...cells]) => [wrapped(name!, Math.max(HEAD_COLUMNS, room)), ...cells]);
  return { head: heads, rows: named, notes: [...notes, ...cut] };
}

function wrapped(text: Text, columns: number): string {
  return wrap(en(text), "", columns, true).join("\n");
}
