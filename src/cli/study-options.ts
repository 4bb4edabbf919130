/** What the verbs of studies have in common: seeds, progress, and the directory that they leave. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { commandName } from "../core/command-name.ts";
import { OWN_STAGES_VARIABLE, ownStagesList } from "../detect/own-stages.ts";
import { writeWhole } from "../core/file/atomic-file.ts";
import { RunDirectory } from "../report/directory/run-directory.ts";
import type { StudyRun } from "../study/measure.ts";
import { printable } from "../core/terminal/printable.ts";
import { wholeNumber } from "./numbers.ts";
import { defaultWorkers, parseHours, parseWorkers, setOption } from "./options.ts";
import { jsonDocument } from "./output.ts";
import type { OutputRow } from "../screen/row-format.ts";
import { RowFile } from "../screen/row-file.ts";
import { MAX_SEEDS, parseSeeds, seedWords } from "./seed-list.ts";
import { shellQuote } from "./shell-quote.ts";

export interface StudyOptions {
  readonly seeds: readonly number[];
  readonly workers: number;
  readonly set: readonly string[];
  readonly hours?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const DEFAULT_SEEDS = [1, 2, 3, 4, 5];

/** Seeds and all else that is told to each study. */
export function addStudyOptions(command: Command, settings: string): Command {
  return command
    .addOption(
      new Option("--seeds <list>", "seeds, each a world of its own: 1-5, or 1,2,7")
        .argParser(parseSeeds)
        .default(DEFAULT_SEEDS, "1-5"),
    )
    .addOption(
      new Option("--replications <n>", "so many seeds, from 1 on")
        .argParser(wholeNumber(1, MAX_SEEDS))
        .conflicts("seeds"),
    )
    .addOption(setOption(settings))
    .option("--hours <n>", "simulated hours of each run", parseHours)
    .option("--workers <n>", "worker threads; never changes a result", parseWorkers, defaultWorkers())
    .option(
      "--out <dir>",
      "write document, table and page, at the end, into a directory that is empty or not there yet",
    )
    .option("--json", "print one JSON document and nothing else")
    .option("--quiet", "no line for each run");
}

/** As commander hands them out: replications stand for seeds. */
export function seedsOf({ seeds, replications }: StudyOptions & { readonly replications?: number }): readonly number[] {
  return replications === undefined ? seeds : Array.from({ length: replications }, (_, at) => at + 1);
}

/** Settings with the hours among them. */
export function settingsOf({ set, hours }: StudyOptions): string[] {
  return hours === undefined ? [...set] : [...set, `hours=${hours}`];
}

/** The command that repeats a study: `words` are those that it alone has, not quoted yet. */
export function reproduceStudy(verb: string, words: readonly string[], options: StudyOptions): string {
  const seeds = seedsOf(options);
  const settings = options.set.flatMap((setting) => ["--set", setting]);
  const hours = options.hours === undefined ? [] : ["--hours", String(options.hours)];
  const all = [...words, "--seeds", seedWords(seeds), ...hours, ...settings].map(shellQuote).join(" ");
  const stages = ownStagesList();
  const own = stages === "" ? "" : `${OWN_STAGES_VARIABLE}=${shellQuote(stages)} `;
  return `${own}${commandName()} ${verb} ${all}`;
}

/** Tells before each run how far it is, where a person may be waiting. */
export function runTeller({ json, quiet }: StudyOptions): (run: StudyRun) => void {
  const startedMs = performance.now();
  return ({ run, runs, words, seed }) => {
    if (json || quiet) return;
    const left = ((performance.now() - startedMs) / (run - 1) / 1000) * (runs - run + 1);
    const time = run === 1 ? "" : `, about ${Math.ceil(left)} s left`;
    process.stderr.write(`run ${run} of ${runs}${time}: ${printable(words)}, seed ${seed}\n`);
  };
}

export interface StudyFiles {
  /** The name of the document. */
  readonly name: string;
  readonly document: object;
  readonly rows: readonly OutputRow[];
  readonly columns: readonly string[];
  readonly page: () => string;
}

/** Claims the directory, has it filled, and takes it away again where that fails. Null where none is asked for. */
export async function withStudyDirectory<Result>(
  { out }: StudyOptions,
  act: (write: (files: StudyFiles) => void) => Promise<Result>,
): Promise<Result> {
  if (out === undefined) return act(() => {});
  const directory = RunDirectory.create(out, { id: "study" });
  const abandon = (): void => directory.abandon();
  // At a signal too: until all is known there is nothing in it.
  process.once("exit", abandon);
  try {
    return await act((files) => writeFiles(directory, files));
  } catch (error) {
    abandon();
    throw error;
  } finally {
    process.off("exit", abandon);
  }
}

function writeFiles(directory: RunDirectory, { name, document, rows, columns, page }: StudyFiles): void {
  writeWhole(join(directory.path, name), jsonDocument(document));
  const table = new RowFile(join(directory.path, "table.csv"), columns, {
    force: false,
    option: "--out",
    noun: ["row", "rows"],
  });
  table.write(rows);
  table.finish();
  directory.writePage(page());
}
