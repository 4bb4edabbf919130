/** The last items that were added, up to a number. */
export class Latest<T> {
  readonly #most: number;
  readonly #items: T[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    this.#items[this.#next] = one;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The latest first. */
  *[Symbol.iterator](): Generator<T> {
    const { length } = this.#items;
    for (let back = 1; back <= length; back++) yield this.#items[(this.#next - back + length) % length]!;
  }

  /** The latest for which `isSo` is true, or null. Looks at all items, so it is for rare use. */
  find(isSo: (one: T) => boolean): T | null {
    for (const one of this) if (isSo(one)) return one;
    return null;
  }
}
