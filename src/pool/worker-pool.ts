/** Worker threads by piscina, every option explicit, with a clear error where a worker cannot start, and retries. */
import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { RingfenceError } from "../core/errors.ts";

/** A task is tried this often: a worker may die of something that has nothing to do with the task. */
const MAX_TRIES = 3;

/** A worker loads in well under a second; one that takes this long never will. */
const START_LIMIT_MS = 60_000;

export interface WorkerPoolOptions {
  /** URL of the compiled worker module. */
  readonly url: string;
  /** Name of its exported function that runs a task. */
  readonly task: string;
  /** Name of its exported function that only answers: shows that the module loads. */
  readonly ping: string;
  readonly workers: number;
  /** Handed to each worker once. */
  readonly workerData: unknown;
}

export class WorkerPool<Task, Result> {
  readonly workers: number;
  readonly #pool: Piscina<Task, Result>;
  readonly #options: WorkerPoolOptions;
  /** The last error of a worker that no task was told of. */
  #workerError: unknown = null;

  private constructor(options: WorkerPoolOptions) {
    this.workers = options.workers;
    this.#options = options;
    this.#pool = new Piscina<Task, Result>({
      filename: fileURLToPath(options.url),
      name: options.task,
      minThreads: options.workers,
      maxThreads: options.workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: 1,
      maxQueue: Number.POSITIVE_INFINITY,
      // A worker here does nothing but its tasks, so it may sleep in between without an event loop.
      atomics: "sync",
      useAtomics: true,
      workerData: options.workerData,
      trackUnmanagedFds: false,
      recordTiming: false,
    } as ConstructorParameters<typeof Piscina>[0]);
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
  async run(task: Task): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#pool.run(task);
      } catch (cause) {
        if (attempt < MAX_TRIES && !(cause instanceof RingfenceError)) continue;
        throw new RingfenceError("io", `a batch failed ${attempt} times, last with: ${messageOf(cause)}`, { cause });
      }
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
