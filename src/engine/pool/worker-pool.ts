/** Worker threads, with fair queues, retries, and a clear error if a worker cannot start. */
import { PassingError, RingfenceError, messageOf } from "../../core/errors.ts";
import { PoolThread, type PoolThreadOptions, TaskFailure } from "./pool-thread.ts";

/** Tries of a task that loses its thread: a thread may die of an unrelated cause. */
const MAX_TRIES = 3;
/** Waits for another stuck task, whose tries end before these do. */
const MAX_WAITS = 60;

export interface WorkerPoolOptions extends PoolThreadOptions {
  /** Name of the module's exported function that runs a task. */
  readonly task: string;
  readonly workers: number;
  /**
   * True if this thread must not block: by default it loads the module first, some 50 ms, for a clear error about it.
   */
  readonly isBusyHere?: boolean;
}

export class WorkerPool<Task, Result> {
  readonly #options: WorkerPoolOptions;
  /** The longest without a task first. */
  readonly #threads: PoolThread[];
  readonly #watchman: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.workers }, () => new PoolThread(options));
    const { patience } = options;
    this.#watchman = patience && setInterval(() => this.#poll(), patience.pollMs).unref();
  }

  /** Resolves when each has answered. Throws RingfenceError "io" if one does not start. */
  static async start<Task, Result>(options: WorkerPoolOptions): Promise<WorkerPool<Task, Result>> {
    try {
      if (options.isBusyHere !== true) await import(options.url);
    } catch (cause) {
      throw new RingfenceError(
        "io",
        `the worker module ${options.url} does not load: ${messageOf(cause)}. Build the project first: npm run build`,
        { cause },
      );
    }
    const pool = new WorkerPool<Task, Result>(options);
    try {
      await Promise.all(pool.#threads.map((thread) => thread.start()));
    } catch (cause) {
      await pool.close();
      throw cause;
    }
    return pool;
  }

  get workers(): number {
    return this.#threads.length;
  }

  /**
   * Runs a task; a task whose worker dies, or gets stuck, is tried again, as results are written whole or overwritten.
   * Throws the task's own errors at once; RingfenceError "io" if workers
   * keep dying of it, or none starts.
   */
  run(task: Task): Promise<Result> {
    return this.#try(() => this.#nextThread(), this.#options.task, task) as Promise<Result>;
  }

  /**
   * Runs the module's function `name` once on every live worker. A worker that died before is not restarted for it; one
   * that dies of it is, and it is tried again. Throws as `run` does.
   */
  async each(name: string, argument: unknown): Promise<void> {
    this.#assertOpen();
    const taken = this.#threads.filter(({ isUp }) => isUp);
    const calls = taken.map((thread) => this.#try(() => thread, name, argument));
    // Waits for all, even if one fails: nothing is under way when this has ended.
    const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
    if (failed) throw failed.reason;
  }

  /**
   * True: somebody waits for the end, and a stuck worker is ended after two seconds, or a few times the slowest task.
   */
  hurry(isHurried: boolean): void {
    if (this.#options.patience) this.#options.patience.isHurried = isHurried;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watchman);
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #try(threadOf: () => PoolThread, name: string, task: unknown): Promise<unknown> {
    let [tries, waits] = [0, 0];
    for (;;) {
      this.#assertOpen();
      try {
        return await threadOf().run(name, task);
      } catch (cause) {
        if (cause instanceof TaskFailure) throw cause.cause;
        if (cause instanceof PassingError) waits++;
        else tries++;
        if (tries < MAX_TRIES && waits < MAX_WAITS) continue;
        const words = `a task failed ${tries + waits} times, last with: ${messageOf(cause)}`;
        throw new RingfenceError("io", words, { cause });
      }
    }
  }

  #poll(): void {
    for (const thread of this.#threads) thread.poll();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new RingfenceError("usage", "the pool of workers is closed: start another");
  }

  /** The thread with the fewest tasks: tasks posted together go to different workers. */
  #nextThread(): PoolThread {
    const fewest = Math.min(...this.#threads.map(({ tasks }) => tasks));
    const at = this.#threads.findIndex(({ tasks }) => tasks === fewest);
    const [thread] = this.#threads.splice(at, 1) as [PoolThread];
    this.#threads.push(thread);
    return thread;
  }
}
