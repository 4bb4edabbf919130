/**
 * A thread of a pool. When it ends, the next task starts another, once the first is gone. Each thread has its own
 * piscina, which ends with it. A piscina of several replaces threads that end, but not one that ends before it is
 * ready: its tasks would wait for ever.
 */
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import { assert } from "../../core/assert.ts";
import { PassingError, RingfenceError, messageOf } from "../../core/errors.ts";
import { userModules } from "../../core/module/user-modules.ts";
import { arrivedError } from "./answer.ts";
import type { Patience } from "./patience.ts";
import { noteStart } from "./starting-threads.ts";

/** A worker loads in well under a second; one that takes this long never will. */
const START_LIMIT_MS = 60_000;

/** A thread that threw outside of a task ends at once, or never: if it falls asleep first, nothing wakes it. */
const END_LIMIT_MS = 1000;

/** What a task itself threw, as `cause`: the thread is fine, and the task would throw it again. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";

  constructor(cause: unknown) {
    super("a task failed", { cause });
  }
}

export interface PoolThreadOptions {
  readonly url: string;
  /**
   * Name of its exported function that only answers: shows that the module loads.
   */
  readonly ping: string;
  /** Tasks handed to the thread at a time: it starts the next without waiting for the main thread. Default 1. */
  readonly tasksAWorker?: number;
  readonly workerData: unknown;
  /** Left out: a task may take for ever. */
  readonly patience?: Patience;
}

export class PoolThread {
  /** Given and not ended. */
  tasks = 0;
  readonly #options: PoolThreadOptions;
  #thread: LoneThread | null = null;
  #starting: Promise<LoneThread> | null = null;
  #isClosed = false;

  constructor(options: PoolThreadOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#thread?.isUp ?? false;
  }

  /** Throws RingfenceError "io" if it does not start. */
  async start(): Promise<void> {
    await this.#started();
  }

  /**
   * Runs the module's function `name`. Throws TaskFailure for its errors, and another error if the thread dies or
   * cannot start.
   */
  async run(name: string, task: unknown): Promise<unknown> {
    this.tasks++;
    try {
      // A running thread gets the task before this returns: the caller is busy afterwards.
      const thread = this.#thread?.isUp ? this.#thread : await this.#started();
      return await thread.run(name, task);
    } finally {
      this.tasks--;
    }
  }

  /** Call it regularly: gives up a stuck thread, which makes room for another. */
  poll(): void {
    this.#thread?.poll();
  }

  /** Ends the thread, even at a task; there will be no other. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.end();
  }

  #started(): Promise<LoneThread> {
    this.#starting ??= this.#start().finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #start(): Promise<LoneThread> {
    // It may still be at a task that is tried again: both would write to the same memory.
    await this.#thread?.ended;
    if (this.#isClosed) throw new Error("the pool of workers is closed");
    this.#thread = new LoneThread(this.#options);
    await this.#thread.answered;
    return this.#thread;
  }
}

/** One thread, which is not started again. */
class LoneThread {
  /** Resolves at the first answer. Throws RingfenceError "io" if it ends before, or takes too long. */
  readonly answered: Promise<void>;
  /** Resolves when it has ended, or sleeps for good. */
  readonly ended: Promise<void>;
  readonly #piscina: Piscina<unknown, unknown>;
  readonly #patience: Patience | undefined;
  #hasAnswered = false;
  #tasks = 0;
  /** Since its last answer, or since a task came when it had none. */
  #polls = 0;
  #isOver = false;
  #reason: unknown = null;

