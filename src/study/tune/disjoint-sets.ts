/** Sets that are joined and never parted (union and find, with halving of paths). */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, i) => i);
  }

  /** The one that stands for all of its set. */
  find(at: number): number {
    const parent = this.#parent;
    let here = at;
    while (parent[here] !== here) {
      parent[here] = parent[parent[here]!]!;
      here = parent[here]!;
    }
    return here;
  }

  /** The lower number stands for both. */
  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].toSorted((x, y) => x - y);
    this.#parent[high!] = low!;
  }
}
