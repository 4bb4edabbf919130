/**
 * Leads worlds through the hours of a run. No world does an hour before all have reached it and it is its turn, unless
 * it may be ahead; an hour is shown once all have done it.
 */

interface LockStepOptions {
  /** Awaited once for each hour, when all worlds have reached it. It must not reject. */
  readonly turn: () => Promise<void>;
  /** All worlds have done the hour. Worlds that may be ahead may have done more. */
  readonly onHour: (hour: number) => void;
}

export class LockStep {
  readonly #options: LockStepOptions;
  readonly #walkers: Walker[] = [];
  #hour = -1;
  #waiting: (() => void)[] = [];

  constructor(options: LockStepOptions) {
    this.#options = options;
  }

  /** Adds a world, before the first hour. `lead`: hours that it may be ahead now. */
  join(lead: () => number): Walker {
    const walker = new Walker(
      () => this.#look(),
      (hour) => this.#until(() => hour <= this.#hour + lead()),
    );
    this.#walkers.push(walker);
    return walker;
  }

  /** Resolves when every world has left, and every hour was shown. */
  async walk(): Promise<void> {
    try {
      for (let hour = 0; await this.#hasCome(hour); hour++) {
        await this.#options.turn();
        this.#letGoOn(hour);
        await this.#until(() => this.#walkers.every(({ done, hasLeft }) => hasLeft || done >= hour));
        this.#options.onHour(hour);
      }
    } finally {
      this.#letGoOn(Number.POSITIVE_INFINITY);
    }
  }

  async #hasCome(hour: number): Promise<boolean> {
    await this.#until(() => this.#walkers.every(({ settled, hasLeft }) => hasLeft || settled >= hour));
    return this.#walkers.some(({ done, hasLeft }) => !hasLeft || done >= hour);
  }

  #letGoOn(hour: number): void {
    this.#hour = hour;
    this.#look();
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Wakes all waiters to check their condition. */
  #look(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

export class Walker {
  settled = -1;
  done = -1;
  hasLeft = false;
  readonly #tell: () => void;
  readonly #mayGoOn: (hour: number) => Promise<void>;

  constructor(tell: () => void, mayGoOn: (hour: number) => Promise<void>) {
    this.#tell = tell;
    this.#mayGoOn = mayGoOn;
  }

  /** It has reached its next hour. Resolves when it may go on. */
  settle(hour: number): Promise<void> {
    this.settled = hour;
    this.#tell();
    return this.#mayGoOn(hour);
  }

  finish(hour: number): void {
    this.done = hour;
    this.#tell();
  }

  leave(): void {
    this.hasLeft = true;
    this.#tell();
  }
}
