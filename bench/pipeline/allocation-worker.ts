/** The thread whose heap is watched (allocation.ts): runs tasks of an hour, and reads how much each has allocated. */
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { loadEngines } from "../../src/detect/engines.ts";
import { Pipeline } from "../../src/engine/pipeline.ts";
import { WorkerOutput } from "../../src/engine/worker-output.ts";
import { collector, heapBytes } from "../harness/garbage.ts";
import type { AllocationPass, AllocationStart } from "./allocation.ts";

const collect = collector();
let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
observer.observe({ entryTypes: ["gc"] });

const { pipeline: start, tasks, warmUpPasses, passes } = workerData as AllocationStart;
await loadEngines(start.engines);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort!.postMessage("up");
const pipeline = new Pipeline(start);
const output = WorkerOutput.attach(start.outputs[0]!);

async function collectionsSoFar(): Promise<number> {
  // Entries are handed over in a turn of the event loop of their own.
  await nextTurn();
  await nextTurn();
  return collections + observer.takeRecords().length;
}

/** Bytes that `work` allocates, or null when garbage was collected meanwhile. */
async function allocatedBy(work: () => void): Promise<number | null> {
  // Empties the young generation, so that none is collected during the task.
  collect({ type: "minor" });
  const collectionsBefore = await collectionsSoFar();
  const before = heapBytes();
  work();
  const bytes = heapBytes() - before;
  return (await collectionsSoFar()) === collectionsBefore ? bytes : null;
}

/** What looking costs: the same with nothing in between, at its least. */
async function costOfLooking(): Promise<number> {
  let least = Infinity;
  for (let trial = 0; trial < 50; trial++) least = Math.min(least, (await allocatedBy(() => {})) ?? Infinity);
  return Number.isFinite(least) ? least : 0;
}

async function measurePass(cost: number): Promise<AllocationPass> {
  let events = 0;
  let bytes = 0;
  let disturbed = 0;
  for (const task of tasks) {
    const allocated = await allocatedBy(() => pipeline.run(task));
    if (allocated === null) {
      disturbed++;
      continue;
    }
    events += output.events;
    bytes += allocated - cost;
  }
  return { events, bytes: Math.max(0, bytes), disturbed };
}

for (let pass = 0; pass < warmUpPasses; pass++) for (const task of tasks) pipeline.run(task);
const cost = await costOfLooking();
const measured: AllocationPass[] = [];
for (let pass = 0; pass < passes; pass++) measured.push(await measurePass(cost));
observer.disconnect();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort!.postMessage(measured);
