/** What the network tells banks: who spoke with a suspect number of late. It holds a few calls of the last hours. */
import { MINUTE_MS } from "../../core/time.ts";

export class RecentCalls {
  readonly #spanMs: number;
  /** By subscriber, when such calls began, in no order. */
  readonly #calls = new Map<number, number[]>();

  /** A call counts for so many minutes from its beginning. */
  constructor(minutes: number) {
    this.#spanMs = minutes * MINUTE_MS;
  }

  note(subscriber: number, timeMs: number): void {
    const calls = this.#calls.get(subscriber);
    if (calls === undefined) this.#calls.set(subscriber, [timeMs]);
    else calls.push(timeMs);
  }

  /** Whether one counts at `timeMs`: of later calls nobody knows yet. */
  has(subscriber: number, timeMs: number): boolean {
    const calls = this.#calls.get(subscriber);
    return calls !== undefined && calls.some((callMs) => callMs <= timeMs && timeMs - callMs <= this.#spanMs);
  }

  /** Forgets what does not count at `nowMs` or later. */
  forget(nowMs: number): void {
    for (const [subscriber, calls] of this.#calls) {
      const left = calls.filter((callMs) => nowMs - callMs <= this.#spanMs);
      if (left.length === 0) this.#calls.delete(subscriber);
      else this.#calls.set(subscriber, left);
    }
  }
}
