/** `ringfence bench scaling`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { SCALING_SERIES, type ScalingOptions, measureScaling } from "../../../bench/scaling/scaling.ts";
import { addBench } from "./bench-command.ts";
import { parseWorkers } from "../options/options.ts";

type WrittenOptions = Omit<ScalingOptions, "seconds"> & { readonly time?: number };

export function registerBenchScaling(parent: Command): void {
  addBench<WrittenOptions>(parent, {
    kind: "scaling",
    description:
      "workers (in a run, and on the data path alone), batches, templates and blocklist entries, against the ideal line; Ctrl-C keeps what is finished",
    measure: ({ time, ...options }) => measureScaling({ ...options, ...(time !== undefined && { seconds: time }) }),
    keepsFinished: true,
  })
    .addOption(new Option("--series <name...>", "measure these series alone").choices(SCALING_SERIES))
    .option(
      "--time <time>",
      "how long to measure, warm-up and all, as in 90s, 2m or 1h: the more time, the more rounds, up to 6 (default: 10m)",
      parseSeconds,
    )
    .option("--workers <n...>", "counts of workers, as in 1 2 4 (default: 1 to one a core)", collectWorkers);
}

const SECONDS_A_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const MAX_SECONDS = 86_400;

function parseSeconds(written: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(written.trim()) ?? [];
  const seconds = Number(number) * (SECONDS_A_UNIT[unit!] ?? Number.NaN);
  if (seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new InvalidArgumentError("Expected a time from 1s to 24h, as in 90s or 2m.");
}

function collectWorkers(written: string, earlier: readonly number[] = []): number[] {
  return [...new Set([...earlier, parseWorkers(written)])].toSorted((a, b) => a - b);
}
