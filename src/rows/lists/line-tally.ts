/** How many lines of a list are of a kind, and the numbers of the first. */

const MAX_SHOWN = 5;

export class LineTally {
  readonly #first: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** None where the entries of the file are not its lines. */
  get first(): readonly number[] {
    return this.#first;
  }

  add(line: number | null): void {
    this.#count++;
    if (line !== null && this.#first.length < MAX_SHOWN) this.#first.push(line);
  }
}
