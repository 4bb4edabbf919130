/** `ringfence sweep`: a scenario along some of its parameters, with several seeds each, as a table and a page. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { commandName } from "../core/command-name.ts";
import { RingfenceError } from "../core/errors.ts";
import { counted, formatCount } from "../report/format.ts";
import { drawTable } from "../report/terminal/draw-table.ts";
import { DEFAULT_SCENARIO } from "../scenario/file.ts";
import type { Shard } from "../study/run-study.ts";
import { sweep, type SweepResult } from "../study/sweep.ts";
import { DESIGNS, type DesignName, MAX_CELLS, type PlanOptions } from "../study/sweep-plan.ts";
import { StudyDirectory } from "../study/study-directory.ts";
import { sweepTables } from "../study/page/sweep-tables.ts";
import { printable } from "../core/terminal/printable.ts";
import { lineColumns } from "./columns.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { wholeNumber } from "./numbers.ts";
import { collect, defaultWorkers, parseHours, parseSeed, parseWorkers, scenarioHelp, setOption } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { readPoints } from "./point-list.ts";
import { createRunCounter } from "./run-counter.ts";
import { shellQuote } from "./shell-quote.ts";
import { parseSeeds } from "./seed-list.ts";

interface SweepCommandOptions {
  readonly over: readonly string[];
  readonly list?: string;
  readonly design?: DesignName;
  readonly points?: number;
  readonly seeds?: readonly number[];
  readonly replications?: number;
  readonly seed?: number;
  readonly set: readonly string[];
  readonly hours?: number;
  readonly arms?: PlanOptions["arms"];
  readonly out?: string;
  readonly resume?: string | true;
  readonly shard?: Shard;
  readonly workers: number;
  readonly page: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const OVER_HELP =
  "a parameter and its values: path=a,b,c, path=low..high for designs that draw, path=low..high:steps for a grid; " +
  ":log behind a range spaces it evenly by logarithm; may be given more than once";
const DESIGN_HELP = "how points are laid: every combination, the rows of --list, or drawn";
const POINTS_HELP = "points that are drawn; of morris walks, of sobol-indices base points";
const RESUME_HELP =
  "go on with the study in a directory (that of --out if none is named): what it holds is not run again, and options that are given replace its own";
const ARMS = ["interceptionOnly", "noDefences", "withoutCrackdown"] as const;

export function registerSweep(program: Command): void {
  program
    .command("sweep")
    .description(
      "run a scenario along some of its parameters, or as it is, with several seeds each: a table and a page",
    )
    .argument("[scenario]", `a shipped scenario by name, or a .yaml file (default: ${DEFAULT_SCENARIO})`)
    .addOption(new Option("--over <path=values>", OVER_HELP).argParser(collect).default([], "none: seeds alone"))
    .option("--list <file>", "points as rows of a .csv or .jsonl file, its columns paths of parameters")
    .addOption(new Option("--design <name>", DESIGN_HELP).choices(DESIGNS))
    .option("--points <n>", POINTS_HELP, wholeNumber(1, MAX_CELLS))
    .option("--seeds <list>", "seeds that every point is run with, as 1-5 or 1,3,7-9 (default: 1-5)", parseSeeds)
    .option("--replications <n>", "the same as --seeds 1-n", wholeNumber(1, MAX_CELLS))
    .option("--seed <n>", "seed of a design that draws (default: 1)", parseSeed)
    .addOption(setOption("set a parameter for every point"))
    .option("--hours <n>", "simulated hours: --set hours=n", parseHours)
    .option("--arms <list>", `paired runs beside each: ${ARMS.join(", ")}; noDefences for loss avoided`, parseArms)
    .option("--out <dir>", "directory of the study, empty or not there yet (default: runs/sweep-<scenario>)")
    .option("--resume [dir]", RESUME_HELP)
    .option(
      "--shard <i/n>",
      "run every n-th run alone, from the i-th; others run the rest in the same --out",
      parseShard,
    )
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .option("--no-page", "write no report.html")
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no progress, and no table")
    .addHelpText("after", scenarioHelp)
    .action(sweepCommand);
}

async function sweepCommand(scenario: string | undefined, options: SweepCommandOptions): Promise<void> {
  const { json = false, quiet = false, page, workers, shard } = options;
  const resume = options.resume !== undefined;
  const directory = directoryOf(options);
  let place: string | null = null;
  const counter = createRunCounter(json || quiet ? null : process.stderr, "sweep");
  const goOnAtSignals = endOnSignals(() => {
    counter.stop();
    const again = place === null ? "" : `; ${commandName()} sweep --resume ${shellQuote(place)} goes on`;
    process.stderr.write(`ringfence: interrupted${again}\n`);
  });
  try {
    const result = await sweep({
      scenario,
      settings: settingsOf(options),
      over: options.over.length === 0 ? undefined : options.over,
      list: options.list === undefined ? undefined : readPoints(options.list),
      design: options.design,
      points: options.points,
      designSeed: options.seed,
      seeds: seedsOf(options),
      arms: options.arms,
      workers,
      directory,
      resume,
      shard,
      page,
      onPlan: (_, path) => (place = path),
      onCell: (done, total) => counter.update(done, total),
    });
    counter.stop();
    process.stdout.write(json ? jsonDocument(documentOf(result)) : render(result, { quiet, page }));
    refuseFailures(result);
  } finally {
    counter.stop();
    goOnAtSignals();
  }
}

function directoryOf({ out, resume }: SweepCommandOptions): string | undefined {
  if (typeof resume !== "string") {
    if (resume === true && out === undefined) {
      throw new RingfenceError("usage", "--resume needs the directory of a study: --resume DIR");
    }
    return out;
  }
  if (out !== undefined) throw new RingfenceError("usage", "--resume names the directory already: leave out --out");
  return StudyDirectory.open(resume).path;
}

function settingsOf({ set, hours }: SweepCommandOptions): string[] | undefined {
  if (hours !== undefined && set.some((setting) => /^\s*hours\s*=/.test(setting))) {
    throw new RingfenceError("usage", "--hours and --set hours: leave out one of them");
  }
  const all = [...set, ...(hours === undefined ? [] : [`hours=${hours}`])];
  return all.length === 0 ? undefined : all;
}

function seedsOf({ seeds, replications }: SweepCommandOptions): readonly number[] | undefined {
  if (seeds !== undefined && replications !== undefined) {
    throw new RingfenceError("usage", "--seeds and --replications both say which seeds: leave out one of them");
  }
  return replications === undefined ? seeds : Array.from({ length: replications }, (_, at) => at + 1);
}

function parseArms(written: string): PlanOptions["arms"] {
  return written.split(",").map((part) => {
    const arm = ARMS.find((name) => name === part.trim());
    if (arm === undefined) throw new InvalidArgumentError(`Expected some of ${ARMS.join(", ")}.`);
    return arm;
  });
}

export function parseShard(written: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(written.trim()) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (of !== undefined && shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new InvalidArgumentError("Expected i/n, from 1/n to n/n.");
}

/** More points than this are read in the table or on the page. */
const MOST_POINTS = 24;

