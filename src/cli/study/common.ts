/** What all verbs of `ringfence study` share: options, running and keeping, and what is printed. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { commandName } from "../../core/program.ts";
import { RingfenceError } from "../../core/errors.ts";
import { print, printEmphasised } from "../../core/terminal/print.ts";
import { displayWidth } from "../../core/terminal/display-width.ts";
import { printable } from "../../core/terminal/printable.ts";
import { note, type Style } from "../../core/terminal/table.ts";
import { COLUMNS, continueLines, remark, wrap } from "../../core/terminal/wrap.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../../detect/own-stages.ts";
import { formatCount } from "../../ui/format.ts";
import type { ReportTable } from "../../ui/table.ts";
import { en, type Text } from "../../ui/words.ts";
import { drawTable, labelledLines } from "../../ui/terminal.ts";
import { type Setting, DEFAULT_SCENARIO, loadScenario } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Shard } from "../../study/cells/cell-runner.ts";
import type { StudyPage } from "../../study/page/study-page.ts";
import { runStudy, type Study, type StudyOptions, type StudyResult } from "../../study/study.ts";
import { endOnSignals } from "../end-on-signals.ts";
import {
  allSettings,
  defaultWorkers,
  parseHours,
  parseWorkers,
  scenarioHelp,
  setOption,
  settingsOption,
} from "../options/options.ts";
import { jsonDocument, lineColumns, wantsColour } from "../output.ts";
import { shellQuote } from "../options/shell-quote.ts";
import { createProgress } from "../progress.ts";
import { seedWords } from "../../study/seeds.ts";
import { LEADING_FIGURES } from "../../study/figures.ts";
import { parseSeeds } from "./seed-list.ts";

export interface CommonOptions {
  readonly seeds: readonly number[];
  readonly set: readonly string[];
  readonly settings?: string;
  readonly hours?: number;
  readonly out?: string;
  readonly shard?: Shard;
  readonly workers: number;
  readonly page: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface StudyCommand<Options extends CommonOptions, Document extends object> {
  readonly verb: string;
  readonly description: string;
  /** Default seeds. */
  readonly seeds: string;
  readonly seedsHelp: string;
  /** Default: one scenario. */
  readonly argument?: readonly [name: string, words: string];
  readonly own: (command: Command) => Command;
  readonly plan: (names: readonly string[], options: Options, how: StudyOptions) => Study<Document>;
  readonly help?: string;
}

/** Options that change no result and are not repeated. */
const RUN_OPTIONS = "out shard workers page json quiet allowModules".split(" ");

export function addStudy<Options extends CommonOptions, Document extends object>(
  study: Command,
  spec: StudyCommand<Options, Document>,
): void {
  const { verb, description, argument, own, help = "" } = spec;
  const [name, words] = argument ?? [
    "[scenario]",
    `a shipped scenario by name, or a .yaml file (default: ${DEFAULT_SCENARIO})`,
  ];
  const command = own(study.command(verb).description(description).argument(name, words));
  const figures = "\nringfence study --help says what each figure counts, and in which unit.\n";
  command.addHelpText("after", () => `${help}${figures}${scenarioHelp()}`);
  addCommonOptions(command, spec).action(() => studyAction(command, spec));
}

function addCommonOptions(
  command: Command,
  { seeds, seedsHelp }: { readonly seeds: string; readonly seedsHelp: string },
): Command {
  return command
    .addOption(new Option("--seeds <list>", seedsHelp).argParser(parseSeeds).default(parseSeeds(seeds), seeds))
    .addOption(settingsOption())
    .addOption(setOption("set a parameter of all runs"))
    .option("--hours <n>", "simulated hours of each run: --set hours=n", parseHours)
    .option(
      "--out <dir>",
      `directory for runs and results: runs that it has are not repeated (default: runs/${command.name()}-<scenario>)`,
    )
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .option("--no-page", "write no page")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no progress");
}

/** For verbs whose runs are known from the start. */
export function shardOption(): Option {
  return new Option(
    "--shard <i/n>",
    "only every n-th run, from the i-th on, in the same --out as other parts; without --shard the table is made",
  ).argParser(parseShard);
}

export function heldOutOption(seeds: string): Option {
  return new Option("--held-out <list>", "seeds on which it is judged, none of them in --seeds")
    .argParser(parseSeeds)
    .default(parseSeeds(seeds), seeds);
}

export function figuresOption(): Option {
  return new Option(
    "--figures <list>",
    `figures of tables and page, separated by commas, with the paired runs that they need (default: ${LEADING_FIGURES.join(", ")})`,
  ).argParser((written: string, earlier: readonly string[] | undefined) => [
    ...(earlier ?? []),
    ...written.split(",").map((part) => part.trim()),
  ]);
}

