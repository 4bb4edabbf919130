/**
 * The names behind the domain keys of a blocklist. A domain key (event/link/domain-key.ts) is a hash of 49 bits that
 * anybody can compute. In minutes an attacker finds a name with the key of a bank's domain. So a listed key alone proves
 * nothing: the name must be one of these.
 *
 * One thread adds names; none is removed. Other threads may meanwhile look up the names that were added before they got
 * the handle. A name whose listing has ended stays. It counts again only if a forged name with the same key is listed
 * (docs/limits.md).
 */
import { assert } from "../../core/assert.ts";
import { type HashKey, SECRET, keyedUnitsHash } from "../../core/key-hash.ts";
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { foldedDomainKey } from "../../event/link/domain-key.ts";
import { foldHostInto } from "../../event/link/host-folding.ts";

export interface ListedHostsHandle {
  /** By slot: the position of the name; 0 if the slot is empty. */
  readonly slots: SharedArrayBuffer;
  /** One name after the other, each behind its length. The first begins at 1. */
  readonly names: SharedArrayBuffer;
  readonly hashKey: HashKey;
}

const MIN_SLOTS = 64;
const UNITS_A_NAME = 24;

/** The folded names of listed domains. The blocklist's table has only their keys. */
export class ListedHosts {
  #slots: Int32Array<SharedArrayBuffer>;
  #names: Uint16Array<SharedArrayBuffer>;
  readonly #hashKey: HashKey;
  #size = 0;
  #end = 1;

  private constructor({ slots, names, hashKey }: ListedHostsHandle) {
    this.#slots = new Int32Array(slots);
    this.#names = new Uint16Array(names);
    this.#hashKey = hashKey;
  }

  static create(): ListedHosts {
    const slots = new SharedArrayBuffer(MIN_SLOTS * Int32Array.BYTES_PER_ELEMENT);
    const names = new SharedArrayBuffer(MIN_SLOTS * UNITS_A_NAME * Uint16Array.BYTES_PER_ELEMENT);
    return new ListedHosts({ slots, names, hashKey: SECRET });
  }

  static attach(handle: ListedHostsHandle): ListedHosts {
    return new ListedHosts(handle);
  }

  /** Shows the names added so far. */
  get handle(): ListedHostsHandle {
    return { slots: this.#slots.buffer, names: this.#names.buffer, hashKey: this.#hashKey };
  }

  /** Names added; 0 for a reader. */
  get size(): number {
    return this.#size;
  }

  /** Folds a host like the hosts in messages, adds it, and returns its key for the blocklist's table. */
  add(host: string): BlocklistKey {
    const name = foldHost(host);
    const key = foldedDomainKey(name, 0, name.length);
    const slot = this.#slotOf(name, 0, name.length);
    if (this.#slots[slot] === 0) this.#put(slot, name);
    return key;
  }

  #put(emptySlot: number, name: Uint16Array): void {
    let slot = emptySlot;
    if ((this.#size + 1) * 2 > this.#slots.length || this.#end + 1 + name.length > this.#names.length) {
      this.#grow(name.length);
      slot = this.#slotOf(name, 0, name.length);
    }
    assert(name.length <= 0xffff, "a name has at most 65,535 units");
    this.#names[this.#end] = name.length;
    this.#names.set(name, this.#end + 1);
    // Written last, so that a reader of the slot finds the whole name.
    Atomics.store(this.#slots, slot, this.#end);
    this.#end += name.length + 1;
    this.#size++;
  }

  has(units: Uint16Array, from: number, to: number): boolean {
    return this.#slots[this.#slotOf(units, from, to)] !== 0;
  }

  hasHost(host: string): boolean {
    const name = foldHost(host);
    return this.has(name, 0, name.length);
  }

  /** The name's slot, or the empty one for it. Hashed by name: forged names with one key must not crowd. */
  #slotOf(units: Uint16Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = keyedUnitsHash(units, from, to, this.#hashKey) & mask;
    for (let at = this.#slots[slot]!; at !== 0; at = this.#slots[slot]!) {
      if (this.#isAt(at, units, from, to)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #isAt(at: number, units: Uint16Array, from: number, to: number): boolean {
    const names = this.#names;
    if (names[at] !== to - from) return false;
    for (let i = from, j = at + 1; i < to; i++, j++) if (units[i] !== names[j]) return false;
    return true;
  }

  #grow(moreUnits: number): void {
    const larger = new Uint16Array(new SharedArrayBuffer((this.#names.length * 2 + moreUnits + 1) * 2));
    larger.set(this.#names.subarray(0, this.#end));
    this.#names = larger;
    this.#slots = new Int32Array(new SharedArrayBuffer(this.#slots.byteLength * 2));
    for (let at = 1; at < this.#end; at += larger[at]! + 1) {
      const [from, to] = [at + 1, at + 1 + larger[at]!];
      this.#slots[this.#slotOf(larger, from, to)] = at;
    }
  }
}

function foldHost(host: string): Uint16Array {
  const folded = new Uint16Array(host.length);
  return folded.subarray(0, foldHostInto(host, folded));
}
