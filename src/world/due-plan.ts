/** Planned contacts, by the tick in which they fall due. */
import { HOUR_MS } from "../core/time.ts";

export class DuePlan<T extends { readonly dueMs: number }> {
  readonly #byTick = new Map<number, T[]>();

  get isEmpty(): boolean {
    return this.#byTick.size === 0;
  }

  /** Contacts that are due before `earliestTick` are planned for it. */
  add(planned: T, earliestTick: number): void {
    const tick = Math.max(earliestTick, Math.floor(planned.dueMs / HOUR_MS));
    const due = this.#byTick.get(tick);
    if (due) due.push(planned);
    else this.#byTick.set(tick, [planned]);
  }

  takeDue(tick: number): readonly T[] {
    const due = this.#byTick.get(tick) ?? [];
    this.#byTick.delete(tick);
    return due;
  }
}
