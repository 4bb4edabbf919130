/** Numbers that are due at ticks. */
export class Schedule {
  readonly #byTick = new Map<number, number[]>();

  at(tick: number): number[] {
    let list = this.#byTick.get(tick);
    if (list === undefined) this.#byTick.set(tick, (list = []));
    return list;
  }

  /** Removes and returns what is due at `tick` or before, in order of tick, then of arrival. */
  takeUpTo(tick: number): number[] {
    const ticks = [...this.#byTick.keys()].filter((key) => key <= tick).sort((a, b) => a - b);
    const lists = ticks.map((each) => this.at(each));
    for (const each of ticks) this.#byTick.delete(each);
    // There is usually one list. It may be long, so it is not copied.
    return lists.length === 1 ? lists[0]! : lists.flat();
  }
}
