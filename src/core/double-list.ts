/**
 * Numbers in a column that grows, to be filled again and again: an array of numbers that is grown by pushing throws
 * away three times what it comes to hold.
 */
import { enlarged } from "./enlarged.ts";

const FIRST_CAPACITY = 64;

export class DoubleList {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Numbers [0, length), and anything behind them: a view of the list itself, until more are pushed. */
  get values(): Float64Array {
    return this.#values;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length] = value;
    this.#length++;
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(): void {
    this.#values = enlarged(this.#values, this.#values.length * 2);
  }
}
