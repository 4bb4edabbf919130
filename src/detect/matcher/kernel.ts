/**
 * The engine's kernel in WebAssembly (kernel/index.ts): an instance with memory of its own, and views of that memory.
 */
import { once } from "../../core/once.ts";
import {
  type SharedWasmMemory,
  WASM_PAGE_BYTES,
  WasmLayout,
  allocateGrowingWasm,
  instantiateWasm,
  loadKernel,
  reserveWasm,
} from "../../core/web-assembly.ts";
import type { GramHashes, LooseUnits, Pieces } from "./grams.ts";
import { LENGTHS, type MatchLimits } from "./match-limits.ts";
import { BUFFER_UNITS } from "./message-buffer.ts";
import { type PieceIndex, pieceIndexBytes, placeMask } from "./piece-index.ts";
import { BAG_BUCKETS, PLACES } from "./places.ts";
import type { TemplateTable } from "./template-table.ts";

/** An exported address. */
interface Address {
  readonly value: number;
}

export interface KernelExports {
  readonly free: Address;
  readonly edits: Address;
  readonly pieces: Address;
  readonly shortest: Address;
  readonly longest: Address;
  readonly leastNeeded: Address;
  readonly nearest: Address;
  readonly message: Address;
  readonly bag: Address;
  readonly tightHashes: Address;
  readonly looseHashes: Address;
  readonly tightCost: Address;
  readonly looseCost: Address;
  readonly piecePosition: Address;
  readonly pieceHash: Address;
  readonly placesUpTo: Address;
  readonly placesFrom: Address;
  setLooseUnits(units: LooseUnits): void;
  hash(length: number): void;
  fill(length: number): void;
  cut(length: number, count: number): void;
  attach(...addressesAndBits: [number, number, number, number, number, number, number, LooseUnits]): void;
  attachLists(...addresses: [number, number, number, number, number, number]): void;
  attachTemplates(...addresses: [number, number, number, number, number]): void;
  match(message: number, length: number): void;
  setLists(...addresses: [number, number, number, number, number]): void;
  patch(lists: number, changes: number, count: number): number;
  setClassOf(classOf: number, classBits: number): void;
  setRuns(...addresses: [number, number, number, number]): void;
  write(start: number, posting: number, lists: number, shift: number, runs: number): void;
  mark(mask: number, shift: number, runs: number): void;
}

const compiled = once(() => loadKernel<KernelExports>("matcher"));

/** An instance over a memory of STATIC_BYTES at least. */
export function instantiateKernel(memory: SharedWasmMemory): KernelExports {
  return instantiateWasm(compiled(), memory);
}

/** For what templates add to an index, worked out one after the other: one a thread. */
export const builderKernel = once(() => new Kernel());

/** With tables of some thousand templates: V8 takes its time to let a memory grow (index-memory.ts). */
const FIRST_BYTES = 4 * 2 ** 20;

export class Kernel {
  readonly #memory = allocateGrowingWasm(FIRST_BYTES);
  readonly #exports = instantiateKernel(this.#memory);
  /** Of messages, and of what was found. */
  readonly #message = this.#units(this.#exports.message.value, BUFFER_UNITS);
  readonly #nearest = this.#words(this.#exports.nearest.value, NEAREST_WORDS);

  /** Costs of tight and of loose pieces at each position, to be filled in before `cut`. */
  get tightCost(): Int32Array {
    return this.#words(this.#exports.tightCost.value, LENGTHS);
  }

  get looseCost(): Int32Array {
    return this.#words(this.#exports.looseCost.value, LENGTHS);
  }

