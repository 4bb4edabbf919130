/** `ringfence bench scaling`. */
import { type Command, Option } from "commander";
import { renderScaling } from "../../../bench/scaling/render-scaling.ts";
import { SCALING_SERIES, type ScalingOptions, measureScaling } from "../../../bench/scaling/scaling.ts";
import { addBench } from "./bench-command.ts";
import { wholeNumber } from "../options/numbers.ts";
import { parseWorkers } from "../options/options.ts";

const MAX_ROUNDS = 1000;
const MAX_MEASURED_HOURS = 600;

export function registerBenchScaling(parent: Command): void {
  addBench<ScalingOptions>(parent, {
    kind: "scaling",
    description:
      "workers (in a run, and on the data path alone), batches, templates and blocklist entries, against the ideal line",
    measure: measureScaling,
    renderExtra: renderScaling,
  })
    .addOption(new Option("--series <name...>", "measure these series alone").choices(SCALING_SERIES))
    .option(
      "--rounds <n>",
      "rounds, in each of which every point is measured; an interval takes 6 (default: 6, or 1 at smoke size)",
      wholeNumber(1, MAX_ROUNDS),
    )
    .option("--workers <n...>", "counts of workers, as in 1 2 4 (default: 1 to one a core)", collectWorkers)
    .option(
      "--hours <n>",
      "hours of the scenario to measure, after the warm-up (default: 168, or 2 at smoke size)",
      wholeNumber(1, MAX_MEASURED_HOURS),
    );
}

function collectWorkers(written: string, earlier: readonly number[] = []): number[] {
  return [...new Set([...earlier, parseWorkers(written)])].toSorted((a, b) => a - b);
}
