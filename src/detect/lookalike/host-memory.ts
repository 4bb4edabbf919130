/** Findings by host name. Not by key: an attacker can make names with one key, and must not crowd its slot. */
import { SECRET, keyedUnitsHash } from "../../core/key-hash.ts";
import type { Finding } from "./finding.ts";

/** A power of two. When half of them are used, or names take more than 24 units on average, everything is forgotten. */
const SLOTS = 8192;
const MASK = SLOTS - 1;
const NAME_UNITS = (SLOTS / 2) * 24;

/** The answer for a host that is not remembered. */
export const FORGOTTEN: Finding = -0x80000000;

export class HostMemory {
  /** By slot: where the name begins and ends. An end of 0: the slot is empty. */
  readonly #start = new Uint32Array(SLOTS);
  readonly #end = new Uint32Array(SLOTS);
  readonly #findings = new Int32Array(SLOTS);
  readonly #names = new Uint16Array(NAME_UNITS);
  #size = 0;
  #units = 0;

  recall(units: Uint16Array, from: number, to: number): Finding {
    const slot = this.#slotOf(units, from, to);
    return this.#end[slot] === 0 ? FORGOTTEN : this.#findings[slot]!;
  }

  keep(units: Uint16Array, from: number, to: number, found: Finding): Finding {
    const length = to - from;
    if (length > NAME_UNITS) return found;
    if (this.#size * 2 >= SLOTS || this.#units + length > NAME_UNITS) this.#forget();
    const slot = this.#slotOf(units, from, to);
    this.#start[slot] = this.#units;
    for (let i = from; i < to; i++) this.#names[this.#units++] = units[i]!;
    this.#end[slot] = this.#units;
    this.#findings[slot] = found;
    this.#size++;
    return found;
  }

  #forget(): void {
    this.#end.fill(0);
    this.#size = 0;
    this.#units = 0;
  }

  #slotOf(units: Uint16Array, from: number, to: number): number {
    let slot = keyedUnitsHash(units, from, to, SECRET) & MASK;
    while (this.#end[slot] !== 0 && !this.#isIn(slot, units, from, to)) slot = (slot + 1) & MASK;
    return slot;
  }

  #isIn(slot: number, units: Uint16Array, from: number, to: number): boolean {
    const start = this.#start[slot]!;
    if (this.#end[slot]! - start !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#names[start + i - from] !== units[i]) return false;
    return true;
  }
}
