/**
 * Worker threads for simulations, one simulation after the other. Starting a thread and compiling its code takes most
 * of a second of processor time, ten times a small simulation. A simulation gives each thread its data when it begins.
 * In each tick a thread gets one task and takes batches until none is left. Its task of the next tick is queued behind
 * it. So a thread waits for the main thread only if it finishes the next tick before this one is settled.
 */
import { isDeepStrictEqual } from "node:util";
import { assert } from "../core/assert.ts";
import { allocateClaims, anyFree } from "../core/claims.ts";
import { RingfenceError } from "../core/errors.ts";
import { checkRunOptions, type RunOptions } from "./run-options.ts";
import { sideOf } from "../core/time.ts";
import type { Tally } from "../metrics/tally.ts";
import { countPlanned, cutSlices } from "../world/slice.ts";
import type { WorldTickHandle, World } from "../world/world.ts";
import type { PipelineStart, PoolTask, SealedTables, Work, Sampling } from "./pipeline.ts";
import { nudgeCollector } from "./pool/nudge-collector.ts";
import { USUAL_DEADLINE_SECONDS, WorkerPool } from "./pool/worker-pool.ts";
import { WorkerOutput, sumOutputs } from "./worker-output.ts";
import { operatorDelayTicks } from "../respond/operators/late-listings.ts";
import { domainsPerGang } from "../world/gangs/domain.ts";
import type { Scene } from "./loop/scene.ts";
import type { Platform } from "./platform.ts";

/** Ticks in flight: one is screened while the next is prepared. Sealed tables have as many slots. */
export const TICKS_IN_FLIGHT = 2;

/** Few enough that a batch stays in the cache, enough that loading a stage's tables into the cache pays off. */
export const DEFAULT_BATCH_EVENTS = 4096;

/** A tick of few events is cut into smaller batches, so that every worker gets some; below this they cost more. */
const MIN_BATCH_EVENTS = 256;
const BATCHES_A_WORKER = 2;

export interface PoolOptions extends Pick<RunOptions, "workerDeadlineSeconds"> {
  readonly workers: number;
  /** For tests. */
  readonly workerUrl?: string | undefined;
}

/** The pool may still be starting while a world is prepared. */
export type StartedPool = SimulationPool | Promise<SimulationPool>;

type Threads = WorkerPool<PoolTask, boolean>;

export interface TickTables {
  readonly world: WorldTickHandle;
  readonly tables: SealedTables;
  readonly observations: SharedArrayBuffer | null;
  readonly recent: Work["recent"];
}

/** Called with each output. Its memory is reused after the call. */
type OnOutput = (output: WorkerOutput) => void;

type Shape = Pick<PipelineStart, "batchEvents" | "dimensions">;

export class SimulationPool {
  readonly #threads: Threads;
  /** One for each tick in flight and worker: tens of megabytes, which are reused. */
  #outputs: readonly WorkerOutput[] = [];
  #shape: Shape | null = null;
  #isTaken = false;

  private constructor(threads: Threads) {
    this.#threads = threads;
  }

  /** Throws RingfenceError "usage" for options out of range, and "io" if workers do not start. */
  static async start({ workers, workerUrl, workerDeadlineSeconds }: PoolOptions): Promise<SimulationPool> {
    checkRunOptions({ workers, workerDeadlineSeconds });
    const threads: Threads = await WorkerPool.start({
      url: workerUrl ?? import.meta.resolve("#worker"),
      task: "runWork",
      ping: "ping",
      workers,
      tasksAWorker: TICKS_IN_FLIGHT,
      workerData: null,
      deadlineSeconds: workerDeadlineSeconds ?? USUAL_DEADLINE_SECONDS,
    });
    return new SimulationPool(threads);
  }

  get workers(): number {
    return this.#threads.workers;
  }

  /** Throws RingfenceError "usage" while another simulation has not ended: both would use the same memory. */
  async begin(start: Omit<PipelineStart, "outputs">): Promise<PooledSimulation> {
    if (this.#isTaken) {
      throw new RingfenceError(
        "usage",
        "a pool runs one simulation at a time: wait until it ends, or give another pool",
      );
    }
    const simulation = new PooledSimulation(this.#threads, this.#outputsFor(start), start, () => {
      this.#isTaken = false;
    });
    this.#isTaken = true;
    await simulation.begin();
    return simulation;
  }

  #outputsFor({ batchEvents, dimensions }: Shape): readonly WorkerOutput[] {
    const shape = { batchEvents, dimensions };
    if (!isDeepStrictEqual(this.#shape, shape)) {
      const count = TICKS_IN_FLIGHT * this.workers;
      const spare = this.#outputs;
      this.#outputs = Array.from({ length: count }, (_, at) =>
        WorkerOutput.allocate(batchEvents, dimensions, spare[at]),
      );
      this.#shape = shape;
    }
    return this.#outputs;
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

let simulations = 0;

