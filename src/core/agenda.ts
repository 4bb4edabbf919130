/** What comes next: by rank, or by time. */
import { enlarged } from "./growth.ts";

const FIRST_CAPACITY = 64;

/** A binary heap in columns: the lower rank first, of equal ranks the lower tie. No object is made for an item. */
export class Heap<T> {
  /** By place. The item of a place is before those of the places 2 * place + 1 and 2 * place + 2. */
  #rank = new Float64Array(FIRST_CAPACITY);
  #tie = new Float64Array(FIRST_CAPACITY);
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The rank of the item that `take` would return; Infinity when there is none. */
  get leastRank(): number {
    return this.#items.length === 0 ? Number.POSITIVE_INFINITY : this.#rank[0]!;
  }

  /** Of items whose rank and tie are the same, any may come first. */
  add(rank: number, tie: number, item: T): void {
    let at = this.#items.length;
    if (at === this.#rank.length) {
      this.#rank = enlarged(this.#rank, at * 2);
      this.#tie = enlarged(this.#tie, at * 2);
    }
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBehind(parent, rank, tie)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, rank, tie, item);
  }

  take(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    const size = this.#items.length;
    if (size === 0) return first;
    const rank = this.#rank[size]!;
    const tie = this.#tie[size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#isBehind(child, this.#rank[child + 1]!, this.#tie[child + 1]!)) child++;
      if (this.#isBehind(child, rank, tie)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, rank, tie, last!);
    return first;
  }

  #isBehind(at: number, rank: number, tie: number): boolean {
    const own = this.#rank[at]!;
    return own > rank || (own === rank && this.#tie[at]! > tie);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#rank[from]!, this.#tie[from]!, this.#items[from]!);
  }

  #put(at: number, rank: number, tie: number, item: T): void {
    this.#rank[at] = rank;
    this.#tie[at] = tie;
    this.#items[at] = item;
  }
}

/** What is due when: in the order of time, and of arrival among equals. */
export class Agenda<T> {
  readonly #heap = new Heap<T>();
  #arrivals = 0;

  get size(): number {
    return this.#heap.size;
  }

  get nextMs(): number {
    return this.#heap.leastRank;
  }

  add(timeMs: number, item: T): void {
    this.#heap.add(timeMs, this.#arrivals++, item);
  }

  take(): T | undefined {
    return this.#heap.take();
  }

  takeBefore(untilMs: number): T[] {
    const due: T[] = [];
    while (this.nextMs < untilMs) due.push(this.take()!);
    return due;
  }
}
