/** The follow-ups that episodes have in store, by the tick in which they fall due. */
import { HOUR_MS } from "../../core/time.ts";
import type { FollowUp } from "../gangs/contact.ts";

export class FollowUpPlan {
  readonly #byTick = new Map<number, FollowUp[]>();

  get isEmpty(): boolean {
    return this.#byTick.size === 0;
  }

  /** What is due before `earliestTick` is made in it. */
  add(followUps: readonly FollowUp[], earliestTick: number): void {
    for (const followUp of followUps) {
      const tick = Math.max(earliestTick, Math.floor(followUp.dueMs / HOUR_MS));
      const due = this.#byTick.get(tick);
      if (due) due.push(followUp);
      else this.#byTick.set(tick, [followUp]);
    }
  }

  takeDue(tick: number): FollowUp[] {
    const due = this.#byTick.get(tick) ?? [];
    this.#byTick.delete(tick);
    return due;
  }
}
