/** `ringfence bench`: measures speed, one kind of bench a subcommand (bench/), and judges what was measured. */
import type { Command } from "commander";
import { registerCompare } from "./compare.ts";
import { registerDoctor } from "./doctor.ts";
import { registerBenchGateway } from "./gateway.ts";
import { registerBenchMicro } from "./micro.ts";
import { registerBenchPareto } from "./pareto.ts";
import { registerBenchOpenLoop } from "./open-loop.ts";
import { registerBenchPipeline } from "./pipeline.ts";
import { registerBenchScaling } from "./scaling.ts";

export function registerBench(program: Command): void {
  const bench = program
    .command("bench")
    .description(
      "measure: engines and stages, the pipeline, latency, scaling, quality, the gateway; compare two versions; doctor a machine",
    );
  registerBenchMicro(bench);
  registerBenchPipeline(bench);
  registerBenchScaling(bench);
  registerBenchPareto(bench);
  registerBenchOpenLoop(bench);
  registerBenchGateway(bench);
  registerCompare(bench);
  registerDoctor(bench);
}
