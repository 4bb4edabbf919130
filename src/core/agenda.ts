/** What is due when: in the order of time, and of arrival among equals. */
import { Heap } from "./heap.ts";

export class Agenda<T> {
  readonly #heap = new Heap<T>();
  #arrivals = 0;

  get size(): number {
    return this.#heap.size;
  }

  /** When the next item is due; Infinity when nothing is. */
  get nextMs(): number {
    return this.#heap.leastRank;
  }

  add(timeMs: number, item: T): void {
    this.#heap.add(timeMs, this.#arrivals++, item);
  }

  /** Removes and returns the next item; undefined when there is none. */
  take(): T | undefined {
    return this.#heap.take();
  }

  /** Removes and returns all that is due before `untilMs`, in order. */
  takeBefore(untilMs: number): T[] {
    const due: T[] = [];
    while (this.nextMs < untilMs) due.push(this.take()!);
    return due;
  }
}
