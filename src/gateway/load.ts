/** How long events wait, how long bodies take to arrive, and how many events and looks a client may still send. */

const LOOK_MS = 10;

/**
 * All is done in one thread, in turns: what arrives waits in the socket until the turn is over. A timer tells when one
 * began, so an event has waited no longer than since then. One long turn is a pause, after which all can be screened;
 * two on end are more than the thread can do.
 */
export class Waiting {
  readonly #now: () => number;
  readonly #behindMs: () => number;
  #turnMs: number;
  #beforeMs = 0;
  readonly #timer = setInterval(() => this.turn(), LOOK_MS).unref();

  /** `now`: milliseconds of a clock that does not go back. `behindMs`: how long events wait for another thread. */
  constructor(now: () => number = () => performance.now(), behindMs = () => 0) {
    this.#now = now;
    this.#behindMs = behindMs;
    this.#turnMs = now();
  }

  /** Milliseconds, the gap between two looks aside: the shorter of this turn and the one before. */
  get longestMs(): number {
    return Math.max(this.#behindMs(), Math.min(this.#beforeMs, this.#sinceMs));
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

interface Droppable {
  drop(): void;
}

/** Ends connections by which a body does not arrive in time: one timer for all of them. */
export class Arrivals {
  readonly #patienceMs: number;
  readonly #since = new Map<Droppable, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#timer = setInterval(() => this.#look(), patienceMs / 4).unref();
  }

  begin(connection: Droppable): void {
    this.#since.set(connection, performance.now());
  }

  end(connection: Droppable): void {
    this.#since.delete(connection);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const untilMs = performance.now() - this.#patienceMs;
    for (const [connection, sinceMs] of this.#since) if (sinceMs < untilMs) connection.drop();
  }
}

/** Who has asked for nothing lately may ask for as much at once. */
const BURST_MS = 2000;
const LONGEST_PACE_MS = 5000;

/** What is shown to those who look is made beside the screening of events: each client may ask for so much of it. */
export class Paces {
  readonly #next = new Map<string, number>();

  /** In how many milliseconds to answer, where an answer takes `weightMs` of the client's time; null: never so soon. */
  wait(client: string, weightMs: number, nowMs = performance.now()): number | null {
    if (this.#next.size >= MAX_CLIENTS) this.#next.clear();
    const at = Math.max(nowMs - BURST_MS, this.#next.get(client) ?? 0);
    if (at - nowMs > LONGEST_PACE_MS) return null;
    this.#next.set(client, at + weightMs);
    return Math.max(0, at - nowMs);
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

  get areLimited(): boolean {
    return this.#rate > 0;
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
