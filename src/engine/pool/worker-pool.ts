/** Worker threads, with tasks handed out fairly, retries, and a clear error where a worker cannot start. */
import { PassingError, RingfenceError, messageOf } from "../../core/errors.ts";
import type { Place } from "../../core/thread-marks.ts";
import { PoolThread, type PoolThreadOptions, TaskFailure } from "./pool-thread.ts";

/** A task whose thread is lost is tried this often: a thread may die of something that has nothing to do with it. */
const MAX_TRIES = 3;
/** Somebody else was late, who has tries of his own: they are over before these are. */
const MAX_WAITS = 60;

/** Of this process: those that look at their threads. */
const open = new Set<WorkerPool<never, unknown>>();

/** What a thread of any pool has been at for long, for a line that says how far a command is; null: none is slow. */
export function slowPlace(): string | null {
  for (const pool of open) {
    const place = pool.slowPlace;
    if (place !== null) return place.name;
  }
  return null;
}

export interface WorkerPoolOptions extends PoolThreadOptions {
  /** Name of the module's exported function that runs a task. */
  readonly task: string;
  readonly workers: number;
  /**
   * Whether this thread must not be held up: else it loads the module first, some 50 ms, so that an error says what is
   * wrong with it. Left out: no.
   */
  readonly isBusyHere?: boolean;
}

export class WorkerPool<Task, Result> {
  readonly #options: WorkerPoolOptions;
  /** The one that was given no task for longest first. */
  readonly #threads: PoolThread[];
  readonly #watchman: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.workers }, () => new PoolThread(options));
    const { patience } = options;
    this.#watchman = patience && setInterval(() => this.#poll(), patience.pollMs).unref();
    if (patience) open.add(this);
  }

  /** Starts the workers and waits until each has answered. Throws RingfenceError "io" where one does not start. */
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
   * Runs a task; a task whose worker dies, or gets no further, is tried again, for a result is written whole or written
   * over. Throws what the task throws, at once; RingfenceError "config" where a worker gets no further in code of a
   * user's own, "io" where workers die of it again and again, or none starts.
   */
  run(task: Task): Promise<Result> {
    return this.#try(() => this.#nextThread(), this.#options.task, task) as Promise<Result>;
  }

  /**
   * Runs the module's function `name` once on every worker that there is. One that died before is not started for it;
   * one that dies of it is, to be tried again. Throws as `run` does.
   */
  async each(name: string, argument: unknown): Promise<void> {
    this.#assertOpen();
    const taken = this.#threads.filter(({ isUp }) => isUp);
    const calls = taken.map((thread) => this.#try(() => thread, name, argument));
    // All of them, whatever becomes of one: nothing is under way when this has ended.
    const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
    if (failed) throw failed.reason;
  }

  /**
   * Whether somebody waits for the end of what is under way: a worker that gets no further is then ended after two
   * seconds, or a few times what the slowest step took.
   */
  hurry(isHurried: boolean): void {
    if (this.#options.patience) this.#options.patience.isHurried = isHurried;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watchman);
    open.delete(this);
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
        if (cause instanceof RingfenceError && cause.code === "config") throw cause;
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

  /** What keeps it busy, where that takes long; null where it does not. */
  get slowPlace(): Place | null {
    const { slowPolls = Infinity } = this.#options.patience ?? {};
    const slow = this.#threads.flatMap(({ work }) => (work !== null && work.polls >= slowPolls ? [work] : []));
    return slow.sort((a, b) => b.polls - a.polls)[0]?.place ?? null;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new RingfenceError("usage", "the pool of workers is closed: start another");
  }

  /** That with the fewest tasks: those posted together go to different workers, whatever these still have to do. */
  #nextThread(): PoolThread {
    const fewest = Math.min(...this.#threads.map(({ tasks }) => tasks));
    const at = this.#threads.findIndex(({ tasks }) => tasks === fewest);
    const [thread] = this.#threads.splice(at, 1) as [PoolThread];
    this.#threads.push(thread);
    return thread;
  }
}
