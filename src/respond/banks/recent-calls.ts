/** What the network tells banks: who spoke with a suspect number lately. It holds a few calls of the last hours. */
import { MINUTE_MS } from "../../core/time.ts";

export class RecentCalls {
  readonly #spanMs: number;
  readonly #calls = new Map<number, number[]>();

  constructor(minutes: number) {
    this.#spanMs = minutes * MINUTE_MS;
  }

  note(subscriber: number, timeMs: number): void {
    const calls = this.#calls.get(subscriber);
    if (calls === undefined) this.#calls.set(subscriber, [timeMs]);
    else calls.push(timeMs);
  }

  /** True if one counts at `timeMs`. Later calls are not known yet. */
  has(subscriber: number, timeMs: number): boolean {
    const calls = this.#calls.get(subscriber);
    return calls !== undefined && calls.some((callMs) => callMs <= timeMs && timeMs - callMs <= this.#spanMs);
  }

  forget(nowMs: number): void {
    for (const [subscriber, calls] of this.#calls) {
      const left = calls.filter((callMs) => nowMs - callMs <= this.#spanMs);
      if (left.length === 0) this.#calls.delete(subscriber);
      else this.#calls.set(subscriber, left);
    }
  }
}
