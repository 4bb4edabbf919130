/** `ringfence bench`: measures speed, one kind of bench a subcommand (bench/), and judges what was measured. */
import { type Command, Option } from "commander";
import { chosenModel } from "../../../bench/harness/chosen-engines.ts";
import { ARRIVALS } from "../../../bench/harness/latency/arrivals.ts";
import type { RecordedFile } from "../../../bench/harness/recorded.ts";
import { MICRO_GROUPS, measureMicro, type MicroOptions } from "../../../bench/micro/micro.ts";
import { measureOpenLoop, type OpenLoopOptions } from "../../../bench/open-loop/open-loop.ts";
import { measurePareto, type ParetoOptions } from "../../../bench/pareto/pareto.ts";
import { measurePipeline, type PipelineBenchOptions } from "../../../bench/pipeline/pipeline.ts";
import { measureScaling, SCALING_SERIES, type ScalingOptions } from "../../../bench/scaling/scaling.ts";
import { usageError } from "../../core/errors.ts";
import { NAMED_ROLES, type NamedRole } from "../../rows/choose-columns.ts";
import { formOf } from "../../rows/read-rows.ts";
import { readScripts } from "../../rows/lists/script-file.ts";
import { DEFAULT_POSITIVE_LABELS } from "../../rows/positive-labels.ts";
import { type GivenSettings, withSettings } from "../../screen/settings.ts";
import { passedOverWords, type SetupOptions } from "../../screen/setup.ts";
import { shippedTemplates } from "../../screen/shipped-templates.ts";
import { numberIn, timeIn, wholeNumber } from "../options/numbers.ts";
import { defaultWorkers, parseBatchEvents, parseHours, parseWorkers } from "../options/options.ts";
import { addFileOptions, addListOptions, type FileOptions, type ListOptions } from "../options/screening-options.ts";
import { tell } from "../output.ts";
import { addBench } from "./bench-command.ts";
import { registerCompare } from "./compare.ts";

export function registerBench(program: Command): void {
  const bench = program
    .command("bench")
    .description("measure: engines and stages, the pipeline, latency, scaling, quality; compare two versions");
  registerMicro(bench);
  registerPipeline(bench);
  registerScaling(bench);
  registerPareto(bench);
  registerOpenLoop(bench);
  registerCompare(bench);
}

function registerMicro(bench: Command): void {
  addBench<MicroOptions>(bench, {
    kind: "micro",
    description: "every engine and stage against what a user would pick instead",
    measure: measureMicro,
  })
    .option(
      "--file <module>",
      'your own functions, timed next to ours: a module that exports them; each is called with the text of a message, or, with export const over = "numbers", with a number',
    )
    .addOption(new Option("--group <name...>", "measure these groups alone").choices(MICRO_GROUPS))
    .option("--rounds <n>", "each measures all contenders; an interval takes 6 (default: 8)", wholeNumber(1, 1000))
    .option("--entries <n...>", "sizes of the blocklist (default: 1e5 1e6)", collected(wholeNumber(1, 20_000_000)))
    .option("--templates <n...>", "numbers of scripts (default: 1e3 1e5)", collected(wholeNumber(1, 1_000_000)));
}

function registerPipeline(bench: Command): void {
  const command = addBench<PipelineBenchOptions & RecordedOptions>(bench, {
    kind: "pipeline",
    description: "events a second of the whole pipeline, next to the obvious one, with equal verdicts",
    measure: (options) => measurePipeline({ ...options, recorded: recordedOf(options) }),
  })
    .option("--workers <n>", "worker threads", parseWorkers, defaultWorkers())
    .option("--hours <n>", "hours of the scenario (default: 720)", parseHours);
  addRecordedOptions(command, "recorded calls and messages in place of scenario and corpora (CSV, TSV, JSON Lines)");
}

function registerScaling(bench: Command): void {
  addBench<Omit<ScalingOptions, "seconds"> & { readonly time?: number }>(bench, {
    kind: "scaling",
    description:
      "what another worker adds, in a run and on the data path alone, against the ideal line; Ctrl-C keeps what is finished",
    measure: ({ time, ...options }) => measureScaling({ ...options, ...(time !== undefined && { seconds: time }) }),
    keepsFinished: true,
  })
    .addOption(new Option("--series <name...>", "measure these series alone").choices(SCALING_SERIES))
    .option("--time <time>", "how long in all: more time, more rounds, up to 6 (default: 10m)", timeIn(1, 86_400))
    .option("--workers <n...>", "counts of workers, as in 1 2 4 (default: 1 to one a core)", collected(parseWorkers));
}

