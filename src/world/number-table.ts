/**
 * The owner of each number at present. A retired number is given to another person after a while, so the table changes
 * during a run. It has two slots, so that one can be brought up to date while workers read the other.
 */
import { KeyIndex, NO_VALUE } from "../core/key-index.ts";
import { sideOf } from "../core/time.ts";
import type { Identity } from "../event/identity.ts";

interface Change {
  readonly subscriber: number;
  readonly number: Identity;
}

export class NumberTable {
  readonly #slots: readonly [Float64Array, Float64Array];
  readonly #changes: Change[] = [];
  readonly #applied: [number, number] = [0, 0];
  readonly #holders: KeyIndex;
  readonly #hasChanged: Uint8Array;

  constructor(numbers: Float64Array) {
    this.#slots = [copyShared(numbers), copyShared(numbers)];
    this.#holders = new KeyIndex(numbers.length);
    this.#hasChanged = new Uint8Array(numbers.length);
    numbers.forEach((number, subscriber) => this.#give(number as Identity, subscriber));
  }

  /**
   * out[i] = the subscriber who was last given numbers[i], or NO_VALUE, for i in [0, count). `had[i]`, who had it in a
   * sealed tick, is nearly always the answer and saves the index look-up.
   */
  holdersInto(numbers: Float64Array, had: Uint32Array, count: number, out: Int32Array): void {
    for (let i = 0; i < count; i++) {
      const subscriber = had[i]!;
      out[i] = this.#hasChanged[subscriber] === 0 ? subscriber : this.#holders.get(numbers[i]!);
    }
  }

  /** The subscriber who was last given the number, or NO_VALUE. */
  holderOf(number: number): number {
    return this.#holders.get(number);
  }

  assign(subscriber: number, number: Identity): void {
    this.#changes.push({ subscriber, number });
    this.#hasChanged[subscriber] = 1;
    this.#give(number, subscriber);
  }

  #give(number: Identity, subscriber: number): void {
    const before = this.#holders.get(number);
    if (before !== NO_VALUE) this.#hasChanged[before] = 1;
    this.#holders.set(number, subscriber);
  }

  seal(tick: number): Float64Array {
    const side = sideOf(tick);
    const slot = this.#slots[side];
    for (; this.#applied[side] < this.#changes.length; this.#applied[side]++) {
      const change = this.#changes[this.#applied[side]]!;
      slot[change.subscriber] = change.number;
    }
    return slot;
  }
}

function copyShared(numbers: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy;
}
