/**
 * How long a thread may be at a task without a step (core/thread-marks.ts). Counted in polls, not by the clock: after a
 * stop of the process, as by Ctrl-Z or a sleep of the machine, the clock would blame a thread that had no chance.
 */

const MAX_POLL_MS = 1000;
/** Polls in a deadline, at least. */
const POLLS_A_DEADLINE = 10;

/** Default deadline. A batch of 4,096 events takes a stage some milliseconds. */
const USUAL_SECONDS = 60;

/** A longer task is reported. */
const SLOW_MS = 5000;

/** When hurried: at least this long, and so many times the slowest recent step. */
const HURRIED_SECONDS = 2;
const HURRIED_TIMES_SLOWEST = 3;
/** Keeps the slowest of some thousand steps, roughly. */
const FADING = 0.999;

export class Patience {
  readonly pollMs: number;
  /** True if somebody waits for the tasks under way, and for nothing after them. */
  isHurried = false;
  readonly #deadlineMs: number;
  #slowest = 0;

  constructor(deadlineSeconds = USUAL_SECONDS) {
    this.#deadlineMs = deadlineSeconds * 1000;
    this.pollMs = Math.min(MAX_POLL_MS, this.#deadlineMs / POLLS_A_DEADLINE);
  }

  /** Polls without a step after which a thread is given up. */
  get polls(): number {
    const polls = Math.ceil(this.#deadlineMs / this.pollMs);
    if (!this.isHurried) return polls;
    const least = Math.ceil((HURRIED_SECONDS * 1000) / this.pollMs);
    return Math.min(polls, Math.max(least, HURRIED_TIMES_SLOWEST * this.#slowest));
  }

  /** Polls at one task after which it is slow. */
  get slowPolls(): number {
    return Math.ceil(SLOW_MS / this.pollMs);
  }

  get seconds(): number {
    return Math.ceil((this.polls * this.pollMs) / 100) / 10;
  }

  /** A thread made a step after so many polls. */
  noteStep(polls: number): void {
    this.#slowest = Math.max(polls, this.#slowest * FADING);
  }
}
