/** The piscina entry of the simulation: unwrap, call src, return. */
import { Pipeline, type PipelineStart } from "../src/pipeline.ts";
import { type BatchView, allocateBatch } from "../src/share.ts";
import { carryErrors } from "../src/pool/carried-error.ts";
import type { PoolTask } from "../src/pooled-simulation.ts";

/** A thread may hold what so many simulations have left behind. */
const HELD_SIMULATIONS = 4;
/** Several times what V8 lets come together before it collects. */
const NUDGE_BYTES = 128 * 2 ** 20;

let current: { readonly simulation: number; readonly pipeline: Pipeline } | undefined;
/** Used again from one simulation to the next: it is tens of megabytes. */
let batch: BatchView | undefined;
let ended = 0;

export const begin = carryErrors(tell);

function tell({ simulation, start }: { readonly simulation: number; readonly start: PipelineStart }): void {
  if (batch === undefined || batch.events.capacity < start.batchEvents) batch = allocateBatch(start.batchEvents);
  current = { simulation, pipeline: new Pipeline(start, batch) };
}

/** False where this thread has not been told of the simulation. */
export const runShare = carryErrors(({ simulation, share, start }: PoolTask): boolean => {
  if (current?.simulation !== simulation) {
    if (start === null) return false;
    tell({ simulation, start });
  }
  current!.pipeline.run(share);
  return true;
});

export function end(): void {
  current = undefined;
  if (++ended % HELD_SIMULATIONS === 0) nudgeCollector();
}

/**
 * What a simulation leaves behind is shared memory above all, some 18 MB, and V8 does not count it: a thread that lives
 * on would hold what one simulation after the other has left. So now and then it is shown, and never uses, memory that
 * V8 does count. To force it to collect would take away what it has compiled.
 */
function nudgeCollector(): void {
  try {
    void new ArrayBuffer(NUDGE_BYTES);
  } catch {
    // Where there is no room for it, V8 has collected to make some.
  }
}

/** Answers once the module is loaded. */
export function ping(): boolean {
  return true;
}
