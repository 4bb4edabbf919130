/** Worker threads, with fair queues, retries of lost tasks, and a clear error if a worker cannot start. */
import { RetryableError, RingfenceError, messageOf } from "../../core/errors.ts";
import { PoolThread, type PoolThreadOptions, TaskFailure } from "./pool-thread.ts";

/** With shipped engines, a task takes some tenths of a second. */
export const USUAL_DEADLINE_SECONDS = 600;

/** Tries of a task whose thread dies: the cause may be unrelated. */
const MAX_TRIES = 3;
/** Tries of a task that waits for a task of another thread. That one's tries end first. */
const MAX_RETRIES = 60;

/** Deadlines are counted in polls: after Ctrl-Z or sleep, the clock would end a thread that did not run. */
const MAX_POLL_MS = 1000;
const POLLS_A_DEADLINE = 10;

export interface WorkerPoolOptions extends PoolThreadOptions {
  readonly task: string;
  readonly workers: number;
  /** A thread that runs one task for longer is ended. Left out: no limit. */
  readonly deadlineSeconds?: number;
}

/** Holds one thread at a time. When it ends, the next task starts another. */
interface Place {
  tasks: number;
  thread: PoolThread | null;
  starting: Promise<PoolThread> | null;
}

export class WorkerPool<Task, Result> {
  readonly #options: WorkerPoolOptions;
  /** The place that got its last task longest ago comes first. */
  readonly #places: Place[];
  readonly #poller: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#places = Array.from({ length: options.workers }, () => ({ tasks: 0, thread: null, starting: null }));
    if (options.deadlineSeconds !== undefined) this.#poller = this.#watch(options.deadlineSeconds);
  }

  /** Resolves when every worker has answered. Throws RingfenceError "io" if one does not start. */
  static async start<Task, Result>(options: WorkerPoolOptions): Promise<WorkerPool<Task, Result>> {
    try {
      // A thread's error would be less clear.
      await import(options.url);
    } catch (cause) {
      throw new RingfenceError(
        "io",
        `the worker module ${options.url} does not load: ${messageOf(cause)}. Build the project first: npm run build`,
        { cause },
      );
    }
    const pool = new WorkerPool<Task, Result>(options);
    try {
      await Promise.all(pool.#places.map((place) => pool.#started(place)));
    } catch (cause) {
      await pool.close();
      throw cause;
    }
    return pool;
  }

  get workers(): number {
    return this.#places.length;
  }

  /** Tries again if the worker dies or is stuck. Throws the task's errors at once, "io" if workers keep dying. */
  run(task: Task): Promise<Result> {
    return this.#try(() => this.#nextPlace(), this.#options.task, task) as Promise<Result>;
  }

  /** Runs function `name` once on every live worker, again where one dies meanwhile. Throws like `run`. */
  async each(name: string, argument: unknown): Promise<void> {
    this.#assertOpen();
    const places = this.#places.filter(({ thread }) => thread?.isUp);
    const calls = places.map((place) => this.#try(() => place, name, argument));
    // Waits for all, even if one fails, so that no call is still running afterwards.
    const failed = (await Promise.allSettled(calls)).find((call) => call.status === "rejected");
    if (failed) throw failed.reason;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poller);
    await Promise.all(this.#places.map(async ({ thread }) => thread?.end()));
  }

  #watch(deadlineSeconds: number): NodeJS.Timeout {
    const deadlineMs = deadlineSeconds * 1000;
    const pollMs = Math.min(MAX_POLL_MS, deadlineMs / POLLS_A_DEADLINE);
    const polls = Math.ceil(deadlineMs / pollMs);
    return setInterval(() => {
      for (const { thread } of this.#places) thread?.poll(polls, deadlineSeconds);
    }, pollMs).unref();
  }

  async #try(nextPlace: () => Place, name: string, task: unknown): Promise<unknown> {
    let [lost, retried] = [0, 0];
    for (;;) {
      this.#assertOpen();
      try {
        return await this.#runIn(nextPlace(), name, task);
      } catch (cause) {
        if (cause instanceof TaskFailure && !(cause.cause instanceof RetryableError)) throw cause.cause;
        if (cause instanceof TaskFailure) retried++;
        else lost++;
        if (lost < MAX_TRIES && retried < MAX_RETRIES) continue;
        const words = `a task failed ${lost + retried} times, last with: ${messageOf(cause)}`;
        throw new RingfenceError("io", words, { cause });
      }
    }
  }

  async #runIn(place: Place, name: string, task: unknown): Promise<unknown> {
    place.tasks++;
    try {
      // A running thread gets the task before this returns, since the caller is busy afterwards.
      const thread = place.thread?.isUp ? place.thread : await this.#started(place);
      return await thread.run(name, task);
    } finally {
      place.tasks--;
    }
  }

  #started(place: Place): Promise<PoolThread> {
    return (place.starting ??= this.#startIn(place).finally(() => (place.starting = null)));
  }

  async #startIn(place: Place): Promise<PoolThread> {
    // The last thread may still run a task that is tried again. Both would write to the same memory.
    await place.thread?.ended;
    this.#assertOpen();
    place.thread = new PoolThread(this.#options);
    await place.thread.answered;
    return place.thread;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new RingfenceError("usage", "the pool of workers is closed: start another");
  }

  /** The place with the fewest tasks, so that tasks posted together go to different workers. */
  #nextPlace(): Place {
    const fewest = Math.min(...this.#places.map(({ tasks }) => tasks));
    const at = this.#places.findIndex(({ tasks }) => tasks === fewest);
    const [place] = this.#places.splice(at, 1) as [Place];
    this.#places.push(place);
    return place;
  }
}
