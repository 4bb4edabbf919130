/**
 * Memory for two indexes that take turns: one is written from the other by a kernel (kernel/patch.ts), which reads no
 * memory but its own. Behind both lies what the kernel is told.
 */
import { assert } from "../../core/assert.ts";
import { type SharedWasmMemory, WasmLayout, allocateGrowingWasm, reserveWasm } from "../../core/web-assembly.ts";
import { GramRuns, type RunsSize } from "./gram-runs.ts";
import { type KernelExports, STATIC_BYTES, instantiateKernel } from "./kernel.ts";
import type { PostingLists } from "./list-patch.ts";
import { type PieceIndex, type PieceIndexSize, attachPieceIndex, pieceIndexBytes } from "./piece-index.ts";
import { GRAM_HASH_BITS } from "./places.ts";

/** What is asked for grows by a few templates at a time: half to spare saves most of the new memories. */
const SPARE = 1.5;

/**
 * Room for some 5,000 templates: each memory takes 10 GB of address space until it is collected, and a library that
 * grows from few templates would go through several of them.
 */
const MIN_BYTES = 4 * 2 ** 20;

export class IndexMemory {
  readonly #byteLength: number;
  readonly #memory: SharedWasmMemory;
  readonly #exports: KernelExports;
  readonly #places: readonly [number, number];
  readonly #free: number;

  /**
   * For indexes of that size and some that are larger, with room for what the kernel is told, which is less than an
   * index. What is never written to takes no memory; to let one grow, V8 goes through all of the thread's that it has
   * not collected, which may be thousands (0.5 ms for a thousand).
   */
  constructor(size: PieceIndexSize) {
    this.#byteLength = Math.max(Math.ceil(pieceIndexBytes(size) * SPARE), MIN_BYTES);
    const layout = new WasmLayout(STATIC_BYTES);
    this.#places = [layout.take(this.#byteLength), layout.take(this.#byteLength)];
    this.#free = layout.end;
    this.#memory = allocateGrowingWasm(layout.end + this.#byteLength);
    this.#exports = instantiateKernel(this.#memory);
  }

  canHold(size: PieceIndexSize): boolean {
    return pieceIndexBytes(size) <= this.#byteLength;
  }

  /** One of both indexes, with whatever was written there. */
  index(place: 0 | 1, size: PieceIndexSize): PieceIndex {
    return attachPieceIndex({ buffer: this.#memory.buffer, byteOffset: this.#places[place], ...size });
  }

  /** Room for grams that are to be marked or written, until there is room for others, or lists are patched. */
  runs(size: RunsSize): GramRuns {
    return new GramRuns(this.#memory, this.#free, size);
  }

  mark(mask: Int32Array, runs: GramRuns, index: PieceIndex): void {
    this.#tellOf(runs, index);
    this.#exports.mark(mask.byteOffset, GRAM_HASH_BITS - index.handle.maskBits, runs.first.length);
  }

  /** Writes lists of an index as a whole. Some nanoseconds a posting. */
  write({ start, posting }: PostingLists, runs: GramRuns, index: PieceIndex): void {
    this.#tellOf(runs, index);
    const shift = GRAM_HASH_BITS - index.handle.bits;
    this.#exports.write(start.byteOffset, posting.byteOffset, start.length - 1, shift, runs.first.length);
  }

  #tellOf({ first, count, hash, position }: GramRuns, { classOf, handle }: PieceIndex): void {
    this.#exports.setRuns(first.byteOffset, count.byteOffset, hash.byteOffset, position.byteOffset);
    this.#exports.setClassOf(classOf.byteOffset, handle.classBits);
  }

  /**
   * Writes lists of one index from those of the other. `moves` says by row before what its postings rise by. Less than
   * a nanosecond a posting, and 0.1 microseconds a change.
   */
  patch(before: PostingLists, moves: Int32Array, changes: readonly number[], now: PostingLists): void {
    const layout = new WasmLayout(this.#free);
    const movesAt = layout.take(moves.byteLength);
    const changesAt = layout.take(changes.length * Float64Array.BYTES_PER_ELEMENT);
    reserveWasm(this.#memory, layout.end);
    new Int32Array(this.#memory.buffer, movesAt, moves.length).set(moves);
    new Float64Array(this.#memory.buffer, changesAt, changes.length).set(new Float64Array(changes).sort());
    const { start, posting } = before;
    this.#exports.setLists(start.byteOffset, posting.byteOffset, now.start.byteOffset, now.posting.byteOffset, movesAt);
    const postings = this.#exports.patch(start.length - 1, changesAt, changes.length);
    assert(postings === now.posting.length, "every posting that came or stayed has its place");
  }
}
