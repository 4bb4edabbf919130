/** Who is next: the highest priority first, the lowest id among equals. A binary heap; logarithmic costs. */

interface Place<T> {
  readonly id: number;
  readonly priority: number;
  readonly item: T;
}

export class TriageQueue<T> {
  /** The place that counts for each id. Others in the heap are void, and dropped when they come up. */
  readonly #places = new Map<number, Place<T>>();
  readonly #heap: Place<T>[] = [];

  get size(): number {
    return this.#places.size;
  }

  has(id: number): boolean {
    return this.#places.has(id);
  }

  /** An id that is waiting already changes its priority. */
  put(id: number, priority: number, item: T): void {
    const place = { id, priority, item };
    this.#places.set(id, place);
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(place, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = place;
  }

  withdraw(id: number): void {
    this.#places.delete(id);
  }

  /** Removes and returns the next item; undefined when nobody waits. */
  take(): T | undefined {
    let place = this.#pop();
    while (place && this.#places.get(place.id) !== place) place = this.#pop();
    if (place) this.#places.delete(place.id);
    return place?.item;
  }

  #pop(): Place<T> | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore<T>(a: Place<T>, b: Place<T>): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.id < b.id);
}
