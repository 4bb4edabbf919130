/**
 * How long new requests wait in their sockets: one thread does all the work, and a timer that runs late shows how long
 * it was busy. One long turn is only a pause, such as a reload. Two in a row are overload.
 */
const LOOK_MS = 10;

export class ThreadDelay {
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
  get ms(): number {
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
