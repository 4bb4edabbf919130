/** The piscina entry of the simulation: unwrap, call src, return. */
import { areKnown, loadEngines } from "../src/detect/engines.ts";
import { Pipeline, type PipelineStart } from "../src/engine/pipeline.ts";
import { type BatchView, allocateBatch } from "../src/engine/share.ts";
import { carryErrors } from "../src/engine/pool/carried-error.ts";
import { inTurn } from "../src/engine/pool/in-turn.ts";
import { nudgeCollector } from "../src/engine/pool/nudge-collector.ts";
import type { PoolTask } from "../src/engine/pooled-simulation.ts";

let current: { readonly simulation: number; readonly pipeline: Pipeline } | undefined;
/** Used again from one simulation to the next: it is tens of megabytes. */
let batch: BatchView | undefined;

export const begin = carryErrors(tell);

interface Told {
  readonly simulation: number;
  readonly start: PipelineStart;
}

/** Modules of engines are loaded before the first task that needs them. */
function tell(told: Told): void | Promise<void> {
  const { engines } = told.start;
  return areKnown(engines) ? note(told) : loadEngines(engines).then(() => note(told));
}

function note({ simulation, start }: Told): void {
  if (batch === undefined || batch.events.capacity < start.batchEvents) batch = allocateBatch(start.batchEvents);
  current = { simulation, pipeline: new Pipeline(start, batch) };
}

/** False where this thread has not been told of the simulation. */
export const runShare = inTurn(carryErrors(takeShare));

function takeShare(task: PoolTask): boolean | Promise<boolean> {
  const { simulation, share, start } = task;
  if (current?.simulation !== simulation) {
    if (start === null) return false;
    const told = tell({ simulation, start });
    if (told) return told.then(() => takeShare(task));
  }
  current!.pipeline.run(share);
  return true;
}

export function end(): void {
  current = undefined;
  nudgeCollector();
}

/** Answers once the module is loaded. */
export function ping(): boolean {
  return true;
}
