/** Listings that operators and app stores may not block yet: they act on each so many ticks after it. */
import { KeyIndex } from "../../core/key-index.ts";
import { sideOf } from "../../core/time.ts";
import { LONG_AGO, RecentListings, type RecentListingsHandle } from "./recent-listings.ts";

export function operatorDelayTicks(delayHours: number): number {
  return Math.round(delayHours);
}

/** Whether a listing is not blocked yet at `tick`. `listedAt`: a tick, or LONG_AGO. */
export function isLate(listedAt: number, tick: number, delayTicks: number): boolean {
  return listedAt !== LONG_AGO && tick < listedAt + delayTicks;
}

export class LateListings {
  readonly #delayTicks: number;
  readonly #listedAt = new KeyIndex();
  /** One for each parity of tick: workers still read the tick before. */
  readonly #tables: readonly [RecentListings, RecentListings] = [RecentListings.create(), RecentListings.create()];

  private constructor(delayTicks: number) {
    this.#delayTicks = delayTicks;
  }

  static of(delayHours: number): LateListings | null {
    const delayTicks = operatorDelayTicks(delayHours);
    return delayTicks === 0 ? null : new LateListings(delayTicks);
  }

  /** Adds the keys listed at `tick`. Ticks rise. What was listed before the run was blocked long ago. */
  note(keys: Float64Array, tick: number): void {
    if (tick === 0) return;
    for (const key of keys) this.#listedAt.set(key, tick);
    const over: number[] = [];
    // `isLate` is still asked about the tick before.
    this.#listedAt.forEach((key, listedAt) => {
      if (!isLate(listedAt, tick - 1, this.#delayTicks)) over.push(key);
    });
    for (const key of over) this.#listedAt.delete(key);
  }

  /** Unchanged until tick + 2 is sealed. */
  seal(tick: number): RecentListingsHandle {
    const table = this.#tables[sideOf(tick)];
    const keys: number[] = [];
    this.#listedAt.forEach((key) => keys.push(key));
    table.hold(Float64Array.from(keys), (key) => this.#listedAt.get(key));
    return table.handle;
  }

  /** `tick`: the one last noted, or the one before. */
  isLate(key: number, tick: number): boolean {
    return isLate(this.#listedAt.get(key), tick, this.#delayTicks);
  }
}
