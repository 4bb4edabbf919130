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

  /** The latest of which that is so; null where of none. Looks at all of them: for who asks now and then. */
  find(isSo: (one: T) => boolean): T | null {
    const inOrder = [...this.#ones.slice(this.#next), ...this.#ones.slice(0, this.#next)];
    return inOrder.findLast(isSo) ?? null;
  }
}

/** The last so many of something, by name; the latest where several have one. */
export class LastEvents<T> {
  readonly #most: number;
  /** A ring: a map that gives up its oldest each time would look through all that it gave up before. */
  readonly #names: string[] = [];
  readonly #ones: (T | null)[] = [];
  readonly #places = new Map<string, number>();
  #next = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(name: string, one: T): void {
    const place = this.#next;
    this.#next = (place + 1) % this.#most;
    const before = this.#names[place];
    if (before !== undefined && this.#places.get(before) === place) this.#places.delete(before);
    this.#names[place] = name;
    this.#ones[place] = one;
    this.#places.set(name, place);
  }

  forget(name: string): void {
    const place = this.#places.get(name);
    if (place === undefined) return;
    this.#places.delete(name);
    this.#ones[place] = null;
  }

  get(name: string): T | null {
    const place = this.#places.get(name);
    return place === undefined ? null : this.#ones[place]!;
  }
}
