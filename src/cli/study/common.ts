/**
 * What all verbs of `ringfence study` have in common: how many seeds, how it is run and kept, how it is resumed, and
 * what stands below its tables. A verb adds what it asks, and says how its document is shown.
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { join, resolve } from "node:path";
import { z } from "zod";
import { commandName } from "../../core/command-name.ts";
import { counted } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { print, printEmphasised } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { note } from "../../core/terminal/table.ts";
import { continueLines, remark, wrap } from "../../core/terminal/wrap.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../../detect/own-stages.ts";
import { formatCount } from "../../report/format.ts";
import type { ReportTable } from "../../report/report-table.ts";
import { drawTable } from "../../report/terminal/draw-table.ts";
import { labelledLines } from "../../report/terminal/labelled-lines.ts";
import { checkModulesOf } from "../../scenario/engine-modules.ts";
import { type Setting, DEFAULT_SCENARIO, loadScenario } from "../../scenario/file.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Shard } from "../../study/cells/cell-runner.ts";
import { CellStore } from "../../study/cells/cell-store.ts";
import {
  isShard,
  runStudy,
  SHARD_WORDS,
  type Study,
  type StudyOptions,
  type StudyResult,
  type StudyVerb,
} from "../../study/study.ts";
import { lineColumns } from "../options/columns.ts";
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
import { jsonDocument, wantsColour } from "../output.ts";
import { shellQuote } from "../options/shell-quote.ts";
import { createRunCounter } from "../progress/run-counter.ts";
import { seedWords } from "../../study/seed-words.ts";
import { parseSeeds } from "./seed-list.ts";
import { addSubmitOptions, submit, SUBMIT_OPTIONS, type SubmitOptions } from "./submit.ts";
import { addSharingOptions, GentleEnd, SHARING_OPTIONS, type SharingOptions, sharingOf } from "./sharing.ts";

/** As commander hands them out. */
export interface CommonOptions extends SharingOptions {
  readonly seeds: readonly number[];
  readonly set: readonly string[];
  readonly settings?: string;
  readonly hours?: number;
  readonly out?: string;
  readonly resume?: string | true;
  readonly shard?: Shard;
  readonly workers: number;
  readonly page: boolean;
  readonly details?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What the terminal shows of a document, above what all studies say. */
export interface Shown {
  readonly tables: readonly ReportTable[];
  /** Lines that are no table: a setting to be typed. */
  readonly text?: string;
  /** How to read it. */
  readonly notes?: readonly string[];
}

export interface StudyCommand<Options extends CommonOptions, Document extends object> {
  readonly verb: string;
  readonly description: string;
  /** Seeds that are taken where none are given. */
  readonly seeds: string;
  /** What they are for. */
  readonly seedsHelp: string;
  /** Left out: one scenario. */
  readonly argument?: readonly [name: string, words: string];
  /** Adds the options that this verb alone has. */
  readonly own: (command: Command) => Command;
  readonly plan: (names: readonly string[], options: Options, how: StudyOptions) => Study<Document>;
  readonly show: (document: Document, options: Options) => Shown;
  /** In place of tables, for a document of the repository. */
  readonly markdown?: (document: Document) => string;
  /** Of options that were stated before, those that must go where these are given now. */
  readonly dropped?: (now: Stated["options"], before: Stated["options"]) => readonly string[];
  /** Where a verb has studies of two kinds: which of them the options mean, of those that a directory has. */
  readonly verbOf?: (options: Options, has: (verb: StudyVerb) => boolean) => StudyVerb;
  readonly help?: () => string;
}

/** What was typed, and what of it states the study: neither where it is kept nor how it is run. */
interface Stated {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

const RUN_OPTIONS = "out resume shard workers page details markdown json quiet allowModules"
  .split(" ")
  .concat(SHARING_OPTIONS, SUBMIT_OPTIONS);

const FIGURES_HELP = `
ringfence study --help says what each figure counts, and in which unit.
`;

const RESUME_HELP =
  "go on with the study in a directory (that of --out if none is named): what it holds is not run again, and options that are given replace its own";

/** Registers a verb of `ringfence study`. */
export function addStudy<Options extends CommonOptions, Document extends object>(
  study: Command,
  spec: StudyCommand<Options, Document>,
): void {
  const { verb, description, argument, own, help = () => "" } = spec;
  const [name, words] = argument ?? [
    "[scenario]",
    `a shipped scenario by name, or a .yaml file (default: ${DEFAULT_SCENARIO})`,
  ];
  const command = own(study.command(verb).description(description).argument(name, words));
  command.addHelpText("after", () => `${help()}${FIGURES_HELP}${scenarioHelp()}`);
  const isSubmitted = study.name() === SUBMIT;
  addStatedOptions(command, spec);
  if (isSubmitted) addSubmitOptions(command).action(() => submitAction(command, spec));
  else addRunOptions(command).action(() => studyAction(command, spec));
  PLANS.set(command, (directory, verbThere) => plannedIn(directory, command, spec, verbThere));
}

/** Below which verbs stand again, to be submitted. */
export const SUBMIT = "submit";

type Planned = (directory: string, verb: StudyVerb) => Study<object>;

/** By the command of a verb. */
const PLANS = new WeakMap<Command, Planned>();

/** The study of that verb that a directory states, as it would be gone on with. Throws as reading and planning do. */
export function studyIn(study: Command, directory: string, verb: StudyVerb): Study<object> {
  const command = study.commands.find((each) => each.name() === (verb === "coverage" ? "validate" : verb));
  if (command !== undefined) return PLANS.get(command)!(directory, verb);
  throw new RingfenceError("usage", `${directory} holds a study of another version: ${verb}`);
}

function plannedIn<Options extends CommonOptions, Document extends object>(
  directory: string,
  command: Command,
  spec: StudyCommand<Options, Document>,
  verb: StudyVerb,
): Study<object> {
  const given = { ...command.opts<Options>(), resume: directory, coverage: verb === "coverage" };
  const stated = statedBefore(command, given, directory, spec)!;
  return spec.plan(stated.arguments, { ...given, ...stated.options }, { workers: 1 });
}

/** What it asks, with what is stated where it goes on, and how much of it is there. */
async function submitAction<Options extends CommonOptions, Document extends object>(
  command: Command,
  spec: StudyCommand<Options, Document>,
): Promise<void> {
  const given = command.opts<Options & SubmitOptions>();
  const directory = directoryOf(given);
  if (directory === null) throw new RingfenceError("usage", "submit needs --out DIR: a directory that all nodes see");
  const path = resolve(directory);
  const stated = mergedWith(command, statedBefore(command, given, path, spec), spec);
  const options = { ...given, ...stated.options } as Options & SubmitOptions;
  const reproduce = commandLine(command, stated);
  let isBegun = given.resume !== undefined;
  const goOnAtSignals = endOnSignals();
  try {
    const look = async (isDry: boolean): Promise<StudyResult<Document>> => {
      const how: StudyOptions = {
        workers: 1,
        share: { mode: "look", tries: options.tries, isDry },
        page: options.page,
        directory: isDry && !CellStore.isStudy(path) ? undefined : path,
        resume: isBegun,
        reproduce,
        asked: stated,
      };
      const found = await runStudy(spec.plan(stated.arguments, options, how), how);
      isBegun = true;
      return found;
    };
    const result = await submit({ verb: spec.verb, directory: path, look }, options);
    if (result === null) return;
    const found = result as StudyResult<Document>;
    printEmphasised(process.stdout, output(spec, found, options, reproduce));
    refuseFailures(found, spec.verb);
  } finally {
    goOnAtSignals();
  }
}

function addRunOptions(command: Command): Command {
  command.option(
    "--shard <i/n>",
    "run every n-th run alone, from the i-th; others run the rest in the same --out",
    parseShard,
  );
  return addSharingOptions(command)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .option("--no-page", "write no page")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no progress, and no table");
}

/** What is asked, and where it is kept. */
function addStatedOptions(command: Command, { seeds, seedsHelp }: Pick<AnySpec, "seeds" | "seedsHelp">): Command {
  return command
    .addOption(new Option("--seeds <list>", seedsHelp).argParser(parseSeeds).default(parseSeeds(seeds), seeds))
    .addOption(settingsOption())
    .addOption(setOption("set a parameter of all runs"))
    .option("--hours <n>", "simulated hours of each run: --set hours=n", parseHours)
    .option(
      "--out <dir>",
      `directory for runs and results: empty, not there yet, or of other studies (default: runs/${command.name()}-<scenario>)`,
    )
    .option("--resume [dir]", RESUME_HELP);
}

type AnySpec = StudyCommand<never, never>;

async function studyAction<Options extends CommonOptions, Document extends object>(
  command: Command,
  spec: StudyCommand<Options, Document>,
): Promise<void> {
  const { verb } = spec;
  const given = command.opts<Options>();
  const directory = directoryOf(given);
  const stated = mergedWith(command, statedBefore(command, given, directory, spec), spec);
  const options = { ...given, ...stated.options } as Options;
  const { workers, shard, page, json = false, quiet = false } = options;
  if (json && options.markdown) throw new RingfenceError("usage", "--json or --markdown: take one of them");
  let place: string | null = null;
  const counter = createRunCounter(json || quiet ? null : process.stderr, `study ${verb}`);
  const share = sharingOf(options);
  const gentle = share === undefined ? null : new GentleEnd();
  const goOnAtSignals = endOnSignals(
    () => {
      counter.stop();
      const again = place === null ? "" : `; ${commandName()} study ${verb} --resume ${shellQuote(place)} goes on`;
      print(process.stderr, `ringfence: interrupted${again}\n`);
    },
    gentle === null ? undefined : ["SIGHUP"],
  );
  const reproduce = commandLine(command, stated);
  try {
    const how: StudyOptions = {
      workers,
      shard,
      share,
      stop: gentle?.signal,
      onCells: gentle?.watch,
      page,
      directory,
      resume: options.resume !== undefined,
      reproduce,
      asked: stated,
      onBegin: (path) => (place = path),
      onNote: (text) => {
        counter.stop();
        print(process.stderr, `Note: ${printable(text)}\n`);
      },
      onRun: ({ done, total }) => counter.update(done, total),
    };
    const result = await runStudy(spec.plan(stated.arguments, options, how), how);
    counter.stop();
    printEmphasised(process.stdout, output(spec, result, options, reproduce));
    refuseFailures(result, verb);
    gentle?.end(result.missing === 0);
  } finally {
    counter.stop();
    gentle?.close();
    goOnAtSignals();
  }
}

/** Null: one of its own below "runs". */
function directoryOf({ out, resume }: CommonOptions): string | null {
  if (typeof resume !== "string") {
    if (resume === true && out === undefined) {
      throw new RingfenceError("usage", "--resume needs the directory of a study: --resume DIR");
    }
    return out ?? null;
  }
  if (out !== undefined) throw new RingfenceError("usage", "--resume names the directory already: leave out --out");
  return CellStore.open(resume).path;
}

const statedSchema = z.object({
  asked: z.object({ arguments: z.array(z.string()), options: z.record(z.string(), z.unknown()) }),
});

/** What the directory states, where it is resumed; null where it states no such study. */
function statedBefore<Options extends CommonOptions>(
  command: Command,
  options: Options,
  directory: string | null,
  { verb, verbOf }: Pick<StudyCommand<Options, never>, "verb" | "verbOf">,
): Stated | null {
  if (options.resume === undefined || directory === null) return null;
  const has = (name: StudyVerb): boolean => CellStore.isStudy(directory, name);
  const kept = verbOf?.(options, has) ?? (verb as StudyVerb);
  if (!has(kept)) {
    if (options.resume === true || CellStore.isBegun(directory)) return null;
    throw new RingfenceError("usage", `--resume ${directory}: it holds no study of ${verb}: --out adds one to it`);
  }
  const found = statedSchema.safeParse(CellStore.open(directory).readStatement(kept));
  if (found.success) {
    const { arguments: names, options: written } = found.data.asked;
    return { arguments: names, options: readAgain(command, written, join(directory, `study-${kept}.json`)) };
  }
  const who = "a program made it, and can go on with it, or another version wrote it";
  throw new RingfenceError("config", `${directory}: study-${kept}.json states no command line: ${who}`);
}

/** Points of --list stay as they were read: the file may be gone, or another. */
const listSchema = z.object({
  file: z.string(),
  points: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

/** Options as a file states them, each read as if it were typed: somebody may have changed the file. */
function readAgain(command: Command, written: Stated["options"], file: string): Stated["options"] {
  const entries = Object.entries(written).map(([name, value]) => {
    const option = command.options.find((each) => each.attributeName() === name && !RUN_OPTIONS.includes(name));
    try {
      if (option !== undefined) return [name, readOption(option, name, value)] as const;
    } catch {
      // Whatever a damaged value leads to.
    }
    const found = `${name} ${JSON.stringify(value)?.slice(0, MAX_QUOTED)}`;
    const advice = "undo what was changed there, or remove the file and state the study anew with --out";
    throw new RingfenceError(
      "config",
      `${file}: expected options of study ${command.name()}, found ${found}: ${advice}`,
    );
  });
  checkModulesOf(file, Object.values(written).flatMap(textsIn));
  return Object.fromEntries(entries);
}

/** Texts in a value, however deep; of a key and a value "key=value". */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => {
    const texts = textsIn(inner);
    return typeof inner === "object" ? texts : texts.map((text) => `${key}=${text}`);
  });
}

const MAX_QUOTED = 80;

function readOption(option: Option, name: string, value: unknown): unknown {
  if (option.isBoolean()) return z.boolean().parse(value);
  const list = listSchema.safeParse(value);
  if (list.success) return list.data;
  const words = typedWords(name, value);
  if (option.parseArg === undefined) return z.string().parse(value);
  const first: unknown = Array.isArray(value) ? [] : undefined;
  return words.reduce((earlier, word) => option.parseArg!(word, earlier), first);
}

/** What is typed now, and for the rest what was stated before. */
function mergedWith(command: Command, before: Stated | null, { dropped }: Pick<AnySpec, "dropped">): Stated {
  const now: Stated = {
    arguments: command.args,
    options: Object.fromEntries(
      command.options
        .map((option) => option.attributeName())
        .filter((name) => !RUN_OPTIONS.includes(name) && command.getOptionValueSource(name) === "cli")
        .map((name) => [name, command.getOptionValue(name) as unknown]),
    ),
  };
  if (before === null) return now;
  const gone = dropped?.(now.options, before.options) ?? [];
  const left = Object.entries(before.options).filter(([name]) => !gone.includes(name));
  return {
    arguments: now.arguments.length > 0 ? now.arguments : before.arguments,
    options: { ...Object.fromEntries(left), ...now.options },
  };
}

/** The command that repeats the study. */
function commandLine(command: Command, { arguments: names, options }: Stated): string {
  const words = command.options.flatMap((option) => {
    const value = options[option.attributeName()];
    if (value === undefined || value === false) return [];
    if (value === true) return [option.long!];
    return typedWords(option.attributeName(), value).flatMap((word) => [option.long!, shellQuote(word)]);
  });
  const stages = ownStagesList();
  const own = stages === "" ? "" : `${OWN_STAGES_VARIABLE}=${shellQuote(stages)} `;
  return [`${own}${commandName()} study ${command.name()}`, ...names.map(shellQuote), ...words].join(" ");
}

/** A list of seeds is one word; what was read of a file goes by its name; what may be given more than once is many. */
function typedWords(name: string, value: unknown): string[] {
  if (name === "seeds" || name === "heldOut") return [seedWords(value as readonly number[])];
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  if (Array.isArray(value)) return [value.join(",")];
  if (typeof value === "object" && value !== null && "file" in value) return [String(value.file)];
  return [String(value)];
}

export function parseShard(written: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(written.trim()) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (isShard(shard)) return shard;
  throw new InvalidArgumentError(`Expected ${SHARD_WORDS}.`);
}

/** What is laid over the scenario, the hours among it. */
export function settingsOf(options: Pick<CommonOptions, "set" | "settings" | "hours">): Setting[] {
  const { set, hours } = options;
  if (hours !== undefined && set.some((setting) => /^\s*hours\s*=/.test(setting))) {
    throw new RingfenceError("usage", "--hours and --set hours: leave out one of them");
  }
  return [...allSettings(options), ...(hours === undefined ? [] : [`hours=${hours}`])];
}

/** The one scenario of a study, as it is stated. */
export function scenarioOf(names: readonly string[], options: CommonOptions, otherwise = DEFAULT_SCENARIO): Scenario {
  return loadScenario(names[0] ?? otherwise, settingsOf(options));
}

const LABEL_COLUMNS = 8;

function output<Options extends CommonOptions, Document extends object>(
  { verb, show, markdown }: StudyCommand<Options, Document>,
  result: StudyResult<Document>,
  options: Options,
  reproduce: string,
): string {
  const { document, directory, computed, reused, missing, files } = result;
  const isWhole = document !== null && missing === 0;
  if (options.json) {
    return jsonDocument(isWhole ? document : { study: verb, directory, computed, reused, missing });
  }
  if (options.markdown && isWhole && markdown !== undefined) return markdown(document);
  const style = { width: lineColumns(process.stdout), colour: wantsColour(process.stdout) };
  const { tables, text, notes = [] } = isWhole && !options.quiet ? show(document, options) : { tables: [] };
  const place = printable(directory ?? "");
  const room = lineColumns(process.stdout) - LABEL_COLUMNS;
  const again = continueLines(printable(reproduce), room);
  const names = wrap(files.join(", "), "", room).join("\n");
  const lines: [string, string][] = [
    ["Runs", countWords(result)],
    ...(isWhole ? [["Study", `${place}\n${names}`] as [string, string]] : []),
    ...(isWhole && !options.quiet ? [["Again", again] as [string, string]] : []),
  ];
  return [
    ...tables.map((table) => `${drawTable(table, style)}\n`),
    ...(text === undefined ? [] : [text]),
    ...(notes.length === 0 ? [] : [`${note(remark(notes.join("\n")), style)}\n`]),
    labelledLines(lines, LABEL_COLUMNS, style),
    ...(missing === 0 ? [] : [missingWords(verb, missing, place)]),
  ]
    .map((part) => `${part}\n`)
    .join("");
}

function countWords({ computed, reused, failures }: StudyResult<object>): string {
  const failed = failures.length === 0 ? "" : `, failed ${formatCount(failures.length)}`;
  return `computed ${formatCount(computed)}, reused ${formatCount(reused)}${failed}`;
}

function missingWords(verb: string, missing: number, place: string): string {
  return (
    `${counted(missing, "run")} of others ${missing === 1 ? "is" : "are"} not there yet: no table so far.\n` +
    `Who ends last writes it; ${commandName()} study ${verb} --resume ${shellQuote(place)} runs the rest here.`
  );
}

/** Of a study that goes on without them. */
function refuseFailures({ failures, directory, computed, reused }: StudyResult<object>, verb: string): void {
  const [first] = failures;
  if (first === undefined) return;
  const { variant, seed, error } = first;
  const what = `${failures.length} of ${computed + reused + failures.length} runs failed and have no row in the table`;
  const again =
    directory === null ? "" : `; ${commandName()} study ${verb} --resume ${shellQuote(directory)} tries them again`;
  throw new RingfenceError("noData", `${what}. ${variant}, seed ${seed}: ${error}${again}`);
}

/** What a reader must know of so few seeds, or else what is to be said of `enough` of them. */
export function seedsNote(seeds: number, enough: string): string {
  return seeds < 2 ? "One seed is one world: no interval, and nothing can be told. Take five seeds or more." : enough;
}