  /** Throws RingfenceError "io" if no thread can be made. */
  constructor({ url, ping, tasksAWorker = 1, workerData, patience }: PoolThreadOptions) {
    this.#patience = patience;
    this.#piscina = new Piscina({
      filename: fileURLToPath(url),
      // The first task starts the thread, and nothing starts another.
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: tasksAWorker,
      maxQueue: Number.POSITIVE_INFINITY,
      // A worker here does nothing but its tasks, so it may sleep in between without an event loop.
      atomics: "sync",
      // Otherwise a task without room goes behind later ones.
      stricterFIFO: true,
      workerData,
      trackUnmanagedFds: false,
      recordTiming: false,
    });
    // Without a listener the process would die of the errors below.
    this.#piscina.on("error", () => {});
    const answer = startWith(() => this.#piscina.run(null, { name: ping }));
    const thread = this.#piscina.threads[0]!;
    this.ended = endOf(thread);
    // Piscina hears both first, and rejects the thread's task.
    thread.on("error", (error) => this.#lose(error));
    thread.once("exit", (code) => this.#lose(new Error(`worker exited with code: ${code}`)));
    this.answered = noteStart(this.#await(answer));
  }

  get isUp(): boolean {
    return this.#hasAnswered && !this.#isOver;
  }

  /**
   * Calls the module's function `name` in the thread. Throws TaskFailure for its errors, and another error if the
   * thread ends first, is ended as stuck, or meets a passing fault: a PassingError, no memory. By then nothing of the
   * task is under way.
   */
  async run(name: string, task: unknown): Promise<unknown> {
    // Piscina would start another.
    assert(!this.#isOver, "a task is handed to a thread that is over");
    if (this.#tasks++ === 0) this.#polls = 0;
    try {
      const result = await this.#piscina.run(task, { name });
      this.#patience?.noteTask(this.#polls);
      return result;
    } catch (thrown) {
      const error = arrivedError(thrown);
      if (this.#isOver) {
        // It may still be at the task, and a second try would write to the same memory.
        await this.ended;
        throw this.#reason ?? error;
      }
      throw mayPass(error) ? error : new TaskFailure(error);
    } finally {
      this.#tasks--;
      this.#polls = 0;
    }
  }

  /** Call it regularly: gives up a stuck thread. */
  poll(): void {
    if (this.#isOver || this.#tasks === 0 || this.#patience === undefined) return;
    if (++this.#polls > this.#patience.polls) this.#lose(lateAfter(this.#patience.seconds));
  }

  /** Ends the thread, even at a task; a starting one once it is up. */
  async end(): Promise<void> {
    this.#isOver = true;
    // Node 20 aborts the process if a thread is ended while it loads modules.
    await this.answered.catch(() => {});
    await this.#destroy();
  }

  async #destroy(): Promise<void> {
    this.#isOver = true;
    await this.#piscina.destroy();
    await this.ended;
  }

  async #await(answer: Promise<unknown>): Promise<void> {
    const late = new Error(`no answer within ${START_LIMIT_MS / 1000} s`);
    const limit = setTimeout(() => this.#lose(late), START_LIMIT_MS);
    try {
      await answer;
      this.#hasAnswered = true;
    } catch (failure) {
      const cause = this.#reason ?? failure;
      await this.#destroy();
      throw new RingfenceError("io", `a worker did not start: ${messageOf(cause)}`, { cause });
    } finally {
      clearTimeout(limit);
    }
  }

  #lose(reason: unknown): void {
    this.#isOver = true;
    this.#reason ??= reason;
    // Rejects its waiting tasks.
    void this.#piscina.destroy();
  }
}

function lateAfter(seconds: number): Error {
  const modules = userModules();
  const advice = modules.length === 0 ? "" : `does ${modules.join(" or ")} loop without an end? `;
  return new Error(
    `a worker was at a task for ${seconds} s, and was ended: ${advice}Where a task really takes longer, set a later ` +
      "deadline (run --worker-deadline)",
  );
}

function mayPass(error: unknown): boolean {
  const isWantOfMemory = error instanceof RangeError && /allocation failed|out of memory/i.test(error.message);
  return isWantOfMemory || error instanceof PassingError;
}

function endOf(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    let limit: NodeJS.Timeout | undefined;
    thread.once("error", () => {
      limit = setTimeout(() => {
        // Asleep, it must not keep the process.
        thread.unref();
        resolve();
      }, END_LIMIT_MS);
    });
    thread.once("exit", () => {
      clearTimeout(limit);
      resolve();
    });
  });
}

function startWith(ping: () => Promise<unknown>): Promise<unknown> {
  try {
    return ping();
  } catch (cause) {
    throw new RingfenceError(
      "io",
      `a worker did not start: the system lets the process have no further thread (${messageOf(cause)}): ask for fewer workers, or allow ` +
        "more threads (ulimit -u, or the limit of processes of its container)",
      { cause },
    );
  }
}
