/** `ringfence bench`: measures speed, one kind of bench a subcommand (bench/). */
import type { Command } from "commander";
import { registerBenchMicro } from "./bench-micro.ts";
import { registerBenchPareto } from "./bench-pareto.ts";
import { registerBenchOpenLoop } from "./bench-open-loop.ts";
import { registerBenchPipeline } from "./bench-pipeline.ts";
import { registerBenchScaling } from "./bench-scaling.ts";

export function registerBench(program: Command): void {
  const bench = program
    .command("bench")
    .description("measure: engines and stages, the whole pipeline, latency under load, scaling, quality against speed");
  registerBenchMicro(bench);
  registerBenchPipeline(bench);
  registerBenchScaling(bench);
  registerBenchPareto(bench);
  registerBenchOpenLoop(bench);
}
