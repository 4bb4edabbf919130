/** Who is next: the highest priority first, the lowest id among equals. Logarithmic costs. */
import { Heap } from "../../core/heap.ts";

/** An item of one queue. Only the queue changes its priority and whether it waits. */
export interface Waiting {
  readonly id: number;
  priority: number;
  isWaiting: boolean;
}

export class TriageQueue<T extends Waiting> {
  /**
   * By the priority at the time. An item that waits no longer, or has another priority, is dropped when it comes up.
   */
  readonly #heap = new Heap<T>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  put(item: T): void {
    if (!item.isWaiting) this.#size++;
    item.isWaiting = true;
    this.#heap.add(-item.priority, item.id, item);
  }

  setPriority(item: T, priority: number): void {
    item.priority = priority;
    if (item.isWaiting) this.put(item);
  }

  withdraw(item: T): void {
    if (item.isWaiting) this.#size--;
    item.isWaiting = false;
  }

  /** Removes and returns the next item; undefined when nobody waits. */
  take(): T | undefined {
    for (;;) {
      const rank = this.#heap.leastRank;
      const item = this.#heap.take();
      if (!item) return undefined;
      if (!item.isWaiting || -item.priority !== rank) continue;
      this.withdraw(item);
      return item;
    }
  }
}
