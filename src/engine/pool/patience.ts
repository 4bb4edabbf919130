/**
 * How long a thread may be at a task. Counted in polls, not by the clock: after a
 * stop of the process, as by Ctrl-Z or a sleep of the machine, the clock would blame a thread that had no chance.
 */

const MAX_POLL_MS = 1000;
/** Polls in a deadline, at least. */
const POLLS_A_DEADLINE = 10;

/** Default deadline. A task takes the shipped engines some tenths of a second. */
const USUAL_SECONDS = 600;

/** When hurried: at least this long, and so many times the slowest recent task. */
const HURRIED_SECONDS = 2;
const HURRIED_TIMES_SLOWEST = 3;
/** Keeps the slowest of some thousand tasks, roughly. */
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

  /** Polls at a task after which a thread is given up. */
  get polls(): number {
    const polls = Math.ceil(this.#deadlineMs / this.pollMs);
    if (!this.isHurried) return polls;
    const least = Math.ceil((HURRIED_SECONDS * 1000) / this.pollMs);
    return Math.min(polls, Math.max(least, HURRIED_TIMES_SLOWEST * this.#slowest));
  }

  get seconds(): number {
    return Math.ceil((this.polls * this.pollMs) / 100) / 10;
  }

  /** A task ended after so many polls. */
  noteTask(polls: number): void {
    this.#slowest = Math.max(polls, this.#slowest * FADING);
  }
}
