/**
 * The simulation, on the main thread: plan -> screen -> learn, tick by tick.
 *
 *     world.advance(tick)     gangs turn over lines, domains and scripts; numbers are recycled
 *     platform.learn(tick)    what the platform hears of goes into the blocklist and the template library
 *     seal                    every table is fixed for the tick: nobody writes what workers read
 *     world.plan(tick)        the tick's events as slices, cut into batches
 *       -> workers, each batch: synthesise, screen, observe, tally (pipeline.ts)
 *     collect                 tallies and observations are merged; sampled events are handed out
 *
 * A tick is planned when the tick before the last is complete: workers are never idle, and what a tick is screened with
 * depends on the tick alone, not on the number of workers or the size of batches.
 */
import { assert } from "./core/assert.ts";
import { allocateObservations } from "./behaviour/observation-batch.ts";
import { EventBatch } from "./event/event-batch.ts";
import { VerdictBatch } from "./event/verdict-batch.ts";
import {
  type BatchResult,
  type BatchSlot,
  type BatchTask,
  type BatchView,
  type PipelineStart,
  type SealedTables,
  viewSlot,
} from "./pipeline.ts";
import { Platform } from "./platform.ts";
import { Credits } from "./pool/credits.ts";
import { WorkerPool } from "./pool/worker-pool.ts";
import type { FilterTrial } from "./report/report.ts";
import { Tally, type TallyDimensions, mergeTally } from "./report/tally.ts";
import type { Scenario } from "./scenario/schema.ts";
import { Informant } from "./world/discovery.ts";
import { allocateLabels } from "./world/labels.ts";
import { domainsPerGang } from "./world/line.ts";
import { countPlanned, cutSlices } from "./world/slice.ts";
import { attachPhraseBank } from "./world/text/phrase-bank.ts";
import { World } from "./world/world.ts";

/** Enough for the cost of a task to vanish (34 microseconds), few enough for a batch to stay in the cache. */
export const DEFAULT_BATCH_EVENTS = 4096;

/** Ticks in flight: one being screened while the next is prepared. Sealed tables have as many slots. */
const TICKS_IN_FLIGHT = 2;

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly workers: number;
  readonly batchEvents?: number;
  /** Called after each completed tick. */
  readonly onTick?: (completedTicks: number, events: number) => void;
  /** Called for every sampled event, in no particular order within two ticks. What it holds is valid during the call alone. */
  readonly onSample?: (sample: Sample) => void;
  /** An event to be reported whatever the sampling says, by its identity. */
  readonly watched?: { readonly low: number; readonly high: number };
  /** Stops the run after the current tick. */
  readonly signal?: AbortSignal;
  /** The worker module; tests give one that fails. */
  readonly workerUrl?: string;
}

/** One event of a run, with what it was screened with. */
export interface Sample {
  readonly tick: number;
  readonly view: BatchView;
  readonly row: number;
  readonly tables: SealedTables;
  readonly platform: Platform;
}

export interface SimulationResult {
  readonly tally: Tally;
  /** Events that the main thread planned, less the targets that dropped out: to be balanced against the tally. */
  readonly planned: number;
  readonly ticks: number;
  readonly wallSeconds: number;
  /** The blocklist's filter, tried after the last tick. */
  readonly filter: FilterTrial | null;
}

