/** `ringfence bench pipeline`: the whole pipeline, next to the obvious one. */
import type { Command } from "commander";
import { type PipelineBenchOptions, measurePipeline } from "../../../bench/pipeline/pipeline.ts";
import { addBench } from "./bench-command.ts";
import { addRecordedOptions, type RecordedOptions, recordedOf } from "./file-options.ts";
import { defaultWorkers, parseHours, parseWorkers } from "../options/options.ts";

export function registerBenchPipeline(bench: Command): void {
  const command = addBench<Pick<PipelineBenchOptions, "workers" | "hours"> & RecordedOptions>(bench, {
    kind: "pipeline",
    description: "events a second of the whole pipeline, next to the obvious one, with equal verdicts",
    measure: (options) => measurePipeline({ ...options, recorded: recordedOf(options) }),
  })
    .option("--workers <n>", "worker threads", parseWorkers, defaultWorkers())
    .option("--hours <n>", "hours of the scenario (default: 720, or 6 at smoke size)", parseHours);
  addRecordedOptions(command, "recorded calls and messages in place of scenario and corpora (CSV, TSV, JSON Lines)");
}
