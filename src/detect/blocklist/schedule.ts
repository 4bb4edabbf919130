/** Numbers that are due at ticks. Lists are used again and again: a few are under way at a time. */
import { DoubleList } from "../../core/double-list.ts";

/** A list that was longer, as that of the first entries of all, is left to the collector. */
const MAX_SPARE_CAPACITY = 2 ** 14;

export class Schedule {
  readonly #byTick = new Map<number, DoubleList>();
  readonly #spare: DoubleList[] = [];

  /** What is due at that tick, to push more to. */
  at(tick: number): DoubleList {
    let list = this.#byTick.get(tick);
    if (list === undefined) this.#byTick.set(tick, (list = this.#spare.pop() ?? new DoubleList()));
    return list;
  }

  /**
   * Removes and returns what is due at `tick` or before, in order of tick, then of arrival. Cost: the ticks with
   * anything in them.
   */
  takeUpTo(tick: number): DoubleList {
    const [first, ...others] = [...this.#byTick.keys()].filter((key) => key <= tick).sort((a, b) => a - b);
    const due = first === undefined ? (this.#spare.pop() ?? new DoubleList()) : this.#take(first);
    for (const other of others) {
      const list = this.#take(other);
      for (let i = 0; i < list.length; i++) due.push(list.values[i]!);
      this.giveBack(list);
    }
    return due;
  }

  #take(tick: number): DoubleList {
    const list = this.at(tick);
    this.#byTick.delete(tick);
    return list;
  }

  /** Says that what was taken is not read any more. */
  giveBack(list: DoubleList): void {
    if (list.values.length > MAX_SPARE_CAPACITY) return;
    list.clear();
    this.#spare.push(list);
  }
}
