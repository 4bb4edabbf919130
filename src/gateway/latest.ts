/** The last so many of something. */
export class Latest<T> {
  readonly #most: number;
  readonly #ones: T[] = [];
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    this.#ones[this.#next] = one;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The latest first. */
  *[Symbol.iterator](): Generator<T> {
    const { length } = this.#ones;
    for (let back = 1; back <= length; back++) yield this.#ones[(this.#next - back + length) % length]!;
  }

  /** The latest of which that is so; null where of none. Looks at all of them: for who asks now and then. */
  find(isSo: (one: T) => boolean): T | null {
    for (const one of this) if (isSo(one)) return one;
    return null;
  }
}
