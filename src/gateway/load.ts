/** How long the next event may have waited by now, and how many a client may still send. */

const LOOK_MS = 10;

/**
 * All is done in one thread, in turns: what arrives waits in the socket until the turn is over. A timer tells when one
 * began, so an event has waited no longer than since then.
 */
export class Waiting {
  #turnMs = performance.now();
  readonly #timer = setInterval(() => (this.#turnMs = performance.now()), LOOK_MS).unref();

  /** Milliseconds, the gap between two looks aside. */
  get longestMs(): number {
    return Math.max(0, performance.now() - this.#turnMs - LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Clients that are told apart: when there are more, all begin anew. */
const MAX_CLIENTS = 10_000;

/** So many events a second of each client, and as many at once. */
export class Rates {
  readonly #rate: number;
  readonly #left = new Map<string, { events: number; atMs: number }>();

  /** 0: no limit. */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Takes `events` of the client's share, and returns 0; or, where it has not so many, in how many seconds to ask. */
  take(client: string, events: number, nowMs = performance.now()): number {
    if (this.#rate === 0) return 0;
    let left = this.#left.get(client);
    if (left === undefined) {
      if (this.#left.size >= MAX_CLIENTS) this.#left.clear();
      this.#left.set(client, (left = { events: this.#rate, atMs: nowMs }));
    }
    left.events = Math.min(this.#rate, left.events + ((nowMs - left.atMs) / 1000) * this.#rate);
    left.atMs = nowMs;
    // An array that is larger than a second's share would never pass: it passes when the share is whole, and is owed.
    if (left.events >= Math.min(events, this.#rate)) {
      left.events -= events;
      return 0;
    }
    return (Math.min(events, this.#rate) - left.events) / this.#rate;
  }
}
