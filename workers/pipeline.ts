/** The piscina entry of the simulation: unwrap, call src, return. */
import { Pipeline, type PipelineStart } from "../src/pipeline.ts";
import { type BatchView, allocateBatch } from "../src/share.ts";
import type { PoolTask } from "../src/pooled-simulation.ts";

let current: { readonly simulation: number; readonly pipeline: Pipeline } | undefined;
/** Used again from one simulation to the next: it is tens of megabytes. */
let batch: BatchView | undefined;

export function begin({ simulation, start }: { readonly simulation: number; readonly start: PipelineStart }): void {
  if (batch === undefined || batch.events.capacity < start.batchEvents) batch = allocateBatch(start.batchEvents);
  current = { simulation, pipeline: new Pipeline(start, batch) };
}

/** False where this thread has not been told of the simulation. */
export function runShare({ simulation, share, start }: PoolTask): boolean {
  if (current?.simulation !== simulation) {
    if (start === null) return false;
    begin({ simulation, start });
  }
  current!.pipeline.run(share);
  return true;
}

export function end(): void {
  current = undefined;
}

/** Answers once the module is loaded. */
export function ping(): boolean {
  return true;
}
