/** Counts lines, and keeps the numbers of the first ones. */

const MAX_SHOWN = 5;

export class LineTally {
  readonly #first: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Empty if entries are not lines. */
  get first(): readonly number[] {
    return this.#first;
  }

  add(line: number | null): void {
    this.#count++;
    if (line !== null && this.#first.length < MAX_SHOWN) this.#first.push(line);
  }
}
