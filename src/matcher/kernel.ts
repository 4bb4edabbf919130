/** The engine's kernel in WebAssembly (kernel/index.ts): an instance with memory of its own, and views of that memory. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { once } from "../core/once.ts";
import { WASM_PAGE_BYTES, type WasmMemory, compileWasm, instantiateWasm } from "../core/web-assembly.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { type PieceIndex, pieceIndexBytes, placeMask } from "./piece-index.ts";
import { PLACES } from "./places.ts";
import type { TemplateTable } from "./template-table.ts";

/** The pieces that a text is cut into: start, and hash of the gram. */
export interface Pieces {
  readonly position: Uint8Array;
  readonly hash: Int32Array;
}

/** An exported address. */
interface Address {
  readonly value: number;
}

interface KernelExports {
  readonly memory: WasmMemory;
  readonly free: Address;
  readonly edits: Address;
  readonly pieces: Address;
  readonly shortest: Address;
  readonly longest: Address;
  readonly leastNeeded: Address;
  readonly message: Address;
  readonly three: Address;
  readonly four: Address;
  readonly threeCost: Address;
  readonly fourCost: Address;
  readonly piecePosition: Address;
  readonly pieceHash: Address;
  readonly placesUpTo: Address;
  readonly placesFrom: Address;
  hash(length: number, shift: number): void;
  cut(length: number, count: number): void;
  attach(...addressesAndBits: [number, number, number, number, number, number, number]): void;
  attachLists(...addresses: [number, number, number, number, number, number]): void;
  findCandidates(length: number): number;
}

const compiled = once(() => {
  const path = fileURLToPath(import.meta.resolve("#kernel/matcher.wasm"));
  return compileWasm<KernelExports>(readFileSync(path));
});

/** For what templates add to an index, worked out one after the other: one a thread. */
export const builderKernel = once(() => new Kernel());

export class Kernel {
  readonly #exports = instantiateWasm(compiled());
  /** Views, made anew whenever the memory has grown: of the message, and, by row, pieces found and rows that may match. */
  #message = this.#units(this.#exports.message, LENGTHS);
  counts: Uint16Array = new Uint16Array();
  candidates: Int32Array = new Int32Array();

  /** Costs of pieces at each position, to be filled in before `cut`. */
  get threeCost(): Int32Array {
    return this.#words(this.#exports.threeCost, LENGTHS);
  }

  get fourCost(): Int32Array {
    return this.#words(this.#exports.fourCost, LENGTHS);
  }

  /** Whole hashes of the 3-grams and 4-grams of a text of at most MAX_MATCH_UNITS units, by position. */
  hash(units: Uint16Array): { three: Int32Array; four: Int32Array } {
    const { three, four } = this.#exports;
    this.#message.set(units);
    this.#exports.hash(units.length, 0);
    return {
      three: this.#words(three, Math.max(0, units.length - 2)).slice(),
      four: this.#words(four, Math.max(0, units.length - 3)).slice(),
    };
  }

  /** Cuts a text into `count` pieces, given its hashes: the cut that costs least. Under a microsecond. */
  cut(length: number, count: number, three: Int32Array, four: Int32Array): Pieces {
    this.#words(this.#exports.three, three.length).set(three);
    this.#words(this.#exports.four, four.length).set(four);
    this.#exports.cut(length, count);
    return {
      position: this.#bytes(this.#exports.piecePosition, count).slice(),
      hash: this.#words(this.#exports.pieceHash, count).slice(),
    };
  }

  /**
   * Takes over an index: copies it, as an instance reads no memory but its own. Cost: that of copying, a tenth of a millisecond a megabyte.
   */
  attach(limits: MatchLimits, templates: TemplateTable, index: PieceIndex): void {
    const { firstOfLength, count } = templates;
    const { maskBits, bits, classBits } = index.handle;
    const tables = alignUp(this.#exports.free.value);
    const tableBytes = pieceIndexBytes(index.handle);
    const firstOfLengthAt = alignUp(tables + tableBytes);
    const countsAt = alignUp(firstOfLengthAt + firstOfLength.byteLength);
    // Counts are read in blocks, so a little beyond the last.
    const candidatesAt = alignUp(countsAt + count * Uint16Array.BYTES_PER_ELEMENT) + COUNTS_BEYOND_BYTES;
    this.#reserve(candidatesAt + count * Int32Array.BYTES_PER_ELEMENT);

    this.#bytes({ value: tables }, tableBytes).set(new Uint8Array(index.handle.buffer, 0, tableBytes));
    this.#words({ value: firstOfLengthAt }, firstOfLength.length).set(firstOfLength);
    this.#copyLimits(limits);
    this.#fillPlaces();
    const at = (column: { readonly byteOffset: number }) => tables + column.byteOffset;
    this.#exports.attach(firstOfLengthAt, at(index.classOf), countsAt, candidatesAt, maskBits, bits, classBits);
    const { pieceMask, pieceStart, piecePosting, gramMask, gramStart, gramPosting } = index;
    this.#exports.attachLists(
      at(pieceMask),
      at(pieceStart),
      at(piecePosting),
      at(gramMask),
      at(gramStart),
      at(gramPosting),
    );
    this.#message = this.#units(this.#exports.message, LENGTHS);
    this.counts = this.#units({ value: countsAt }, count);
    this.candidates = this.#words({ value: candidatesAt }, count);
  }

  /** How many templates may match units [0, length) of a message: the first of `candidates`. */
  find(message: Uint16Array, length: number): number {
    const units = this.#message;
    for (let i = 0; i < length; i++) units[i] = message[i]!;
    return this.#exports.findCandidates(length);
  }

  #reserve(byteLength: number): void {
    const { memory } = this.#exports;
    const missing = byteLength - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
  }

  #copyLimits(limits: MatchLimits): void {
    const { edits, pieces, shortest, longest, leastNeeded } = this.#exports;
    this.#bytes(edits, LENGTHS).set(limits.edits);
    this.#bytes(pieces, LENGTHS).set(limits.pieces);
    this.#bytes(shortest, LENGTHS).set(limits.shortest);
    this.#bytes(longest, LENGTHS).set(limits.longest);
    this.#bytes(leastNeeded, LENGTHS).set(limits.leastNeeded);
  }

  /** The kernel asks for places half the range below the first and above the last too: no text has any there. */
  #fillPlaces(): void {
    const upTo = this.#words(this.#exports.placesUpTo, PLACES_UP_TO.length);
    upTo.set(PLACES_UP_TO);
    this.#words(this.#exports.placesFrom, PLACES_FROM.length).set(PLACES_FROM);
  }

  #bytes({ value }: Address, length: number): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer, value, length);
  }

  #units({ value }: Address, length: number): Uint16Array {
    return new Uint16Array(this.#exports.memory.buffer, value, length);
  }

  #words({ value }: Address, length: number): Int32Array {
    return new Int32Array(this.#exports.memory.buffer, value, length);
  }
}

const COUNTS_BEYOND_BYTES = 64;

/** Masks of all places up to each and from each on (kernel/lists.ts). */
const PLACES_FROM = Int32Array.from({ length: 2 * PLACES }, (_, i) => -placeMask(i - PLACES / 2));
const PLACES_UP_TO = PLACES_FROM.map((from) => ~from | -from);

function alignUp(address: number): number {
  return Math.ceil(address / 64) * 64;
}