export class PooledSimulation {
  readonly #threads: Threads;
  readonly #number = ++simulations;
  readonly #start: PipelineStart;
  readonly #onEnd: () => void;
  readonly #outputs: readonly WorkerOutput[];
  readonly #running = new Set<Promise<boolean>>();
  #planned = 0;
  #claimants = 0;
  #isOver = false;

  constructor(
    threads: Threads,
    outputs: readonly WorkerOutput[],
    start: Omit<PipelineStart, "outputs">,
    onEnd: () => void,
  ) {
    this.#outputs = outputs;
    for (const output of outputs) output.reset();
    this.#threads = threads;
    this.#start = { ...start, outputs: outputs.map(({ handle }) => handle) };
    this.#onEnd = onEnd;
  }

  async begin(): Promise<void> {
    try {
      await this.#threads.each("begin", { simulation: this.#number, start: this.#start });
    } catch (fault) {
      await this.end();
      throw fault;
    }
  }

  /** Events in the slices so far, for the ledger. */
  get planned(): number {
    return this.#planned;
  }

  /** Not valid while a tick is under way. */
  get tally(): Tally {
    return sumOutputs(this.#outputs);
  }

  /** Resolves after the outputs of all batches, in any order. Call it after the tick before the last has resolved. */
  async screen(slices: readonly Int32Array[], made: TickTables, onOutput: OnOutput): Promise<void> {
    const { workers } = this.#threads;
    const events = countPlanned(slices);
    this.#planned += events;
    const fair = Math.ceil(events / (workers * BATCHES_A_WORKER));
    const eventsABatch = Math.min(this.#start.batchEvents, Math.max(fair, MIN_BATCH_EVENTS));
    const batches = cutSlices(slices, eventsABatch);
    const { world, ...given } = made;
    const tick = { batches, eventsABatch, claims: allocateClaims(batches.length), tick: world, ...given };
    const first = sideOf(world.tick) * workers;
    const tasks = Array.from({ length: Math.min(workers, batches.length) }, (_, worker) => first + worker);
    await Promise.all(tasks.map((output) => this.#take({ ...tick, output }, onOutput)));
  }

  async #take(task: Omit<Work, "claimant">, onOutput: OnOutput): Promise<void> {
    const claims = new Int32Array(task.claims);
    do {
      await this.#run({ ...task, claimant: ++this.#claimants });
      onOutput(this.#outputs[task.output]!);
      // If the output was full before the batches ended, the rest is handed out again.
    } while (anyFree(claims));
  }

  async #run(work: Work): Promise<void> {
    const task = { simulation: this.#number, work };
    const isKnown = await this.#follow({ ...task, start: null });
    if (!isKnown) await this.#follow({ ...task, start: this.#start });
  }

  async #follow(task: PoolTask): Promise<boolean> {
    // If a simulation fails, a tick may still be under way, and another simulation soon uses the outputs.
    assert(!this.#isOver, "a simulation that has ended got work");
    const running = this.#threads.run(task);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Ends the simulation in all threads, after the tasks that a failed simulation left. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#running);
    try {
      await this.#threads.each("end", null);
    } catch {
      // A thread that did not answer has died.
    }
    this.#onEnd();
    nudgeCollector();
  }
}

/**
 * With the given pool, or a new one that is closed afterwards. Throws RingfenceError "usage" for options out of range.
 */
export async function withPool<Result>(
  options: PoolOptions & RunOptions & { readonly pool?: StartedPool },
  act: (pool: StartedPool) => Promise<Result>,
): Promise<Result> {
  checkRunOptions(options);
  if (options.pool) return act(options.pool);
  const pool = SimulationPool.start(options);
  try {
    return await act(pool);
  } finally {
    // A pool that did not start has failed in `act` already.
    await (await pool.catch(() => null))?.close();
  }
}

interface WorkerStartOptions {
  readonly batchEvents?: number | undefined;
  readonly watched?: Sampling["watched"];
}

export async function beginIn(
  pool: StartedPool,
  { world, platform }: Pick<Scene, "world" | "platform">,
  options: WorkerStartOptions & { readonly workers: number },
): Promise<PooledSimulation> {
  const { workers } = options;
  const started = await pool;
  if (started.workers !== workers) {
    throw new RingfenceError(
      "usage",
      `workers: expected as many as the pool has, ${started.workers}, found ${workers}`,
    );
  }
  return started.begin(workerStart(world, platform, options));
}

export function workerStart(
  { handle }: Pick<World, "handle">,
  platform: Pick<Platform, "workerStart">,
  options: WorkerStartOptions = {},
): Omit<PipelineStart, "outputs"> {
  const { scenario } = handle;
  const { batchEvents = DEFAULT_BATCH_EVENTS, watched = null } = options;
  return {
    batchEvents,
    dimensions: { gangs: scenario.gangs.count, domains: scenario.gangs.count * domainsPerGang(scenario) },
    world: handle,
    operatorDelayTicks: operatorDelayTicks(scenario.operators.delayHours),
    signals: scenario.warnings.enabled ? scenario.signals : null,
    sampling: { every: scenario.report.sampleEvery, watched },
    ...platform.workerStart,
  };
}
