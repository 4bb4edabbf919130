/**
 * Bytes that a worker allocates for each event in steady state: one thread of its own runs the product's `Pipeline`
 * over the tasks of an hour that two workers would take, again and again, and looks at its heap before and after each
 * share (allocation-worker.ts).
 *
 * Covered: everything that happens in a worker for its part of a tick: attach the tables, synthesise, screen, observe,
 * tally, and what it keeps for the main thread. Not covered: the messages between threads, the main thread (a few
 * objects for each output and for the few events that matter), and the first batches of a thread, while code is still
 * being compiled.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PipelineStart, Work } from "../../src/engine/pipeline.ts";
import { noteStart } from "../../src/engine/pool/starting-threads.ts";
import { allocateClaims } from "../../src/core/claims.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { WorkerOutput } from "../../src/engine/worker-output.ts";
import { type Limit, type Measurement, measurementOf } from "../harness/measurement.ts";
import { PlainTicks, workOf } from "../harness/plain-ticks.ts";

interface AllocationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly warmUpPasses: number;
  readonly passes: number;
  readonly isTarget: boolean;
}

const TARGET: Limit = { limit: 1, aim: 0 };

export interface AllocationStart {
  readonly pipeline: PipelineStart;
  /** What each of two workers would be given, the batches dealt out in turn. */
  readonly tasks: readonly Work[];
  readonly warmUpPasses: number;
  readonly passes: number;
}

export interface AllocationPass {
  readonly events: number;
  /** On the heap, and of array buffers outside it; what looking costs is taken off. */
  readonly bytes: number;
  /**
   * Tasks during which garbage was collected: what they allocated cannot be told and is not in `bytes`, nor are they
   * in `events`.
   */
  readonly disturbed: number;
}

interface Allocation {
  readonly measurement: Measurement | null;
  readonly problems: readonly string[];
}

export async function measureAllocation(options: AllocationOptions): Promise<Allocation> {
  const passes = (await passesOf(prepare(options))).filter(({ events }) => events > 0);
  if (passes.length === 0) {
    return { measurement: null, problems: ["garbage was collected during every task: allocation cannot be told"] };
  }
  const disturbed = passes.reduce((sum, pass) => sum + pass.disturbed, 0);
  const measurement = measurementOf({
    name: "allocated by a worker",
    group: `steady state, an hour of ${options.scenario.name}`,
    unit: "bytes/event",
    better: "lower",
    samples: passes.map(({ events, bytes }) => bytes / events),
    n: passes.reduce((sum, { events }) => sum + events, 0),
    target: options.isTarget ? TARGET : null,
    notes: [
      "synthesise, screen, observe, tally; without the messages between threads and the main thread",
      ...(disturbed > 0 ? [`${disturbed} shares left out: garbage was collected meanwhile`] : []),
    ],
  });
  return { measurement, problems: [] };
}

const WORKERS = 2;
/** An afternoon hour: traffic of all kinds, and gangs at work. */
const MEASURED_TICK = 15;

function prepare({ scenario, seed, warmUpPasses, passes }: AllocationOptions): AllocationStart {
  const ticks = new PlainTicks(scenario, seed);
  for (let tick = 0; tick < MEASURED_TICK; tick++) ticks.next();
  const { batchEvents, dimensions } = ticks.start;
  const pipeline = { ...ticks.start, outputs: [WorkerOutput.allocate(batchEvents, dimensions).handle] };
  const work = workOf(ticks.next(), batchEvents);
  const tasks = Array.from({ length: WORKERS }, (_, worker) => {
    const batches = work.batches.filter((_batch, index) => index % WORKERS === worker);
    return { ...work, batches, claims: allocateClaims(batches.length) };
  });
  return { pipeline, tasks, warmUpPasses, passes };
}

/** In a thread of its own, as a pool would do more in it than is to be measured. */
async function passesOf(start: AllocationStart): Promise<AllocationPass[]> {
  const url = new URL(import.meta.resolve("#bench-worker/pipeline/allocation-worker"));
  const thread = new Worker(url, { workerData: start });
  // An error of the thread rejects this.
  await noteStart(once(thread, "message").then(() => {}));
  const [passes] = (await once(thread, "message")) as [AllocationPass[]];
  return passes;
}