function registerPareto(bench: Command): void {
  const command = addBench<Omit<ParetoOptions, "file"> & RecordedOptions>(bench, {
    kind: "pareto",
    description: "engines and settings: recall at a precision floor against events a second",
    measure: async (written) => {
      const { positive = DEFAULT_POSITIVE_LABELS, ...options } = written;
      const recorded = recordedOf(written);
      if (recorded === undefined) return measurePareto({ ...options, file: undefined });
      const { classifier, neighbours } = screeningOf(written);
      const model = chosenModel(written.over);
      return measurePareto({ ...options, file: { ...recorded, positive, classifier, neighbours, model } });
    },
  })
    .option("--precision-floor <share>", "precision that a setting must reach", numberIn(0.01, 1), 0.95)
    .option("--scenario <name>", "scenario whose last hours are screened (default: platform-2020)")
    .option("--hours <n>", "hours of the scenario, of which the last 2 are screened (default: 96)", parseHours);
  addRecordedOptions(command, "labelled messages or calls instead (CSV, TSV, JSON Lines)", NAMED_ROLES);
}

function registerOpenLoop(bench: Command): void {
  const command = addBench<OpenLoopOptions & RecordedOptions>(bench, {
    kind: "open-loop",
    description: "how long events take that come at their own pace, and the highest rate that keeps an objective",
    measure: (options) => {
      const { classifier, neighbours } = screeningOf(options);
      const recorded = recordedOf(options);
      return measureOpenLoop({ ...options, classifier, recorded: recorded && { ...recorded, neighbours } });
    },
  })
    .addOption(new Option("--arrivals <kind>", "when events are due").choices(ARRIVALS).default("poisson"))
    .option("--rate <n>", "events a second; with --max, the first to try (default: 50000)", numberIn(1, 100_000_000))
    .option("--seconds <n>", "of each round, after a warm-up (default: 10)", numberIn(0.01, 3600))
    .option("--max", "find the highest rate that keeps the objective")
    .option("--slo <objective>", 'p50, p90, p95, p99, p99.9 or max below a time (default, with --max: "p99<20ms")')
    .option("--workers <n>", "screening threads (default: a core each, less one for the generator)", parseWorkers)
    .option("--batch <n>", "events of a batch at most (default: 512)", parseBatchEvents)
    .option("--linger-ms <n>", "how long a batch waits to be full (default: 1)", numberIn(0, 10_000))
    .option("--max-lag-ms <n>", "the generator's lag at p99 that is allowed (default: 2)", numberIn(0.001, 10_000));
  addRecordedOptions(command, "recorded calls and messages, offered again and again (CSV, TSV, JSON Lines)");
}

/** What parameters say of screening; those that say nothing of it are told. */
function screeningOf(given: GivenSettings): Partial<SetupOptions> {
  const setup = withSettings(given);
  tell(passedOverWords(setup.settingsUsed));
  return setup;
}

/** A list of numbers, each once, the smallest first. */
function collected(read: (written: string) => number): (written: string, earlier?: readonly number[]) => number[] {
  return (written, earlier = []) => [...new Set([...earlier, read(written)])].toSorted((a, b) => a - b);
}

/** A file of recorded events, and the lists that it is screened with. */
interface RecordedOptions extends FileOptions, ListOptions {
  readonly file?: string;
}

const FILE_OPTIONS = ["format", "encoding", ...NAMED_ROLES, "positive", "templates", "blocklist", "country"] as const;

function addRecordedOptions(command: Command, what: string, roles?: readonly NamedRole[]): Command {
  return addFileOptions(addListOptions(command.option("--file <file>", what)), roles);
}

/** Undefined if no file was named. Throws RingfenceError "usage" for options of a file without one. */
function recordedOf(written: RecordedOptions): RecordedFile | undefined {
  const { file, header, blocklist, templates, country } = written;
  if (file === undefined) {
    const given = FILE_OPTIONS.filter((name) => written[name] !== undefined).map((name) => `--${name}`);
    if (header === false) given.push("--no-header");
    if (given.length === 0) return undefined;
    const why = "only with --file, which is missing: give it, or leave these options out";
    throw usageError(`${given.join(", ")}: ${why}`);
  }
  const scripts = templates === undefined ? shippedTemplates() : readScripts(templates).scripts;
  const lists = { blocklist, templates, scripts: scripts.map(({ text }) => text) };
  return { ...formOf(written), ...lists, file, columns: written, country: country?.code };
}
