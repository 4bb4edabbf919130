/**
 * Threads that screen batches, while the one that owns them reads what comes next and writes what came of those before.
 * A batch lies in memory that both see: where it lies goes over, and none of it.
 */
import { RingfenceError } from "../core/errors.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
import { type ChosenEngines, loadEngines } from "../detect/engines.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import { type StageHandles, StageTables } from "../detect/tables.ts";
import { carryErrors, inTurn } from "../engine/pool/answer.ts";
import { Patience } from "../engine/pool/patience.ts";
import { WorkerPool } from "../engine/pool/worker-pool.ts";
import { EventBatch, type EventBatchHandle } from "../event/event-batch.ts";
import { Findings, type FindingsHandle } from "../event/findings.ts";
import { type Country, countryOf } from "../rows/country.ts";
import { CHUNK_ROWS } from "../rows/event-rows.ts";
import { BatchScreener } from "./batch-screener.ts";
import { LiveTables, type NewTables } from "./live-tables.ts";
import type { ListChange } from "./screener-options.ts";

/** With what threads begin. Structured-cloneable. */
export interface ThreadTables {
  readonly engines: ChosenEngines;
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  /** Two letters of the country by which lists are read. */
  readonly country: string;
}

export interface SharedBatch {
  /** Of those that the threads know. */
  readonly number: number;
  readonly events: EventBatch;
  readonly findings: Findings;
}

/** What came of a batch, beside its findings. */
export interface BatchScreened {
  /** What its events tell of their callers; null where that is not remembered. */
  readonly observations: Uint32Array<ArrayBuffer> | null;
  /** Milliseconds that screening took. */
  readonly tookMs: number;
}

export interface BatchHandle {
  readonly events: EventBatchHandle;
  readonly findings: FindingsHandle;
}

export type ThreadTask =
  | { readonly begin: ThreadTables; readonly batches: readonly BatchHandle[] }
  | { readonly use: NewTables }
  | { readonly changes: readonly ListChange[] }
  | { readonly screen: number; readonly activity: ActivityHandle | null };

type Thread = WorkerPool<ThreadTask, BatchScreened | null>;

/** While a thread is at one, another is filled, and what came of a third is written. */
const BATCHES_A_THREAD = 3;

export class ScreeningThreads {
  /** The one that was handed nothing for longest first. */
  readonly #threads: Thread[];
  readonly #free: SharedBatch[];
  readonly #waiting: ((batch: SharedBatch) => void)[] = [];
  /** Changes of lists of which no thread was told yet, in order. */
  #untold: ListChange[] = [];
  /** How often threads are being told of some. */
  #telling = 0;

  private constructor(threads: Thread[], batches: SharedBatch[]) {
    this.#threads = threads;
    this.#free = batches;
  }

  /** Throws RingfenceError "io" where a thread does not start. `url`: the worker module; tests give one that fails. */
  static async start(
    threads: number,
    begin: ThreadTables,
    url = import.meta.resolve("#recorded-worker"),
  ): Promise<ScreeningThreads> {
    const batches = Array.from({ length: threads * BATCHES_A_THREAD }, (_, number) => ({
      number,
      events: EventBatch.allocate(CHUNK_ROWS),
      findings: Findings.allocate(CHUNK_ROWS),
    }));
    const handles = batches.map(({ events, findings }) => ({ events: events.handle, findings: findings.handle }));
    const pools: Thread[] = [];
    try {
      // One each: what a thread is told, it is told in order.
      for (let thread = 0; thread < threads; thread++) {
        const pool = await WorkerPool.start<ThreadTask, BatchScreened | null>({
          url,
          task: "screenBatch",
          ping: "ping",
          workers: 1,
          tasksAWorker: BATCHES_A_THREAD,
          workerData: null,
          patience: new Patience(),
        });
        pools.push(pool);
        await pool.run({ begin, batches: handles });
      }
    } catch (error) {
      await Promise.all(pools.map((pool) => pool.close()));
      throw error;
    }
    return new ScreeningThreads(pools, batches);
  }

  /** Those that are not lost. */
  get count(): number {
    return this.#threads.length;
  }

  /** Resolves to a batch that nobody uses. */
  take(): Promise<SharedBatch> {
    const batch = this.#free.pop();
    return batch === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(batch);
  }

  giveBack(batch: SharedBatch): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(batch);
    else next(batch);
  }

  /**
   * Screens a batch, by the tables that were in use when this was called. Throws RingfenceError: "io" where its thread
   * is lost, which is handed nothing more, or all are; "config" where it gets no further in code of a user's own.
   */
  async screen({ number }: SharedBatch, activity: ActivityHandle | null): Promise<BatchScreened> {
    this.#tellChanges();
    const thread = this.#threads.shift();
    if (thread === undefined) throw lost();
    this.#threads.push(thread);
    return (await this.#run(thread, { screen: number, activity }))!;
  }

  /** What is handed out from now on is screened by these. Throws RingfenceError "io" where a thread is lost. */
  async use(tables: NewTables): Promise<void> {
    this.#tellChanges();
    await this.#tell({ use: tables });
  }

  /**
   * The same, as `LiveTables.changeList`. What comes while threads are told of others is told at once after it, or
   * before the next batch: who changes one after the other does not outrun them.
   */
  changeList(change: ListChange): void {
    this.#untold.push(change);
    if (this.#telling === 0) this.#tellChanges();
  }

  #tellChanges(): void {
    const changes = this.#untold;
    if (changes.length === 0) return;
    this.#untold = [];
    this.#telling++;
    const isTold = (): void => {
      if (--this.#telling === 0) this.#tellChanges();
    };
    // Where one is lost, what it was at is screened by who owns it.
    void this.#tell({ changes }).then(isTold, isTold);
  }

  async #tell(task: ThreadTask): Promise<void> {
    await Promise.all(this.#threads.map((thread) => this.#run(thread, task)));
  }

  async #run(thread: Thread, task: ThreadTask): Promise<BatchScreened | null> {
    try {
      return await thread.run(task);
    } catch (error) {
      const place = this.#threads.indexOf(thread);
      if (place >= 0 && error instanceof RingfenceError && error.code === "io") {
        this.#threads.splice(place, 1);
        void thread.close();
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** In a thread. */
let known: Known | null = null;

interface Known {
  readonly tables: LiveTables;
  readonly batches: readonly BatchScreener[];
  readonly country: Country;
}

/** In a thread: one task after the other. */
export const screenBatchTask = inTurn(
  carryErrors(async (task: ThreadTask): Promise<BatchScreened | null> => {
    if ("begin" in task) {
      const { engines, handles, normaliser, country } = task.begin;
      await loadEngines(engines);
      const attacher = new StageTables(normaliser);
      const tables = new LiveTables(attacher.attach(handles), attacher);
      const batches = task.batches.map(
        ({ events, findings }) =>
          new BatchScreener(tables.tables, EventBatch.attach(events), Findings.attach(findings)),
      );
      known = { tables, batches, country: countryOf(country) };
      return null;
    }
    // It has taken the place of one that died.
    if (known === null) throw lost();
    if (!("screen" in task)) {
      if ("use" in task) known.tables.use(task.use);
      else for (const change of task.changes) known.tables.changeList(change, known.country);
      for (const batch of known.batches) batch.useTables(known.tables.tables);
      return null;
    }
    const batch = known.batches[task.screen]!;
    const startMs = performance.now();
    const observations = batch.screenFilled(task.activity);
    return { observations, tookMs: performance.now() - startMs };
  }),
);

function lost(): RingfenceError {
  return new RingfenceError("io", "a thread of screening was lost");
}
