/**
 * What people ask for more because others like them were caught: in proportion to the share of them that was, lately.
 * An expected penalty adds to the price of supply (Becker 1968).
 */
import { HOURS_PER_DAY } from "../../../core/time.ts";

export class Fear {
  readonly #yuanForAll: number;
  readonly #keptADay: number;
  #caught = 0;

  constructor(yuanForAll: number, halfLifeDays: number) {
    this.#yuanForAll = yuanForAll;
    this.#keptADay = Math.exp(-Math.LN2 / halfLifeDays);
  }

  /** So many were caught, or are feared to be. */
  rise(people = 1): void {
    this.#caught += people;
  }

  /** A day passes. */
  fade(): void {
    this.#caught *= this.#keptADay;
  }

  /** In yuan, where there are `people` of the kind. */
  premiumYuan(people: number): number {
    return people === 0 ? 0 : this.#yuanForAll * Math.min(1, this.#caught / people);
  }
}

/** Whole days begin here. */
export function beginsDay(tick: number): boolean {
  return tick % HOURS_PER_DAY === 0;
}
