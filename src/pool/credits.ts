/** Credits: a fixed set of things to lend, and a queue of those who wait for one. Keeps what is in flight bounded. */
import { assert } from "../core/assert.ts";

export class Credits<T> {
  readonly #free: T[];
  readonly #waiting: ((item: T) => void)[] = [];

  constructor(items: readonly T[]) {
    assert(items.length > 0, "credits need at least one item");
    this.#free = [...items];
  }

  /** Takes an item, or waits for the next that is given back. First come, first served. */
  take(): Promise<T> {
    const item = this.#free.pop();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(item: T): void {
    const next = this.#waiting.shift();
    if (next) next(item);
    else this.#free.push(item);
  }
}
