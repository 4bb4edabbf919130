/**
 * The packed filter: a Bloom filter that keeps all bits of a key in one 64-byte cache line (blocked Bloom filter,
 * Putze, Sanders and Singler 2007; one word in each half of the block is the "sectorised" form of Lang et al. 2019). A
 * key costs at most one cache miss, and the misses of a batch overlap.
 *
 * Layout, in 32-bit words: MASKS random patterns, then the blocks of 16 words. Patterns and blocks share an array, so
 * that a look-up reads only one. A larger filter lies in a memory of WebAssembly, where batches take half the time
 * (filter-kernel.ts). The buffers of the threads lie behind it.
 */
import { type HashKey, keyedHash, secondHash } from "../../core/key-hash.ts";
import { RandomStream } from "../../core/random.ts";
import { type SharedWasmMemory, allocateWasm } from "../../core/web-assembly.ts";
import { FilterKernel, BUFFERS_BYTES } from "./filter-kernel.ts";
import { BLOCK_WORDS, LOWER_MASK, LOWER_WORD, MASKS, UPPER_HALF, UPPER_MASK, UPPER_WORD } from "./packed-layout.ts";
import { BLOCK_BITS, packedRate } from "./packed-rate.ts";

const WORD_BYTES = 4;
const WORD_RANGE = 4294967296;
/** BLOCK_WORDS as a shift: a product would be a double. */
const BLOCK_SHIFT = 4;
const WORD = UPPER_HALF - 1;
const MASK = MASKS - 1;

/** A smaller filter stays in the nearer caches: the kernel would gain nothing. */
const KERNEL_FROM_BYTES = 1 << 16;
/** With more blocks, hash * blocks is not exact in a float64, and the two implementations could differ. */
const KERNEL_MAX_BLOCKS = 1 << 21;

export interface PackedFilterHandle {
  readonly memory: SharedArrayBuffer | SharedWasmMemory;
  readonly blocks: number;
  readonly bitsAWord: number;
  readonly hashKey: HashKey;
}

export class PackedFilter {
  readonly handle: PackedFilterHandle;
  readonly #words: Int32Array;
  readonly #blocks: number;
  readonly #hashKey: HashKey;
  /** Set at the first batch; null if the filter is too small or has no buffer left. */
  #kernel: FilterKernel | null | undefined;

  private constructor(handle: PackedFilterHandle) {
    const { memory, blocks, hashKey } = handle;
    this.handle = handle;
    this.#words = new Int32Array(memory instanceof SharedArrayBuffer ? memory : memory.buffer, 0, filterWords(blocks));
    this.#blocks = blocks;
    this.#hashKey = hashKey;
  }

