/** Engine `packed-bloom`, the default: the packed filter, then the exact table for keys that it lets through. */
import type { HashKey } from "../../core/key-hash.ts";
import type { KeyIndex } from "../../core/key-index.ts";
import type { Blocklist, BlocklistEngine, BlocklistProbe, BlocklistTable } from "./blocklist.ts";
import { ExactBlocklist, type ExactHandle } from "./exact.ts";
import { confirmExact } from "./exact-table.ts";
import { PackedFilter, type PackedFilterHandle } from "./packed-filter.ts";
import { packedGeometry } from "./packed-rate.ts";

export interface PackedBloomHandle {
  readonly engine: "packed-bloom";
  /** Names the table within the process: one thread makes all tables. */
  readonly table: number;
  readonly exact: ExactHandle;
  readonly filter: PackedFilterHandle;
}

export const packedBloom: BlocklistEngine<PackedBloomHandle> = {
  name: "packed-bloom",
  hasFilter: true,
  create: ({ capacity, falsePositiveRate, hashKey }) =>
    PackedBloomBlocklist.create(capacity, falsePositiveRate, hashKey),
  attach: (handle, previous) => PackedBloomBlocklist.attach(handle, previous),
};

let tables = 0;

export class PackedBloomBlocklist implements BlocklistTable {
  readonly engine = "packed-bloom";
  readonly #table: number;
  readonly #exact: ExactBlocklist;
  readonly #filter: PackedFilter;

  private constructor(table: number, exact: ExactBlocklist, filter: PackedFilter) {
    this.#table = table;
    this.#exact = exact;
    this.#filter = filter;
  }

  static create(capacity: number, falsePositiveRate: number, hashKey: HashKey): PackedBloomBlocklist {
    const { blocks, bitsAWord } = packedGeometry(capacity, falsePositiveRate);
    const filter = PackedFilter.create(blocks, bitsAWord, hashKey);
    return new PackedBloomBlocklist(tables++, ExactBlocklist.create(capacity), filter);
  }

  /** Returns `previous` if it reads the same table: each instance of the kernel takes 4 KB. */
  static attach({ table, exact, filter }: PackedBloomHandle, previous?: Blocklist): PackedBloomBlocklist {
    if (previous instanceof PackedBloomBlocklist && previous.#table === table) {
      previous.#exact.catchUp(exact);
      return previous;
    }
    return new PackedBloomBlocklist(table, ExactBlocklist.attach(exact), PackedFilter.attach(filter));
  }

  get handle(): PackedBloomHandle {
    return { engine: "packed-bloom", table: this.#table, exact: this.#exact.handle, filter: this.#filter.handle };
  }

  get capacity(): number {
    return this.#exact.capacity;
  }

  get size(): number {
    return this.#exact.size;
  }

  get byteLength(): number {
    return this.#exact.byteLength + this.#filter.byteLength;
  }

  get filterBits(): number {
    return this.#filter.bits;
  }

  countSetBits(): number {
    return this.#filter.countSetBits();
  }

  get expectedRate(): number {
    return this.#filter.expectedRate(this.size);
  }

  add(key: number): boolean {
    const added = this.#exact.add(key);
    if (added) this.#filter.insert(key);
    return added;
  }

  addAll(keys: Float64Array, count: number): void {
    this.#exact.addAll(keys, count);
    this.#filter.insertAll(keys, count);
  }

  hold(keys: KeyIndex): void {
    this.#exact.hold(keys);
    this.#filter.hold(this.#exact.slots);
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    const perhaps = this.#filter.ask(keys, count, out);
    return perhaps === 0 ? 0 : confirmExact(this.#exact.slots, this.#exact.hashKey, keys, count, out);
  }

  probe(key: number): BlocklistProbe {
    const { block, words } = this.#filter.locate(key);
    const filterSays = words.every((word) => word.set);
    return { engine: "packed-bloom", block, words, filterSays, listed: filterSays && this.#exact.has(key) };
  }
}
