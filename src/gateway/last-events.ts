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