  /** Hashes a text of at most MAX_MATCH_UNITS units. */
  hash(units: Uint16Array, looseUnits: LooseUnits): GramHashes {
    const { tightHashes, looseHashes } = this.#exports;
    this.#message.set(units);
    this.#exports.setLooseUnits(looseUnits);
    this.#exports.hash(units.length);
    const tight = this.#words(tightHashes.value, Math.max(0, units.length - 2)).slice();
    return looseUnits === 3 ? [tight] : [tight, this.#words(looseHashes.value, Math.max(0, units.length - 3)).slice()];
  }

  /** How many units of a text of at most MAX_MATCH_UNITS fall into each bucket (kernel/bag.ts). */
  bag(units: Uint16Array): Uint8Array {
    this.#message.set(units);
    this.#exports.fill(units.length);
    return this.#bytes(this.#exports.bag.value, BAG_BUCKETS).slice();
  }

  /** Cuts a text into `count` pieces, given its hashes: the cut that costs least. Under a microsecond. */
  cut(length: number, count: number, hashes: GramHashes): Pieces {
    const { tightHashes, looseHashes } = this.#exports;
    this.#exports.setLooseUnits(hashes.length === 1 ? 3 : 4);
    this.#words(tightHashes.value, LENGTHS).set(hashes.at(0)!);
    this.#words(looseHashes.value, LENGTHS).set(hashes.at(-1)!);
    this.#exports.cut(length, count);
    return {
      position: this.#bytes(this.#exports.piecePosition.value, count).slice(),
      hash: this.#words(this.#exports.pieceHash.value, count).slice(),
    };
  }

  /**
   * Takes over an index: copies it, as an instance reads no memory but its own. Cost: that of copying, a tenth of a
   * millisecond a megabyte.
   */
  attach(limits: MatchLimits, templates: TemplateTable, index: PieceIndex): void {
    const { count, firstOfLength, text, start, length, number } = templates;
    const tableBytes = pieceIndexBytes(index.handle);
    const layout = new WasmLayout(this.#exports.free.value);
    const tables = layout.take(tableBytes);
    const firstOfLengthAt = layout.take(firstOfLength.byteLength);
    const textAt = layout.take(text.byteLength);
    const startAt = layout.take(start.byteLength);
    const lengthAt = layout.take(length.byteLength);
    const numberAt = layout.take(number.byteLength);
    const countsAt = layout.take(count * Uint16Array.BYTES_PER_ELEMENT + COUNTS_BEYOND_BYTES);
    const candidatesAt = layout.take(count * Int32Array.BYTES_PER_ELEMENT);
    reserveWasm(this.#memory, layout.end);

    this.#bytes(tables, tableBytes).set(new Uint8Array(index.handle.buffer, index.handle.byteOffset, tableBytes));
    this.#words(firstOfLengthAt, firstOfLength.length).set(firstOfLength);
    this.#units(textAt, text.length).set(text);
    this.#words(startAt, start.length).set(start);
    this.#bytes(lengthAt, length.length).set(length);
    this.#words(numberAt, number.length).set(number);
    this.#copyLimits(limits);
    this.#fillPlaces();

    const { byteOffset, maskBits, bits, classBits, looseUnits } = index.handle;
    const at = (column: { readonly byteOffset: number }) => tables + column.byteOffset - byteOffset;
    this.#exports.attach(
      firstOfLengthAt,
      at(index.classOf),
      countsAt,
      candidatesAt,
      maskBits,
      bits,
      classBits,
      looseUnits,
    );
    this.#exports.attachTemplates(textAt, startAt, lengthAt, numberAt, at(index.bag));
    const { pieceMask, pieceStart, piecePosting, gramMask, gramStart, gramPosting } = index;
    this.#exports.attachLists(
      at(pieceMask),
      at(pieceStart),
      at(piecePosting),
      at(gramMask),
      at(gramStart),
      at(gramPosting),
    );
  }

  /** Memory for BUFFER_UNITS units of messages, to be filled in before `match`. */
  get message(): Uint16Array {
    return this.#message;
  }

  /** The row of the nearest template to units [from, from + length) of `message`, at most MAX_MATCH_UNITS, or -1. */
  match(length: number, from: number): number {
    this.#exports.match(this.#exports.message.value + from * Uint16Array.BYTES_PER_ELEMENT, length);
    return this.#nearest[0]!;
  }

  /** Of the last match: its edit distance and the greater of both lengths; both 0 where nothing matched. */
  get distance(): number {
    return this.#nearest[1]!;
  }

  get length(): number {
    return this.#nearest[2]!;
  }

  #copyLimits(limits: MatchLimits): void {
    const { edits, pieces, shortest, longest, leastNeeded } = this.#exports;
    this.#bytes(edits.value, LENGTHS).set(limits.edits);
    this.#bytes(pieces.value, LENGTHS).set(limits.pieces);
    this.#bytes(shortest.value, LENGTHS).set(limits.shortest);
    this.#bytes(longest.value, LENGTHS).set(limits.longest);
    this.#bytes(leastNeeded.value, LENGTHS).set(limits.leastNeeded);
  }

  /** The kernel asks for places half the range below the first and above the last too: no text has any there. */
  #fillPlaces(): void {
    const upTo = this.#words(this.#exports.placesUpTo.value, PLACES_UP_TO.length);
    upTo.set(PLACES_UP_TO);
    this.#words(this.#exports.placesFrom.value, PLACES_FROM.length).set(PLACES_FROM);
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  #units(address: number, length: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, address, length);
  }

  #words(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }
}

/** Room for messages and what is worked out for one: the pages that the module asks for. */
export const STATIC_BYTES = 4 * WASM_PAGE_BYTES;

/** Counts are read in blocks, so a little beyond the last. */
const COUNTS_BEYOND_BYTES = 64;

/** What a match leaves: row, distance, length. */
const NEAREST_WORDS = 3;

/** Masks of all places up to each and from each on (kernel/lists.ts). */
const PLACES_FROM = Int32Array.from({ length: 2 * PLACES }, (_, i) => -placeMask(i - PLACES / 2));
const PLACES_UP_TO = PLACES_FROM.map((from) => ~from | -from);
