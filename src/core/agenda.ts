/** What is due when: in the order of time, and of arrival among equals. */
import { Heap } from "./heap.ts";

interface Entry<T> {
  readonly timeMs: number;
  readonly serial: number;
  readonly item: T;
}

export class Agenda<T> {
  readonly #heap = new Heap<Entry<T>>(isBefore);
  #serial = 0;

  get size(): number {
    return this.#heap.size;
  }

  /** When the next item is due; Infinity when nothing is. */
  get nextMs(): number {
    return this.#heap.first?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  add(timeMs: number, item: T): void {
    this.#heap.add({ timeMs, serial: this.#serial++, item });
  }

  /** Removes and returns the next item; undefined when there is none. */
  take(): T | undefined {
    return this.#heap.take()?.item;
  }

  /** Removes and returns all that is due before `untilMs`, in order. */
  takeBefore(untilMs: number): T[] {
    const due: T[] = [];
    while (this.nextMs < untilMs) due.push(this.take()!);
    return due;
  }
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.serial < b.serial);
}
