/** Who is next: the highest priority first, the lowest id among equals. Logarithmic costs. */
import { Heap } from "../core/heap.ts";

interface Place<T> {
  readonly id: number;
  readonly item: T;
}

export class TriageQueue<T> {
  /** The place that counts for each id. Others in the heap are void, and dropped when they come up. */
  readonly #places = new Map<number, Place<T>>();
  readonly #heap = new Heap<Place<T>>();

  get size(): number {
    return this.#places.size;
  }

  has(id: number): boolean {
    return this.#places.has(id);
  }

  /** An id that is waiting already changes its priority. */
  put(id: number, priority: number, item: T): void {
    const place = { id, item };
    this.#places.set(id, place);
    this.#heap.add(-priority, id, place);
  }

  withdraw(id: number): void {
    this.#places.delete(id);
  }

  /** Removes and returns the next item; undefined when nobody waits. */
  take(): T | undefined {
    let place = this.#heap.take();
    while (place && this.#places.get(place.id) !== place) place = this.#heap.take();
    if (place) this.#places.delete(place.id);
    return place?.item;
  }
}