async function studyAction<Options extends CommonOptions, Document extends object>(
  command: Command,
  spec: StudyCommand<Options, Document>,
): Promise<void> {
  const { verb } = spec;
  const options = command.opts<Options>();
  const { workers, shard, out, page, json = false, quiet = false } = options;
  let place: string | null = null;
  const progress = createProgress(json || quiet ? null : process.stderr, { lead: `study ${verb}` });
  const goOnAtSignals = endOnSignals(() => {
    progress.stop();
    print(
      process.stderr,
      `ringfence: interrupted${place === null ? "" : `; the same command with --out ${shellQuote(place)} goes on`}\n`,
    );
  });
  const reproduce = commandLine(command);
  try {
    const how: StudyOptions = {
      workers,
      page,
      directory: out ?? null,
      reproduce,
      onBegin: (path) => (place = path),
      onRun: (done, total) => progress.update(done / total, `${formatCount(done)} of ${formatCount(total)} runs`),
    };
    const result = await runStudy(spec.plan(command.args, options, how), { ...how, shard });
    progress.stop();
    const { document, directory, computed, reused } = result;
    const text = json
      ? jsonDocument(document ?? { study: verb, directory, computed, reused })
      : output(result, reproduce);
    printEmphasised(process.stdout, text);
  } finally {
    progress.stop();
    goOnAtSignals();
  }
}

function commandLine(command: Command): string {
  const words = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (RUN_OPTIONS.includes(name) || command.getOptionValueSource(name) !== "cli") return [];
    const value: unknown = command.getOptionValue(name);
    if (typeof value === "boolean") return [option.long!];
    return typedWords(name, value).flatMap((word) => [option.long!, shellQuote(word)]);
  });
  const stages = ownStagesList();
  const own = stages === "" ? "" : `${OWN_STAGES_VARIABLE}=${shellQuote(stages)} `;
  return [`${own}${commandName()} study ${command.name()}`, ...command.args.map(shellQuote), ...words].join(" ");
}

/** A list of seeds is one word; data read from a file goes by the file's name; a repeated option is many words. */
function typedWords(name: string, value: unknown): string[] {
  if (name === "seeds" || name === "heldOut") return [seedWords(value as readonly number[])];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  if (Array.isArray(value)) return [value.join(",")];
  if (typeof value === "object" && value !== null && "file" in value) return [String(value.file)];
  return [String(value)];
}

function parseShard(written: string): Shard {
  const [, index, of] = (/^(\d{1,9})\/(\d{1,9})$/.exec(written.trim()) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError("Expected i/n, from 1/n to n/n.");
}

/** Settings over the scenario, with the hours. */
export function settingsOf(options: Pick<CommonOptions, "set" | "settings" | "hours">): Setting[] {
  const { set, hours } = options;
  if (hours !== undefined && set.some((setting) => /^\s*hours\s*=/.test(setting))) {
    throw new RingfenceError("usage", "--hours and --set hours: leave out one of them");
  }
  return [...allSettings(options), ...(hours === undefined ? [] : [`hours=${hours}`])];
}

export function scenarioOf(names: readonly string[], options: CommonOptions): Scenario {
  return loadScenario(names[0] ?? DEFAULT_SCENARIO, settingsOf(options));
}

const LABEL_COLUMNS = 8;

function output(result: StudyResult<object | null>, reproduce: string): string {
  const { page, directory, computed, reused, files } = result;
  const style = { colour: wantsColour(process.stdout) };
  const room = lineColumns(process.stdout) - LABEL_COLUMNS;
  const runs: [string, string] = ["Runs", `computed ${formatCount(computed)}, reused ${formatCount(reused)}`];
  if (page === null) {
    const advice = "The same command without --shard runs what is missing, and makes the table.";
    return `${labelledLines([runs], LABEL_COLUMNS, style)}\n${advice}\n`;
  }
  const names = wrap(files.join(", "), "", room).join("\n");
  const lines: [string, string][] = [
    runs,
    ["Study", `${printable(directory ?? "")}\n${names}`],
    ["Again", continueLines(printable(`${reproduce} --out ${shellQuote(directory ?? "")}`), room)],
  ];
  return `${viewOf(page, style)}\n${labelledLines(lines, LABEL_COLUMNS, style)}\n`;
}

/** More rows are in the files. */
const MOST_ROWS = 40;
const HEAD_COLUMNS = 12;

/** What the page shows, but charts and what is folded there. */
function viewOf({ number, text, caveats, sections }: StudyPage, style: Style): string {
  const parts = sections
    .filter(({ isFolded = false }) => !isFolded)
    .flatMap(({ text: own, tables = [], facts = [] }) => [
      ...tables.map((table) => drawTable(shortened(table), style)),
      ...(own === undefined ? [] : [remark(en(own))]),
      ...(facts.length === 0
        ? []
        : [
            labelledLines(
              facts.map(([name, value]) => [en(name), en(value)]),
              12,
              style,
            ),
          ]),
    ]);
  const said = [...(number === undefined ? [] : [`${en(number)}.`]), text, ...caveats.filter((each) => each !== null)];
  return [...parts, note(remark(said.map(en).join("\n")), style)].map((part) => `${part}\n`).join("\n");
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
  return en(text)
    .split("\n")
    .flatMap((line) => wrap(line, "", columns, true))
    .join("\n");
}
