/**
 * A first pass over all messages of a batch, in WebAssembly (kernel/skim.ts). Two readers go through messages unit by
 * unit, each for what is rare: the normaliser for links and odd letters, the reader of links for what opens one. Most
 * messages have none of it. One pass, eight units at a time, tells which those are, and folds messages up to where the
 * normaliser itself has to look.
 *
 * It finds nothing that the stages would not find without it (event/skim.ts).
 */
import { assert } from "../../core/assert.ts";
import { once } from "../../core/once.ts";
import {
  WASM_PAGE_BYTES,
  WasmLayout,
  allocateGrowingWasm,
  instantiateWasm,
  loadKernel,
} from "../../core/web-assembly.ts";
import { type EventBatch, MAX_TEXT_UNITS } from "../../event/event-batch.ts";
import type { Skim } from "../../event/skim.ts";
import { DISGUISE, SECOND_SPACE } from "../../event/unit-traits.ts";
import { type NormaliserTable, READ_UNITS } from "../normaliser/normaliser.ts";
import { DISGUISE_TRAIT, FOLDED_AHEAD, MAX_FOLDED, HELD_UNITS, SECOND_SPACE_TRAIT } from "./skim-layout.ts";

assert(MAX_TEXT_UNITS <= HELD_UNITS, "any text fits into the buffer");
assert(
  DISGUISE_TRAIT === DISGUISE && SECOND_SPACE_TRAIT === SECOND_SPACE,
  "the kernel's copies of traits are those of the column",
);

/** An exported address. */
interface Address {
  readonly value: number;
}

interface SkimExports {
  readonly step: Address;
  readonly shuffles: Address;
  readonly tails: Address;
  readonly messages: Address;
  readonly free: Address;
  attach(...addresses: [number, number, number, number, number, number, number]): void;
  skim(first: number, end: number, base: number): void;
}

const compiled = once(() => loadKernel<SkimExports>("skim"));

const LANES = 8;
assert(
  FOLDED_AHEAD + LANES <= READ_UNITS && READ_UNITS <= MAX_FOLDED,
  "what a text is folded to is read by stages, and all that they read has room",
);

/** The table, the buffer, and less: the pages that the module asks for. */
const STATIC_BYTES = 7 * WASM_PAGE_BYTES;

/** Tells which texts of a batch need a closer look: links, and letters to be folded. Some nanoseconds a unit. */
export class Skimmer {
  readonly #memory = allocateGrowingWasm(STATIC_BYTES);
  readonly #exports = instantiateWasm(compiled(), this.#memory);
  /** Events that the columns have room for. */
  #capacity = 0;
  #columns = this.#makeColumns(LANES);

  /** Copies the table's column `step`, a quarter of a megabyte. */
  constructor({ step }: NormaliserTable) {
    const { step: stepAt, shuffles, tails } = this.#exports;
    const { buffer } = this.#memory;
    new Uint32Array(buffer, stepAt.value, step.length).set(step);
    fillShuffles(new Uint8Array(buffer, shuffles.value, 256 * 16));
    fillTails(new Uint16Array(buffer, tails.value, (LANES + 1) * LANES));
  }

  /** Skims the messages of a batch; what it tells is valid until the next. About 2 ns a unit. Allocates a few views. */
  skim(events: EventBatch): Skim {
    const { text, textStart, count } = events;
    if (count > this.#capacity) this.#columns = this.#makeColumns(events.capacity);
    const columns = this.#columns;
    columns.textStart.set(count === events.capacity ? textStart : textStart.subarray(0, count + 1));
    columns.foldedStart[0] = 0;
    columns.isFinished = false;
    for (let row = 0; row < count;) {
      const base = textStart[row]!;
      let end = row + 1;
      while (end < count && textStart[end + 1]! - base <= HELD_UNITS) end++;
      columns.messages.set(text.subarray(base, textStart[end]!));
      this.#exports.skim(row, end, base);
      row = end;
    }
    return columns;
  }

  #makeColumns(capacity: number): SkimColumns {
    const { messages, free } = this.#exports;
    const words = Int32Array.BYTES_PER_ELEMENT * (capacity + 1);
    const layout = new WasmLayout(free.value);
    const textStart = layout.take(words);
    const traits = layout.take(capacity);
    const opening = layout.take(words);
    const foldedTo = layout.take(words);
    const foldedStart = layout.take(words);
    const foldedUnits = layout.take(words);
    // A vector is written even where little of it counts.
    const allFolded = capacity * MAX_FOLDED + LANES;
    const folded = layout.take(allFolded * Uint16Array.BYTES_PER_ELEMENT);
    const missing = layout.end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
    this.#exports.attach(textStart, traits, opening, foldedTo, foldedStart, foldedUnits, folded);
    this.#capacity = capacity;
    const { buffer } = this.#memory;
    return {
      messages: new Uint16Array(buffer, messages.value, HELD_UNITS),
      textStart: new Uint32Array(buffer, textStart, capacity + 1),
      traits: new Uint8Array(buffer, traits, capacity),
      opening: new Int32Array(buffer, opening, capacity),
      foldedTo: new Int32Array(buffer, foldedTo, capacity),
      foldedStart: new Int32Array(buffer, foldedStart, capacity + 1),
      foldedUnits: new Int32Array(buffer, foldedUnits, capacity),
      folded: new Uint16Array(buffer, folded, allFolded),
      isFinished: false,
    };
  }
}

/** What the kernel reads and writes. */
interface SkimColumns extends Skim {
  readonly messages: Uint16Array;
  readonly textStart: Uint32Array;
}

/** By mask of lanes: which bytes make those lanes stand next to each other, in their order. */
function fillShuffles(shuffles: Uint8Array): void {
  for (let mask = 0; mask < 1 << LANES; mask++) {
    let at = mask * 2 * LANES;
    for (let lane = 0; lane < LANES; lane++) {
      if (((mask >> lane) & 1) === 0) continue;
      shuffles[at++] = 2 * lane;
      shuffles[at++] = 2 * lane + 1;
    }
  }
}

/** By number of lanes: all bits of the first so many. */
function fillTails(tails: Uint16Array): void {
  for (let lanes = 0; lanes <= LANES; lanes++) tails.fill(0xffff, lanes * LANES, lanes * LANES + lanes);
}
