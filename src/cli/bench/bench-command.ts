/** What all kinds of bench share on the command line: options, progress, the result printed and kept. */
import { basename, join } from "node:path";
import { type Command, Option } from "commander";
import { type BenchOptions, type Findings, type Measured, runBench } from "../../../bench/harness/bench.ts";
import { renderBenchPage } from "../../../bench/harness/page.ts";
import { statedEngines } from "../../../bench/harness/chosen-engines.ts";
import { renderBench } from "../../../bench/harness/render.ts";
import { BENCH_SIZES, type BenchKind, type BenchResult } from "../../../bench/harness/result.ts";
import { loadEngines } from "../../detect/engines.ts";
import { RingfenceError } from "../../core/errors.ts";
import { writeWhole } from "../../core/file/atomic-file.ts";
import { counted } from "../../ui/format.ts";
import { Interrupted } from "../../core/module/interruptible.ts";
import { checkSettings } from "../../scenario/file.ts";
import { print } from "../../core/terminal/print.ts";
import { printable } from "../../core/terminal/printable.ts";
import { RunDirectory } from "../../report/directory/run-directory.ts";
import { endOnSignals, onceAt } from "../end-on-signals.ts";
import {
  allSettings,
  DEFAULT_SEED,
  type Flags,
  parseSeed,
  setOption,
  settingsOption,
  type SettingOptions,
} from "../options/options.ts";
import { printResult } from "../output.ts";
import { sayer } from "../progress.ts";
import { typedLine } from "../options/typed-line.ts";

/** Options that change nothing that is measured. */
const NOT_REPEATED = ["out", "json", "quiet"];

interface CommonOptions extends SettingOptions, Flags<"json" | "quiet">, Pick<BenchOptions, "size" | "seed"> {
  readonly out?: string;
}

interface BenchVerb<Options> {
  readonly kind: BenchKind;
  readonly description: string;
  /** `options`: what the user gave, and `onProgress`. */
  readonly measure: (options: Options & SettingOptions) => Promise<Findings>;
  /** True if it ends by itself at a signal, with what it has finished by then. */
  readonly keepsFinished?: boolean;
}

export function addBench<Options extends BenchOptions>(parent: Command, verb: BenchVerb<Options>): Command {
  const command = parent
    .command(verb.kind)
    .description(verb.description)
    .addOption(new Option("--size <size>", "smoke does less, to see that it runs").choices(BENCH_SIZES).default("full"))
    .option("--seed <n>", "seed of the inputs", parseSeed, DEFAULT_SEED)
    .option("--out <dir>", "a new or empty directory (default: runs/bench-<kind>, with -2, -3 ... where that exists)")
    .addOption(settingsOption("a YAML file of parameters to lay over the scenario, and over screening, below --set"))
    .addOption(setOption("set a parameter of the scenario, or of screening, as in blocklist.engine=./mine.mjs"))
    .option("--json", "print the result as one JSON document and nothing else")
    .option("--quiet", "do not say what is being measured")
    .addHelpText("after", "\nWith the exit codes 3 and 5 the result is still written, with 4 if there is one.");
  return command.action(async (options: CommonOptions & Options) => {
    const makeDirectory = (): RunDirectory => RunDirectory.create(options.out, { id: `bench-${verb.kind}` });
    // Before anything is measured: a directory that is taken, or cannot be made, would cost minutes. It only stays with
    // a result.
    makeDirectory().abandon();
    const over = allSettings(options);
    checkSettings(over);
    const asked = { ...options, over, onProgress: sayer("measuring", options) };
    await loadEngines(statedEngines(over));
    const stop = new AbortController();
    // Elsewhere the signal itself ends the process, also while this thread is busy for long, or users' code loops.
    const goOnAtSignals = verb.keepsFinished ? stopAtSignal(stop) : () => {};
    const told = typedLine(command, (option) => !NOT_REPEATED.includes(option), `bench ${verb.kind}`);
    const running = runBench(verb.kind, verb.measure, { ...asked, signal: stop.signal }, told);
    const measured = await running.finally(goOnAtSignals);
    const { result, missed, untold } = measured;
    let kept = "";
    try {
      kept = keep(measured, makeDirectory());
    } finally {
      // Also if it cannot be kept: it took minutes.
      printResult(options, result, (style) => `${renderBench(measured, style)}\n${kept}`);
    }
    if (stop.signal.aborted) throw new Interrupted("interrupted");
    if (!result.valid)
      throw new RingfenceError("invalid", options.json ? result.problems.join("; ") : shownAbove(result));
    if (missed !== null) throw new RingfenceError("regression", missed);
    if (untold !== null) throw new RingfenceError("noData", untold);
  });
}

/** The first Ctrl-C ends it with what is finished; the next ends it at once. */
function stopAtSignal(stop: AbortController): () => void {
  let goOn = onceAt(["SIGINT"], () => {
    stop.abort();
    print(process.stderr, "ending, with what is finished; once more ends at once\n");
    goOn = endOnSignals();
  });
  return () => goOn();
}

/** The printed figures show the problems; a document shows them to nobody. */
function shownAbove({ problems }: BenchResult): string {
  const found = counted(problems.length, "problem, which stands", "problems, which stand");
  return `these figures must not be used: ${found} above them`;
}

/** Returns lines that say where. */
function keep(measured: Measured, directory: RunDirectory): string {
  const path = join(directory.path, "bench.json");
  try {
    writeWhole(path, `${JSON.stringify(measured.result, null, 2)}\n`);
  } catch (error) {
    directory.abandon();
    throw error;
  }
  const page = basename(directory.writePage(renderBenchPage(measured)));
  return `  result: ${printable(path)}\n  page: ${page}, in the same directory\n`;
}
