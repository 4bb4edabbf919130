/**
 * A place in a pool, for one thread at a time. Where that ends, the next task has another one started, when the first
 * is gone.
 */
import { LoneThread, type LoneThreadOptions } from "./lone-thread.ts";

export class Seat {
  /** Those that were given and have not ended. */
  tasks = 0;
  readonly #options: LoneThreadOptions;
  #thread: LoneThread | null = null;
  #starting: Promise<LoneThread> | null = null;
  #isClosed = false;

  constructor(options: LoneThreadOptions) {
    this.#options = options;
  }

  /** Whether it has a thread that takes tasks. */
  get isTaken(): boolean {
    return this.#thread?.isUp ?? false;
  }

  /** Starts a thread. Throws RingfenceError "io" where none starts. */
  fill(): Promise<LoneThread> {
    this.#starting ??= this.#fill().finally(() => (this.#starting = null));
    return this.#starting;
  }

  /**
   * Runs the module's function `name`. Throws TaskFailure for what that throws, and another error where the thread ends
   * of it or cannot start.
   */
  async run(name: string, task: unknown): Promise<unknown> {
    this.tasks++;
    try {
      // Where there is a thread it has the task before this returns: whoever hands out tasks is busy afterwards.
      const thread = this.#thread?.isUp ? this.#thread : await this.fill();
      return await thread.run(name, task);
    } finally {
      this.tasks--;
    }
  }

  /** To be called now and then: a thread that has tried the patience makes room for another. */
  look(): void {
    this.#thread?.look();
  }

  /** Ends the thread, whatever it is at; there will be no other. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.end();
  }

  async #fill(): Promise<LoneThread> {
    // It may still be at the task that is tried again: they would write to the same memory.
    await this.#thread?.ended;
    if (this.#isClosed) throw new Error("the pool of workers is closed");
    this.#thread = new LoneThread(this.#options);
    await this.#thread.answered;
    return this.#thread;
  }
}
