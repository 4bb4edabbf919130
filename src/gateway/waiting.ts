/**
 * Measures how long events wait. One thread does all the work, and new requests wait in their sockets while it works. A
 * timer that runs late shows for how long. One long turn is only a pause, such as a reload. Two in a row are overload.
 */
const LOOK_MS = 10;

export class Waiting {
  readonly #now: () => number;
  #turnMs: number;
  #beforeMs = 0;
  readonly #timer = setInterval(() => this.turn(), LOOK_MS).unref();

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#turnMs = now();
  }

  /** Milliseconds beyond the usual gap of the timer: the shorter of this turn and the one before. */
  get longestMs(): number {
    return Math.min(this.#beforeMs, this.#sinceMs);
  }

  get #sinceMs(): number {
    return Math.max(0, this.#now() - this.#turnMs - LOOK_MS);
  }

  /** Called by the timer, and by tests. */
  turn(): void {
    this.#beforeMs = this.#sinceMs;
    this.#turnMs = this.#now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
