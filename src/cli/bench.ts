/** `ringfence bench`: measures speed, one kind of bench a subcommand (bench/). */
import type { Command } from "commander";

export function registerBench(program: Command): void {
  program
    .command("bench")
    .description("measure: engines and stages, the whole pipeline, latency under load, scaling, quality against speed");
  // Each kind: addBench(bench, { kind, description, measure }).option(...)
}
