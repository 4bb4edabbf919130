import { type Command, Option } from "commander";
import { ARRIVALS } from "../../../bench/harness/latency/arrivals.ts";
import { type OpenLoopOptions, measureOpenLoop } from "../../../bench/open-loop/open-loop.ts";
import { addBench } from "./bench-command.ts";
import { addRecordedOptions, type RecordedOptions, recordedOf } from "./file-options.ts";
import { numberIn } from "../options/numbers.ts";
import { parseBatchEvents, parseWorkers } from "../options/options.ts";
import { type GivenSettings, withSettings } from "../../screen/settings.ts";
import { passedOverWords } from "../../screen/setup.ts";
import { tell } from "../output.ts";

const MAX_RATE = 100_000_000;
const MAX_SECONDS = 3600;
const MAX_MS = 10_000;

type WrittenOptions = Omit<OpenLoopOptions, "size" | "seed" | "onProgress" | "recorded"> &
  RecordedOptions &
  Pick<GivenSettings, "settings" | "set">;

export function registerBenchOpenLoop(bench: Command): void {
  const command = addBench<WrittenOptions>(bench, {
    kind: "open-loop",
    description: "how long events take that come at their own pace, and the highest rate that keeps an objective",
    measure: (options) => {
      const { classifier, neighbours, settingsUsed } = withSettings(options);
      tell(passedOverWords(settingsUsed), process.stderr);
      const recorded = recordedOf(options);
      return measureOpenLoop({ ...options, classifier, recorded: recorded && { ...recorded, neighbours } });
    },
  })
    .addOption(new Option("--arrivals <kind>", "when events are due").choices(ARRIVALS).default("poisson"))
    .option(
      "--rate <n>",
      "events a second; with --max, where the search begins (default: 50000, or 5000 at smoke size)",
      numberIn(1, MAX_RATE),
    )
    .option(
      "--seconds <n>",
      "of each round, after a warm-up (default: 10, or 0.1 at smoke size)",
      numberIn(0.01, MAX_SECONDS),
    )
    .option("--max", "find the highest rate that keeps the objective")
    .option(
      "--slo <objective>",
      'p50, p90, p95, p99, p99.9 or max below a time: "p99<20ms" (the default of --max); without --max, exit code 3 where a round misses it',
    )
    .option("--workers <n>", "screening threads (default: a core each, less one for the generator)", parseWorkers)
    .option("--batch <n>", "events of a batch at most (default: 512)", parseBatchEvents)
    .option("--linger-ms <n>", "how long a batch waits to be full (default: 1)", numberIn(0, MAX_MS))
    .option("--max-lag-ms <n>", "the generator's lag at p99 that is allowed (default: 2)", numberIn(0.001, MAX_MS));
  addRecordedOptions(command, "recorded calls and messages, offered again and again (CSV, TSV, JSON Lines)");
}
