/** The last so many of something, by name; the latest where several have one. Fewer, where they are large. */
export class LatestByName<T> {
  readonly #most: number;
  readonly #mostUnits: number;
  /** A ring: a map that gives up its oldest each time would look through all that it gave up before. */
  readonly #names: string[] = [];
  readonly #ones: (T | null)[] = [];
  readonly #places = new Map<string, number>();
  /** Of those that were weighed. */
  readonly #units: number[] = [];
  #allUnits = 0;
  #oldest = 0;
  #next = 0;

  constructor(most: number, mostUnits: number) {
    this.#most = most;
    this.#mostUnits = mostUnits;
  }

  add(name: string, one: T): void {
    const place = this.#next;
    this.#next = (place + 1) % this.#most;
    this.#drop(place);
    if (this.#oldest === place) this.#oldest = this.#next;
    this.#names[place] = name;
    this.#ones[place] = one;
    this.#places.set(name, place);
  }

  /** Once it is known how large it is: the oldest make room for it. */
  weigh(name: string, units: number): void {
    const place = this.#places.get(name);
    if (place === undefined) return;
    this.#units[place] = units;
    this.#allUnits += units;
    for (let seen = 0; this.#allUnits > this.#mostUnits && seen < this.#most; seen++) {
      this.#drop(this.#oldest);
      this.#oldest = (this.#oldest + 1) % this.#most;
    }
  }

  forget(name: string): void {
    const place = this.#places.get(name);
    if (place !== undefined) this.#drop(place);
  }

  get(name: string): T | null {
    const place = this.#places.get(name);
    return place === undefined ? null : this.#ones[place]!;
  }

  #drop(place: number): void {
    const name = this.#names[place];
    if (name === undefined) return;
    if (this.#places.get(name) === place) this.#places.delete(name);
    this.#ones[place] = null;
    this.#allUnits -= this.#units[place] ?? 0;
    this.#units[place] = 0;
  }
}