export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const run = await Run.start(options);
  try {
    return await run.toEnd();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #platform: Platform;
  readonly #informant: Informant;
  readonly #pool: WorkerPool<BatchTask, BatchResult>;
  readonly #slots: Credits<BatchSlot>;
  readonly #views: readonly BatchView[];
  readonly #total: Tally;
  readonly #batchEvents: number;
  #generated = 0;
  /** Events in the slices handed out, and of them targets that dropped out before the stage: the other side of the ledger. */
  #planned = 0;
  #droppedOut = 0;
  /** A batch has failed for good: no more are handed out. */
  #failed = false;

  private constructor(
    options: SimulationOptions,
    world: World,
    platform: Platform,
    pool: WorkerPool<BatchTask, BatchResult>,
  ) {
    this.#options = options;
    this.#world = world;
    this.#platform = platform;
    this.#pool = pool;
    this.#batchEvents = options.batchEvents ?? DEFAULT_BATCH_EVENTS;
    this.#informant = new Informant(
      options.scenario,
      options.seed,
      attachPhraseBank(world.handle.phraseBank),
      world.handle.organisations,
    );
    const dimensions = tallyDimensions(options.scenario);
    this.#total = Tally.allocate(dimensions);
    // One batch being screened by each worker, one waiting for it, one being collected.
    const slots = Array.from({ length: options.workers * 2 + 1 }, (_, id) =>
      allocateSlot(id, this.#batchEvents, dimensions),
    );
    this.#views = slots.map(viewSlot);
    this.#slots = new Credits(slots);
  }

  static async start(options: SimulationOptions): Promise<Run> {
    const { scenario, seed, workers } = options;
    const platform = new Platform(scenario);
    const world = new World(scenario, seed, platform.protectedDomains);
    const pool = await WorkerPool.start<BatchTask, BatchResult>({
      url: options.workerUrl ?? import.meta.resolve("#worker"),
      task: "runBatch",
      ping: "ping",
      workers,
      workerData: {
        world: world.handle,
        sampling: { every: scenario.report.sampleEvery, watched: options.watched ?? null },
        ...platform.workerStart,
      } satisfies PipelineStart,
    });
    return new Run(options, world, platform, pool);
  }

  async toEnd(): Promise<SimulationResult> {
    const { scenario, onTick } = this.#options;
    const startedMs = performance.now();
    this.#platform.learn(this.#informant.recallPast(this.#world.handle.subscribers, this.#world.catalogue));
    const inFlight: Promise<void>[] = [];
    let tick = 0;
    for (; tick < scenario.hours && !this.#isStopped; tick++) {
      if (inFlight.length === TICKS_IN_FLIGHT) {
        await inFlight.shift();
        onTick?.(tick - TICKS_IN_FLIGHT + 1, this.#generated);
      }
      const done = this.#dispatch(tick);
      // Its failure is met where it is awaited, which may be after another tick has failed first.
      done.catch(() => {});
      inFlight.push(done);
    }
    await Promise.all(inFlight);
    onTick?.(tick, this.#generated);
    const wallSeconds = (performance.now() - startedMs) / 1000;
    const filter = this.#platform.tryFilter(this.#options.seed);
    return { tally: this.#total, planned: this.#planned - this.#droppedOut, ticks: tick, wallSeconds, filter };
  }

  get #isStopped(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Prepares a tick, hands its batches to the workers and resolves when all are collected. */
  async #dispatch(tick: number): Promise<void> {
    const news = this.#world.advance(tick);
    this.#platform.learn(this.#informant.discover(tick, news));
    const tables = this.#platform.seal(tick);
    const sealed = this.#world.seal(tick);
    const batches = cutSlices(this.#world.plan(tick), this.#batchEvents);

    const running: Promise<void>[] = [];
    for (const slices of batches) {
      const slot = await this.#slots.take();
      if (this.#failed) {
        this.#slots.give(slot);
        break;
      }
      const batch = this.#runBatch(tick, { slot, slices, tick: sealed, tables });
      // Its failure is met below, which may be after another batch has failed first.
      batch.catch(() => {
        this.#failed = true;
      });
      running.push(batch);
      this.#planned += countPlanned(slices);
    }
    await Promise.all(running);
  }

  async #runBatch(tick: number, task: BatchTask): Promise<void> {
    try {
      this.#collect(tick, task, await this.#pool.run(task));
    } finally {
      this.#slots.give(task.slot);
    }
  }

  #collect(tick: number, { slot, tables }: BatchTask, result: BatchResult): void {
    const view = this.#views[slot.id]!;
    assert(result.events === view.events.count, "a worker and the main thread see the same batch");
    mergeTally(this.#total, view.tally);
    this.#platform.observe(tick, view.observations, result.events);
    this.#generated += result.events;
    this.#droppedOut += result.droppedOut;
    for (const row of result.sampledRows) {
      this.#options.onSample?.({ tick, view, row, tables, platform: this.#platform });
    }
  }
}

function tallyDimensions(scenario: Scenario): TallyDimensions {
  const { count } = scenario.gangs;
  return { gangs: count, domains: count * domainsPerGang(scenario) };
}

function allocateSlot(id: number, batchEvents: number, dimensions: TallyDimensions): BatchSlot {
  return {
    id,
    events: EventBatch.allocate(batchEvents).handle,
    verdicts: VerdictBatch.allocate(batchEvents).handle,
    truth: allocateLabels(batchEvents),
    tally: Tally.allocate(dimensions).handle,
    observations: allocateObservations(batchEvents),
  };
}