function render(result: SweepResult, { quiet, page }: { readonly quiet: boolean; readonly page: boolean }): string {
  const { directory, missing, study } = result;
  const style = { width: lineColumns(process.stdout), colour: wantsColour(process.stdout) };
  const tables = quiet ? [] : sweepTables(result, MOST_POINTS).map((table) => `${drawTable(table, style)}\n`);
  const few =
    study.seeds.length < 3 && !quiet ? ["There are no intervals: of fewer than 3 seeds none can be told."] : [];
  const place = printable(directory ?? "");
  const files = `table.csv, table.parquet${page ? ", report.html" : ""}`;
  const where = missing > 0 ? "" : `Study   ${place}\n        ${files}`;
  return `${[...tables, ...few, countsOf(result), where].filter((part) => part !== "").join("\n")}\n`;
}

function countsOf({ computed, reused, failures, missing, directory }: SweepResult): string {
  const failed = failures.length === 0 ? "" : `, failed ${formatCount(failures.length)}`;
  const counts = `Runs    computed ${formatCount(computed)}, reused ${formatCount(reused)}${failed}`;
  if (missing === 0) return counts;
  return `${counts}\n${counted(missing, "run")} of other shards ${missing === 1 ? "is" : "are"} not there yet: no table so far.\nThe shard that ends last writes it; ${commandName()} sweep --resume ${shellQuote(printable(directory ?? ""))} runs the rest here.`;
}

/** Runs stand in the table. */
function documentOf({
  study,
  directory,
  points,
  importance,
  computed,
  reused,
  failures,
  missing,
}: SweepResult): object {
  const failed = failures.map(({ cell, error }) => ({ cell: cell.name, seed: cell.seed, error }));
  return { study, directory, points, importance, computed, reused, failures: failed, missing };
}

function refuseFailures({ failures, directory, table }: SweepResult): void {
  const [first] = failures;
  if (first === undefined) return;
  const { cell, error } = first;
  const what = `${failures.length} of ${table.rows.length + failures.length} runs failed and have no row in the table`;
  const again = directory === null ? "" : `; ${commandName()} sweep --resume ${shellQuote(directory)} tries them again`;
  throw new RingfenceError("noData", `${what}. ${cell.name}, seed ${cell.seed}: ${error}${again}`);
}
