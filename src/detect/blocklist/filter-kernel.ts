/**
 * The packed filter in WebAssembly (kernel/filter.ts): an instance reads only the memory that threads share, so keys
 * are copied to this thread's buffer in it.
 */
import { assert } from "../../core/assert.ts";
import type { HashKey } from "../../core/key-hash.ts";
import { once } from "../../core/once.ts";
import { takeSlot } from "../../core/claims.ts";
import { type SharedWasmMemory, instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { BUFFERS, BUFFER_ANSWERS, BUFFER_BYTES, BUFFER_KEYS, BUFFER_OWNERS_BYTES } from "./packed-layout.ts";

/** Bytes of all buffers, which lie behind the filter. */
export const BUFFERS_BYTES = BUFFER_OWNERS_BYTES + BUFFERS * BUFFER_BYTES;

interface FilterExports {
  setHashKey(salt: number, lower: number, middle: number, upper: number): void;
  ask(words: number, blocks: number, bufferAt: number, count: number): number;
  insert(words: number, blocks: number, bufferAt: number, count: number): void;
  insertSlots(words: number, blocks: number, bufferAt: number, count: number): void;
}

const compiled = once(() => loadKernel<FilterExports>("filter"));

export class FilterKernel {
  readonly #exports: FilterExports;
  readonly #blocks: number;
  readonly #bufferAt: number;
  readonly #keys: Float64Array;
  readonly #answers: Uint8Array;

  private constructor(memory: SharedWasmMemory, blocks: number, hashKey: HashKey, bufferAt: number) {
    this.#exports = instantiateWasm(compiled(), memory);
    this.#exports.setHashKey(hashKey.salt, hashKey.lower, hashKey.middle, hashKey.upper);
    this.#blocks = blocks;
    this.#bufferAt = bufferAt;
    this.#keys = new Float64Array(memory.buffer, bufferAt, BUFFER_KEYS);
    this.#answers = new Uint8Array(memory.buffer, bufferAt + BUFFER_ANSWERS, BUFFER_KEYS);
  }

  /** For the filter at the beginning of `memory`. Null if other threads have taken all buffers. */
  static attach(memory: SharedWasmMemory, blocks: number, hashKey: HashKey, buffersAt: number): FilterKernel | null {
    const taken = takeSlot(new Int32Array(memory.buffer, buffersAt, BUFFERS));
    return taken < 0
      ? null
      : new FilterKernel(memory, blocks, hashKey, buffersAt + BUFFER_OWNERS_BYTES + taken * BUFFER_BYTES);
  }

  /** out[i] = 1 if keys[i] may be in the set, else 0. Returns how many may be. */
  ask(keys: Float64Array, count: number, out: Uint8Array): number {
    assert(count <= keys.length && count <= out.length, "fewer keys, or places for answers, than `count`");
    let perhaps = 0;
    for (let from = 0; from < count; from += BUFFER_KEYS) {
      const size = Math.min(count - from, BUFFER_KEYS);
      this.#bring(keys, from, size);
      perhaps += this.#exports.ask(0, this.#blocks, this.#bufferAt, size);
      out.set(size === BUFFER_KEYS ? this.#answers : this.#answers.subarray(0, size), from);
    }
    return perhaps;
  }

  insert(keys: Float64Array, count: number): void {
    assert(count <= keys.length, "fewer keys than `count`");
    for (let from = 0; from < count; from += BUFFER_KEYS) {
      const size = Math.min(count - from, BUFFER_KEYS);
      this.#bring(keys, from, size);
      this.#exports.insert(0, this.#blocks, this.#bufferAt, size);
    }
  }

  /** Inserts the keys of slots (exact-table.ts), however many. */
  insertSlots(slots: Float64Array): void {
    for (let from = 0; from < slots.length; from += BUFFER_KEYS) {
      const size = Math.min(slots.length - from, BUFFER_KEYS);
      this.#bring(slots, from, size);
      this.#exports.insertSlots(0, this.#blocks, this.#bufferAt, size);
    }
  }

  #bring(keys: Float64Array, from: number, size: number): void {
    this.#keys.set(size === keys.length ? keys : keys.subarray(from, from + size));
  }
}
