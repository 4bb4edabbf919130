/**
 * The packed filter's look-ups and insertions in WebAssembly (kernel/filter.ts). An instance reads no memory but its
 * own, so the filter lies in such a memory, which threads share, and keys are copied to a buffer of it that is this
 * thread's.
 */
import { assert } from "../../core/assert.ts";
import type { HashKey } from "../../core/key-hash.ts";
import { once } from "../../core/once.ts";
import { takeSlot } from "../../core/slots.ts";
import { type SharedWasmMemory, instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { BUFFERS, BUFFER_ANSWERS, BUFFER_BYTES, BUFFER_KEYS, BUFFER_OWNERS_BYTES } from "./packed-layout.ts";

/** What buffers take behind a filter. */
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

  /**
   * For a filter at the beginning of `memory`, its buffers at `buffersAt`; null where other threads have had all of
   * them.
   */
  static attach(memory: SharedWasmMemory, blocks: number, hashKey: HashKey, buffersAt: number): FilterKernel | null {
    const taken = takeSlot(new Int32Array(memory.buffer, buffersAt, BUFFERS));
    return taken < 0
      ? null
      : new FilterKernel(memory, blocks, hashKey, buffersAt + BUFFER_OWNERS_BYTES + taken * BUFFER_BYTES);
  }

  /**
   * out[i] = 1 where keys[i] may be in the set, 0 where it is not. Returns how many may be. Allocates a view or two,
   * save where it is asked for all of BUFFER_KEYS keys.
   */
  ask(keys: Float64Array, count: number, out: Uint8Array): number {
    assert(
      count <= keys.length && count <= out.length,
      "there are as many keys, and places for answers, as are asked for",
    );
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
    assert(count <= keys.length, "there are as many keys as are inserted");
    for (let from = 0; from < count; from += BUFFER_KEYS) {
      const size = Math.min(count - from, BUFFER_KEYS);
      this.#bring(keys, from, size);
      this.#exports.insert(0, this.#blocks, this.#bufferAt, size);
    }
  }

  /** The keys of slots (exact-table.ts), in any number. */
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
