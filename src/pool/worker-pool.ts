/** Worker threads by piscina, every option explicit, with a clear error where a worker cannot start, and retries. */
import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { RingfenceError } from "../core/errors.ts";

/** A task is tried this often: a worker may die of something that has nothing to do with the task. */
const MAX_TRIES = 3;

/** A worker loads in well under a second; one that takes this long never will. */
const START_LIMIT_MS = 60_000;

type PoolOptions = NonNullable<ConstructorParameters<typeof Piscina>[0]>;

export interface WorkerPoolOptions {
  /** URL of the compiled worker module. */
  readonly url: string;
  /** Name of its exported function that runs a task. */
  readonly task: string;
  /** Name of its exported function that only answers: shows that the module loads. */
  readonly ping: string;
  readonly workers: number;
  /** Tasks handed to a worker at a time: it goes on to the next without waiting for the main thread. Default 1. */
  readonly tasksAWorker?: number;
  /** Handed to each worker once. */
  readonly workerData: unknown;
}

export class WorkerPool<Task, Result> {
  readonly workers: number;
  readonly #pool: Piscina<Task, Result>;
  readonly #options: WorkerPoolOptions;
  /** The last error of a worker that no task was told of. */
  #workerError: unknown = null;
  #isClosed = false;

  private constructor(options: WorkerPoolOptions) {
    const { tasksAWorker = 1 } = options;
    this.workers = options.workers;
    this.#options = options;
    this.#pool = new Piscina<Task, Result>({
      filename: fileURLToPath(options.url),
      name: options.task,
      minThreads: options.workers,
      maxThreads: options.workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: tasksAWorker,
      loadBalancer: balanceFairly(tasksAWorker),
      maxQueue: Number.POSITIVE_INFINITY,
      // A worker here does nothing but its tasks, so it may sleep in between without an event loop.
      atomics: "sync",
      useAtomics: true,
      workerData: options.workerData,
      trackUnmanagedFds: false,
      recordTiming: false,
    } as PoolOptions);
    // Without a listener the process would die of it; with one, a task of the dead worker is rejected and retried.
    this.#pool.on("error", (error: unknown) => {
      this.#workerError = error;
    });
  }

  /**
   * Starts the workers and waits until each has answered. Throws RingfenceError "io" when the module does not load, which
   * piscina alone would answer by waiting for ever.
   */
  static async start<Task, Result>(options: WorkerPoolOptions): Promise<WorkerPool<Task, Result>> {
    try {
      await import(options.url);
    } catch (cause) {
      throw new RingfenceError(
        "io",
        `the worker module ${options.url} does not load: ${messageOf(cause)}. Build the project first: npm run build`,
        { cause },
      );
    }
    const pool = new WorkerPool<Task, Result>(options);
    await pool.#warmUp();
    return pool;
  }

  /** Runs a task; a task whose worker dies is tried again, for a result is written whole or written over. */
  run(task: Task): Promise<Result> {
    return this.#try(task, this.#options.task);
  }

  /** Runs the module's function `name` once on every worker, if none is at a task. Where one dies of it, another may run it twice. */
  async each(name: string, argument: unknown): Promise<void> {
    const calls = Array.from({ length: this.workers }, () => this.#try(argument as Task, name));
    // All of them, whatever becomes of one: nothing is under way when this has ended.
    const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
    if (failed) throw failed.reason;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool.destroy();
  }

  async #try(task: Task, name: string): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      // Piscina would start other threads, which nobody ends.
      if (this.#isClosed) throw new RingfenceError("usage", "the pool of workers is closed: start another");
      try {
        return await this.#pool.run(task, { name });
      } catch (cause) {
        if (attempt < MAX_TRIES) continue;
        throw new RingfenceError("io", `a task failed ${attempt} times, last with: ${messageOf(cause)}`, { cause });
      }
    }
  }

  async #warmUp(): Promise<void> {
    const signal = AbortSignal.timeout(START_LIMIT_MS);
    // One listener a worker: many workers are no leak.
    setMaxListeners(this.workers + 1, signal);
    const pings = Array.from({ length: this.workers }, () =>
      this.#pool.run({} as Task, { name: this.#options.ping, signal }),
    );
    try {
      await Promise.all(pings);
    } catch (cause) {
      await this.#pool.destroy();
      throw new RingfenceError("io", `the workers did not start: ${messageOf(this.#workerError ?? cause)}`, { cause });
    }
  }
}

/**
 * The worker with the fewest tasks, and of several the one that was given none for longest: tasks posted together go to different
 * workers, whatever these still have to do.
 */
function balanceFairly(tasksAWorker: number): NonNullable<PoolOptions["loadBalancer"]> {
  const lastGiven = new Map<number, number>();
  let given = 0;
  return (task, workers) => {
    // A task with a signal must have its worker to itself: aborting one ends the thread.
    const limit = task.isAbortable ? 1 : tasksAWorker;
    const free = workers.filter((worker) => worker.currentUsage < limit && !worker.isRunningAbortableTask);
    const since = (id: number): number => lastGiven.get(id) ?? 0;
    free.sort((a, b) => a.currentUsage - b.currentUsage || since(a.id) - since(b.id));
    const [chosen] = free;
    if (chosen) lastGiven.set(chosen.id, ++given);
    return chosen ?? null;
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
