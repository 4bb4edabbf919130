/**
 * How long a thread may be at a task without getting any further (core/thread-marks.ts). It is counted in polls, not by
 * the clock: of time, a process that was stopped for a while, as by Ctrl-Z or with its machine, would not know whether
 * anybody was late.
 */

const MAX_POLL_MS = 1000;
/** A look is at most so much of a deadline. */
const POLLS_A_DEADLINE = 10;

/** Where none is given. A batch of 4,096 events takes a stage some milliseconds. */
const USUAL_SECONDS = 60;

/** A task that takes longer is worth a word. */
const SLOW_MS = 5000;

/** Where somebody waits for the end: so long at least, and so many times what the slowest step took of late. */
const HURRIED_SECONDS = 2;
const HURRIED_TIMES_SLOWEST = 3;
/** The slowest of some thousand steps, more or less. */
const FADING = 0.999;

export class Patience {
  /** How often is to be looked at the threads. */
  readonly pollMs: number;
  /** Whether somebody waits for what is under way, and for nothing after it. */
  isHurried = false;
  readonly #deadlineMs: number;
  #slowest = 0;

  constructor(deadlineSeconds = USUAL_SECONDS) {
    this.#deadlineMs = deadlineSeconds * 1000;
    this.pollMs = Math.min(MAX_POLL_MS, this.#deadlineMs / POLLS_A_DEADLINE);
  }

  /** Looks without a step after which a thread is given up. */
  get polls(): number {
    const polls = Math.ceil(this.#deadlineMs / this.pollMs);
    if (!this.isHurried) return polls;
    const least = Math.ceil((HURRIED_SECONDS * 1000) / this.pollMs);
    return Math.min(polls, Math.max(least, HURRIED_TIMES_SLOWEST * this.#slowest));
  }

  /** Looks at the same task after which it is slow. */
  get slowPolls(): number {
    return Math.ceil(SLOW_MS / this.pollMs);
  }

  get seconds(): number {
    return Math.ceil((this.polls * this.pollMs) / 100) / 10;
  }

  /** A thread has got further, after so many polls. */
  noteStep(polls: number): void {
    this.#slowest = Math.max(polls, this.#slowest * FADING);
  }
}
