/**
 * Engine `packed-bloom`, the default: the packed filter in shared memory, then the exact table for what it lets through. Most
 * callers are unlisted, so most look-ups end in the one cache line of the filter.
 */
import type { BlocklistProbe, BlocklistTable } from "./blocklist.ts";
import { ExactBlocklist, type ExactHandle } from "./exact.ts";
import { confirmExact } from "./exact-table.ts";
import { countSetBits, fillMasks, filterPacked, insertPacked, locatePacked, packedWords } from "./packed-filter.ts";
import { BLOCK_BITS, MASKS, packedGeometry, packedRate } from "./packed-rate.ts";
import { allocateShared } from "./shared-memory.ts";

export interface PackedBloomHandle {
  readonly engine: "packed-bloom";
  readonly exact: ExactHandle;
  readonly words: SharedArrayBuffer;
  readonly blocks: number;
  readonly bitsAWord: number;
}

export class PackedBloomBlocklist implements BlocklistTable {
  readonly engine = "packed-bloom";
  readonly #exact: ExactBlocklist;
  readonly #buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #blocks: number;
  readonly #bitsAWord: number;

  private constructor(handle: PackedBloomHandle) {
    this.#exact = ExactBlocklist.attach(handle.exact);
    this.#buffer = handle.words;
    this.#words = new Int32Array(handle.words, 0, packedWords(handle.blocks));
    this.#blocks = handle.blocks;
    this.#bitsAWord = handle.bitsAWord;
  }

  static create(capacity: number, falsePositiveRate: number): PackedBloomBlocklist {
    const exact = ExactBlocklist.create(capacity).handle;
    const { blocks, bitsAWord } = packedGeometry(capacity, falsePositiveRate);
    const words = allocateShared(packedWords(blocks) * 4);
    const table = new PackedBloomBlocklist({ engine: "packed-bloom", exact, words, blocks, bitsAWord });
    fillMasks(table.#words, bitsAWord);
    return table;
  }

  static attach(handle: PackedBloomHandle): PackedBloomBlocklist {
    return new PackedBloomBlocklist(handle);
  }

  get handle(): PackedBloomHandle {
    return {
      engine: "packed-bloom",
      exact: this.#exact.handle,
      words: this.#buffer,
      blocks: this.#blocks,
      bitsAWord: this.#bitsAWord,
    };
  }

  get capacity(): number {
    return this.#exact.capacity;
  }

  get size(): number {
    return this.#exact.size;
  }

  get byteLength(): number {
    return this.#exact.byteLength + this.#words.byteLength;
  }

  get filterBits(): number {
    return this.#blocks * BLOCK_BITS;
  }

  countSetBits(): number {
    return countSetBits(this.#words);
  }

  get expectedRate(): number {
    return packedRate(this.#bitsAWord, this.size / this.#blocks);
  }

  add(key: number): boolean {
    const added = this.#exact.add(key);
    if (added) insertPacked(this.#words, this.#blocks, key);
    return added;
  }

  addAll(keys: Float64Array, count: number): void {
    this.#exact.addAll(keys, count);
    for (let i = 0; i < count; i++) insertPacked(this.#words, this.#blocks, keys[i]!);
  }

  clear(): void {
    this.#exact.clear();
    this.#words.fill(0, MASKS);
  }

  lookUpInto(keys: Float64Array, count: number, out: Uint8Array): number {
    const perhaps = filterPacked(this.#words, this.#blocks, keys, count, out);
    return perhaps === 0 ? 0 : confirmExact(this.#exact.slots, keys, count, out);
  }

  probe(key: number): BlocklistProbe {
    const { block, words } = locatePacked(this.#words, this.#blocks, key);
    const filterSays = words.every((word) => word.set);
    return { engine: "packed-bloom", block, words, filterSays, listed: filterSays && this.#exact.has(key) };
  }
}
