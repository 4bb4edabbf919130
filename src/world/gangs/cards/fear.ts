/**
 * Fear: what people demand on top of their price because others like them were caught lately, in proportion to the share
 * caught. An expected penalty adds to the price of supply (Becker 1968).
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

  rise(people = 1): void {
    this.#caught += people;
  }

  fade(): void {
    this.#caught *= this.#keptADay;
  }

  /** In yuan, where there are `people` of the kind. */
  premiumYuan(people: number): number {
    return people === 0 ? 0 : this.#yuanForAll * Math.min(1, this.#caught / people);
  }
}

export function beginsDay(tick: number): boolean {
  return tick % HOURS_PER_DAY === 0;
}
