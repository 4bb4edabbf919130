/** A thread with its own piscina: one of several threads would not replace a thread that ends before it is ready. */
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import { assert } from "../../core/assert.ts";
import { RingfenceError, messageOf } from "../../core/errors.ts";
import { userModules } from "../../core/module/user-modules.ts";
import { arrivedError } from "./answer.ts";
import { noteStart } from "./starting-threads.ts";

/** A worker usually loads in well under a second. */
const START_LIMIT_MS = 60_000;

/** A thread that threw outside of a task ends at once, or never: if it falls asleep first, nothing wakes it. */
const END_LIMIT_MS = 1000;

/** A task threw `cause`; its thread still works. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";

  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

export interface PoolThreadOptions {
  readonly url: string;
  /** The name of an exported function that only answers, to show that the module loads. */
  readonly ping: string;
  /** Tasks handed to the thread at a time: it starts the next without waiting for the main thread. Default 1. */
  readonly tasksAWorker?: number;
  readonly workerData: unknown;
}

export class PoolThread {
  /** Resolves at the first answer. Rejects with RingfenceError "io" if the thread ends before, or takes too long. */
  readonly answered: Promise<void>;
  /** Resolves when the thread has ended, or can no longer wake up. */
  readonly ended: Promise<void>;
  readonly #piscina: Piscina<unknown, unknown>;
  #hasAnswered = false;
  #tasks = 0;
  /** Polls since its last answer, or since it got a task while idle. */
  #polls = 0;
  #isOver = false;
  #reason: unknown = null;

  /** Throws RingfenceError "io" if no thread can be made. */
  constructor({ url, ping, tasksAWorker = 1, workerData }: PoolThreadOptions) {
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
      // Without it, a task that must wait would run after later ones.
      stricterFIFO: true,
      workerData,
      trackUnmanagedFds: false,
      recordTiming: false,
    });
    // Without a listener, the errors below would end the process.
    this.#piscina.on("error", () => {});
    let answer: Promise<unknown>;
    try {
      answer = this.#piscina.run(null, { name: ping });
    } catch (cause) {
      throw startFailure(cause, ": ask for fewer workers, or let the process have more threads (ulimit -u)");
    }
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

  /** Throws TaskFailure for the task's errors, and another error if the thread ends first or is stuck. */
  async run(name: string, task: unknown): Promise<unknown> {
    // Piscina would start another thread.
    assert(!this.#isOver, "a thread that has ended got a task");
    if (this.#tasks++ === 0) this.#polls = 0;
    try {
      return await this.#piscina.run(task, { name });
    } catch (thrown) {
      if (!this.#isOver) throw new TaskFailure(arrivedError(thrown));
      // It may still run the task, and a second try would write to the same memory.
      await this.ended;
      throw this.#reason ?? thrown;
    } finally {
      this.#tasks--;
      this.#polls = 0;
    }
  }

  /** Call it regularly. Ends a thread that has run one task for more than `polls` polls. */
  poll(polls: number, seconds: number): void {
    if (this.#isOver || this.#tasks === 0 || ++this.#polls <= polls) return;
    const modules = userModules();
    const advice = modules.length === 0 ? "" : `does ${modules.join(" or ")} loop without an end? `;
    const words = `a worker ran one task for ${seconds} s and was ended: ${advice}If a task really takes longer, `;
    this.#lose(new Error(`${words}set a later deadline (run --worker-deadline)`));
  }

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
      throw startFailure(cause);
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

function startFailure(cause: unknown, advice = ""): RingfenceError {
  return new RingfenceError("io", `a worker did not start: ${messageOf(cause)}${advice}`, { cause });
}

function endOf(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    let limit: NodeJS.Timeout | undefined;
    thread.once("error", () => {
      limit = setTimeout(() => {
        // A sleeping thread must not keep the process alive.
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
