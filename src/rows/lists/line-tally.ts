/** Counts lines, and keeps the numbers of the first ones. */

const MAX_SHOWN = 5;

export class LineTally {
  count = 0;
  /** Empty if entries are not lines. */
  readonly first: number[] = [];

  add(line: number | null): void {
    this.count++;
    if (line !== null && this.first.length < MAX_SHOWN) this.first.push(line);
  }
}