  /** An empty filter. packed-rate.ts works out its size. */
  static create(blocks: number, bitsAWord: number, hashKey: HashKey): PackedFilter {
    const byteLength = filterWords(blocks) * WORD_BYTES;
    const forKernel = byteLength >= KERNEL_FROM_BYTES && blocks <= KERNEL_MAX_BLOCKS;
    const memory =
      (forKernel ? allocateWasm(buffersAt(blocks) + BUFFERS_BYTES) : null) ?? new SharedArrayBuffer(byteLength);
    const filter = new PackedFilter({ memory, blocks, bitsAWord, hashKey });
    fillMasks(filter.#words, bitsAWord);
    return filter;
  }

  static attach(handle: PackedFilterHandle): PackedFilter {
    return new PackedFilter(handle);
  }

  /** Bytes of patterns and blocks, without the threads' buffers of 20 KB each. */
  get byteLength(): number {
    return this.#words.byteLength;
  }

  get bits(): number {
    return this.#blocks * BLOCK_BITS;
  }

  /** Counts the set bits of each word by pairs, fours and bytes. */
  countSetBits(): number {
    const words = this.#words;
    let count = 0;
    for (let at = MASKS; at < words.length; at++) {
      let bits = words[at]!;
      bits -= (bits >>> 1) & 0x55555555;
      bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
      bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
      count += Math.imul(bits, 0x01010101) >>> 24;
    }
    return count;
  }

  /** The expected false-positive rate with so many keys. */
  expectedRate(keys: number): number {
    return packedRate(this.handle.bitsAWord, keys / this.#blocks);
  }

  insert(key: number): void {
    insertKey(this.#words, this.#blocks / WORD_RANGE, this.#hashKey, key);
  }

  insertAll(keys: Float64Array, count: number): void {
    const kernel = this.#kernelOfThread();
    if (kernel === null) for (let i = 0; i < count; i++) this.insert(keys[i]!);
    else kernel.insert(keys, count);
  }

  /** Replaces all keys by those of slots (exact-table.ts). */
  hold(slots: Float64Array): void {
    this.#words.fill(0, MASKS);
    const kernel = this.#kernelOfThread();
    if (kernel !== null) kernel.insertSlots(slots);
    else for (const stored of slots) if (stored !== 0) this.insert(stored - 1);
  }

  /** out[i] = 1 if keys[i] may be in the set, else 0, for i in [0, count). Returns how many may be. */
  ask(keys: Float64Array, count: number, out: Uint8Array): number {
    const kernel = this.#kernelOfThread();
    if (kernel !== null) return kernel.ask(keys, count, out);
    return askPlainly(this.#words, this.#blocks / WORD_RANGE, this.#hashKey, keys, count, out);
  }

  #kernelOfThread(): FilterKernel | null {
    if (this.#kernel !== undefined) return this.#kernel;
    const { memory, blocks, hashKey } = this.handle;
    const isPlain = memory instanceof SharedArrayBuffer;
    return (this.#kernel = isPlain ? null : FilterKernel.attach(memory, blocks, hashKey, buffersAt(blocks)));
  }

  /** What is read for one key: the block, and in it two words with the bits of each. */
  locate(key: number): { block: number; words: { index: number; bits: number; set: boolean }[] } {
    const words = this.#words;
    const first = hashOf(this.#hashKey, key);
    const second = secondHash(key, first);
    const start = blockStart(first, this.#blocks / WORD_RANGE);
    const asked = [
      { index: start + (second >>> LOWER_WORD), bits: words[(second >>> LOWER_MASK) & MASK]! },
      { index: start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD), bits: words[(second >>> UPPER_MASK) & MASK]! },
    ];
    return {
      block: (start - MASKS) / BLOCK_WORDS,
      words: asked.map(({ index, bits }) => ({
        index: index - MASKS,
        bits: bits >>> 0,
        set: (bits & ~words[index]!) === 0,
      })),
    };
  }
}

function filterWords(blocks: number): number {
  return MASKS + blocks * BLOCK_WORDS;
}

/** Where the buffers begin: behind the last block, on a cache line. */
function buffersAt(blocks: number): number {
  return filterWords(blocks) * WORD_BYTES;
}

/** Writes random patterns of `bitsAWord` bits. They are the same in every filter. */
function fillMasks(words: Int32Array, bitsAWord: number): void {
  const stream = new RandomStream(0, "packed-filter-masks");
  for (let entry = 0; entry < MASKS; entry++) {
    let mask = 0;
    let bits = 0;
    for (let draw = 0; bits < bitsAWord; draw++) {
      const bit = 1 << (stream.draw(entry, draw)[0]! & 31);
      if ((mask & bit) === 0) bits++;
      mask |= bit;
    }
    words[entry] = mask;
  }
}

function hashOf({ salt, lower, middle, upper }: HashKey, key: number): number {
  return keyedHash(key, salt, lower, middle, upper);
}

function blockStart(first: number, scale: number): number {
  return ((((spread(first) * scale) | 0) << BLOCK_SHIFT) + MASKS) | 0;
}

function insertKey(words: Int32Array, scale: number, hashKey: HashKey, key: number): void {
  const first = hashOf(hashKey, key);
  const second = secondHash(key, first);
  const start = blockStart(first, scale);
  words[start + (second >>> LOWER_WORD)]! |= words[(second >>> LOWER_MASK) & MASK]!;
  words[start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD)]! |= words[(second >>> UPPER_MASK) & MASK]!;
}

/** Does the same as the kernel. No branch on an answer. */
function askPlainly(
  words: Int32Array,
  scale: number,
  { salt, lower, middle, upper }: HashKey,
  keys: Float64Array,
  count: number,
  out: Uint8Array,
): number {
  let perhaps = 0;
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    const first = keyedHash(key, salt, lower, middle, upper);
    const second = secondHash(key, first);
    const start = blockStart(first, scale);
    const missing =
      (words[(second >>> LOWER_MASK) & MASK]! & ~words[(start + (second >>> LOWER_WORD)) | 0]!) |
      (words[(second >>> UPPER_MASK) & MASK]! & ~words[(start + UPPER_HALF + ((second >>> UPPER_WORD) & WORD)) | 0]!);
    // clz32(0) is 32, every other count is below: the shift turns "nothing missing" into 1.
    const answer = Math.clz32(missing) >>> 5;
    out[i] = answer;
    perhaps = (perhaps + answer) | 0;
  }
  return perhaps;
}

/** Spreads the first hash so that its upper bits can choose a block: hash * blocks / 2^32. */
function spread(first: number): number {
  return Math.imul(first, -2048144777) >>> 0;
}
