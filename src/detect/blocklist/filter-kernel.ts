/**
 * The packed filter's look-ups and insertions in WebAssembly (kernel/filter.ts). An instance reads no memory but its
 * own, so the filter lies in such a memory, which threads share, and keys are copied to a room of it that is this
 * thread's.
 */
import { assert } from "../../core/assert.ts";
import type { HashKey } from "../../core/key-hash.ts";
import { once } from "../../core/once.ts";
import { takeSlot } from "../../core/slots.ts";
import { type SharedWasmMemory, instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { ROOMS, ROOM_ANSWERS, ROOM_BYTES, ROOM_KEYS, ROOM_OWNERS_BYTES } from "./packed-layout.ts";

/** What rooms take behind a filter. */
export const ROOMS_BYTES = ROOM_OWNERS_BYTES + ROOMS * ROOM_BYTES;

interface FilterExports {
  setHashKey(salt: number, lower: number, middle: number, upper: number): void;
  ask(words: number, blocks: number, room: number, count: number): number;
  insert(words: number, blocks: number, room: number, count: number): void;
  insertSlots(words: number, blocks: number, room: number, count: number): void;
}

const compiled = once(() => loadKernel<FilterExports>("filter"));

export class FilterKernel {
  readonly #exports: FilterExports;
  readonly #blocks: number;
  readonly #room: number;
  readonly #keys: Float64Array;
  readonly #answers: Uint8Array;

  private constructor(memory: SharedWasmMemory, blocks: number, hashKey: HashKey, room: number) {
    this.#exports = instantiateWasm(compiled(), memory);
    this.#exports.setHashKey(hashKey.salt, hashKey.lower, hashKey.middle, hashKey.upper);
    this.#blocks = blocks;
    this.#room = room;
    this.#keys = new Float64Array(memory.buffer, room, ROOM_KEYS);
    this.#answers = new Uint8Array(memory.buffer, room + ROOM_ANSWERS, ROOM_KEYS);
  }

  /**
   * For a filter at the beginning of `memory`, its rooms at `rooms`; null where as many threads have had rooms as there
   * are.
   */
  static attach(memory: SharedWasmMemory, blocks: number, hashKey: HashKey, rooms: number): FilterKernel | null {
    const room = takeSlot(new Int32Array(memory.buffer, rooms, ROOMS));
    return room < 0 ? null : new FilterKernel(memory, blocks, hashKey, rooms + ROOM_OWNERS_BYTES + room * ROOM_BYTES);
  }

  /**
   * out[i] = 1 where keys[i] may be in the set, 0 where it is not. Returns how many may be. Allocates a view or two,
   * save where it is asked for all of ROOM_KEYS keys.
   */
  ask(keys: Float64Array, count: number, out: Uint8Array): number {
    assert(
      count <= keys.length && count <= out.length,
      "there are as many keys, and places for answers, as are asked for",
    );
    let perhaps = 0;
    for (let from = 0; from < count; from += ROOM_KEYS) {
      const size = Math.min(count - from, ROOM_KEYS);
      this.#bring(keys, from, size);
      perhaps += this.#exports.ask(0, this.#blocks, this.#room, size);
      out.set(size === ROOM_KEYS ? this.#answers : this.#answers.subarray(0, size), from);
    }
    return perhaps;
  }

  insert(keys: Float64Array, count: number): void {
    assert(count <= keys.length, "there are as many keys as are inserted");
    for (let from = 0; from < count; from += ROOM_KEYS) {
      const size = Math.min(count - from, ROOM_KEYS);
      this.#bring(keys, from, size);
      this.#exports.insert(0, this.#blocks, this.#room, size);
    }
  }

  /** The keys of slots (exact-table.ts), in any number. */
  insertSlots(slots: Float64Array): void {
    for (let from = 0; from < slots.length; from += ROOM_KEYS) {
      const size = Math.min(slots.length - from, ROOM_KEYS);
      this.#bring(slots, from, size);
      this.#exports.insertSlots(0, this.#blocks, this.#room, size);
    }
  }

  /** To the room. */
  #bring(keys: Float64Array, from: number, size: number): void {
    this.#keys.set(size === keys.length ? keys : keys.subarray(from, from + size));
  }
}
