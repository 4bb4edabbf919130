/**
 * A warning in code: a blocklist on the CuckooFilter of bloom-filters 3.0.4, whose `add` reports success and whose
 * `has` then denies a third of the members. The contract must catch it.
 */
import bloom from "bloom-filters";
import type {
  Blocklist,
  BlocklistHandle,
  BlocklistProbe,
  BlocklistTable,
} from "../../../src/detect/blocklist/blocklist.ts";
import { ExactBlocklist } from "../../../src/detect/blocklist/exact.ts";
import { confirmExact } from "../../../src/detect/blocklist/exact-table.ts";

export class CuckooBlocklist implements BlocklistTable {
  readonly engine = "bloom-filters";
  readonly expectedRate = 0;
  readonly filterBits = 0;
  readonly #exact: ExactBlocklist;
  readonly #filter;

  constructor(capacity: number, rate: number) {
    this.#exact = ExactBlocklist.create(capacity);
    this.#filter = bloom.CuckooFilter.create(capacity, rate);
  }

  countSetBits(): number {
    return 0;
  }

  get capacity(): number {
    return this.#exact.capacity;
  }
  get size(): number {
    return this.#exact.size;
  }
  get byteLength(): number {
    return this.#exact.byteLength;
  }
  get handle(): BlocklistHandle {
    return this.#exact.handle;
  }

  add(key: number): boolean {
    if (!this.#filter.add(String(key))) throw new Error("the cuckoo filter said it was full");
    return this.#exact.add(key);
  }

  addAll(keys: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) this.add(keys[i]!);
  }

  copy(): void {
    throw new Error("the cuckoo filter is not copied");
  }

  hold(): void {
    throw new Error("the cuckoo filter cannot be emptied");
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    for (let i = 0; i < count; i++) out[i] = this.#filter.has(String(keys[i])) ? 1 : 0;
    return confirmExact(this.#exact.slots, this.#exact.hashKey, keys, count, out);
  }

  probe(key: number): BlocklistProbe {
    return this.#exact.probe(key);
  }
}

export function attachNothing(table: BlocklistTable): Blocklist {
  return table;
}
