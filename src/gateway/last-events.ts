/** The last so many of something, by name; the latest where several have one. */
export class LastEvents<T> {
  readonly #most: number;
  readonly #byName = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  add(name: string, one: T): void {
    // A map keeps the order in which names came: this one comes anew.
    this.#byName.delete(name);
    this.#byName.set(name, one);
    if (this.#byName.size <= this.#most) return;
    for (const oldest of this.#byName.keys()) {
      this.#byName.delete(oldest);
      return;
    }
  }

  forget(name: string): void {
    this.#byName.delete(name);
  }

  get(name: string): T | null {
    return this.#byName.get(name) ?? null;
  }
}
