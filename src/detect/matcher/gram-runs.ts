/**
 * Grams of templates on their way into masks, and into lists that are written as a whole (kernel/write.ts): columns in
 * the memory of the index, filled run by run. A run is what one template has of one kind.
 */
import { type SharedWasmMemory, WasmLayout, reserveWasm } from "../../core/web-assembly.ts";
import { LENGTHS } from "./match-limits.ts";
import { PLACE_BITS, PLACE_MIDDLE } from "./places.ts";
import type { PreparedTemplate } from "./grams.ts";

/** The grams of a template start at every unit of it. */
export const EVERY_UNIT = Uint8Array.from({ length: LENGTHS }, (_, i) => i);

/** How many there are. */
export interface RunsSize {
  readonly runs: number;
  readonly grams: number;
}

/** Where there is room for runs: the memory of an index. */
export interface RunsMemory {
  runs(size: RunsSize): GramRuns;
}

export class GramRuns {
  /** By run: the posting of a gram at unit 0, and how many grams there are. */
  readonly first: Int32Array;
  readonly count: Uint8Array;
  /** By gram: its hash, and where it stands. */
  readonly hash: Int32Array;
  readonly position: Uint8Array;
  #runs = 0;
  #grams = 0;

  /** Room for so many, from an address on. */
  constructor(memory: SharedWasmMemory, from: number, { runs, grams }: RunsSize) {
    const layout = new WasmLayout(from);
    const firstAt = layout.take(runs * Int32Array.BYTES_PER_ELEMENT);
    const countAt = layout.take(runs);
    const hashAt = layout.take(grams * Int32Array.BYTES_PER_ELEMENT);
    const positionAt = layout.take(grams);
    reserveWasm(memory, layout.end);
    this.first = new Int32Array(memory.buffer, firstAt, runs);
    this.count = new Uint8Array(memory.buffer, countAt, runs);
    this.hash = new Int32Array(memory.buffer, hashAt, grams);
    this.position = new Uint8Array(memory.buffer, positionAt, grams);
  }

  /** Runs come in the order of their rows. */
  add(first: number, hashes: Int32Array, positions: Uint8Array): void {
    this.first[this.#runs] = first;
    this.count[this.#runs++] = hashes.length;
    this.hash.set(hashes, this.#grams);
    this.position.set(positions, this.#grams);
    this.#grams += hashes.length;
  }
}

/** The posting of a gram at unit 0: each unit further is two places. */
export function firstPosting(row: number, length: number): number {
  return (row << PLACE_BITS) + PLACE_MIDDLE - length;
}

export function gramsOf(memory: RunsMemory, rows: readonly PreparedTemplate[], some: readonly number[]): GramRuns {
  const size = { runs: 0, grams: 0 };
  for (const row of some) {
    for (const kind of rows[row]!.hashes) {
      size.runs++;
      size.grams += kind.length;
    }
  }
  const runs = memory.runs(size);
  for (const row of some) {
    const { units, hashes } = rows[row]!;
    const first = firstPosting(row, units.length);
    for (const kind of hashes) runs.add(first, kind, EVERY_UNIT.subarray(0, kind.length));
  }
  return runs;
}

/** The pieces that they are cut into. */
export function piecesOf(memory: RunsMemory, rows: readonly PreparedTemplate[], some: readonly number[]): GramRuns {
  let grams = 0;
  for (const row of some) grams += rows[row]!.pieces!.hash.length;
  const runs = memory.runs({ runs: some.length, grams });
  for (const row of some) {
    const { units, pieces } = rows[row]!;
    runs.add(firstPosting(row, units.length), pieces!.hash, pieces!.position);
  }
  return runs;
}
