/** A queue by highest priority, then lowest id. Logarithmic costs. */
import { Heap } from "../../core/agenda.ts";

/** Only the queue changes its priority and waiting state. */
export interface QueueItem {
  readonly id: number;
  priority: number;
  isWaiting: boolean;
}

export class TriageQueue<T extends QueueItem> {
  /** By the priority at the time of adding. An entry that is out of date is dropped when it comes up. */
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
