/**
 * How long events wait. All is done in one thread, in turns: what arrives waits in the socket until the turn is over. A
 * timer knows when one began, so an event has waited no longer than since then. One long turn is a pause, after which
 * all can be screened; two on end are more than the thread can do.
 */
const LOOK_MS = 10;

export class Waiting {
  readonly #now: () => number;
  #turnMs: number;
  #beforeMs = 0;
  readonly #timer = setInterval(() => this.turn(), LOOK_MS).unref();

  /** `now`: milliseconds of a clock that does not go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#turnMs = now();
  }

  /** Milliseconds, the gap between two looks aside: the shorter of this turn and the one before. */
  get longestMs(): number {
    return Math.min(this.#beforeMs, this.#sinceMs);
  }

  get #sinceMs(): number {
    return Math.max(0, this.#now() - this.#turnMs - LOOK_MS);
  }

  /** A turn begins: for its timer, and for tests. */
  turn(): void {
    this.#beforeMs = this.#sinceMs;
    this.#turnMs = this.#now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
