/** `ringfence bench`: measures speed, one kind of bench a subcommand (bench/), and judges what was measured. */
import type { Command } from "commander";
import { registerCompare } from "./compare.ts";
import { registerBenchMicro } from "./micro.ts";
import { registerBenchPareto } from "./pareto.ts";
import { registerBenchOpenLoop } from "./open-loop.ts";
import { registerBenchPipeline } from "./pipeline.ts";
import { registerBenchScaling } from "./scaling.ts";

export function registerBench(program: Command): void {
  const bench = program
    .command("bench")
    .description("measure: engines and stages, the pipeline, latency, scaling, quality; compare two versions");
  registerBenchMicro(bench);
  registerBenchPipeline(bench);
  registerBenchScaling(bench);
  registerBenchPareto(bench);
  registerBenchOpenLoop(bench);
  registerCompare(bench);
}
