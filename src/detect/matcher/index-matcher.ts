/**
 * The engine `index`: exact, by pieces that survive all edits.
 *
 * The longer of message and template is cut into P disjoint pieces (pieces.ts). Let K be the greatest distance that
 * still matches. If their distance is at most K, at least P - K pieces are found unchanged in the other text, at a
 * place that K edits allow (places.ts). So:
 *
 * 1. templates at least as long as the message: look all grams of the message up among the pieces of templates; 2.
 * shorter templates: cut the message, look its pieces up among all grams of templates; 3. a template whose count
 * reaches P - K is a candidate (if P <= K, at thresholds near a half, all are); 4. candidates are compared by bounded
 * edit distance, the most promising first.
 *
 * Most benign messages end early: if fewer than P - K of their grams occur in templates of a fitting length, no list is
 * read. At thresholds below two thirds, nearly all templates of a fitting length are candidates.
 *
 * Counts may be too high (equal hashes, repeated grams), never too low. Step 4 decides, so the answer equals a full
 * scan. It runs in WebAssembly (kernel/index.ts).
 */
import { once } from "../../core/once.ts";
import {
  WASM_PAGE_BYTES,
  allocateGrowingWasm,
  instantiateWasm,
  loadKernel,
  reserveWasm,
} from "../../core/web-assembly.ts";
import { MAX_MATCH_UNITS, MIN_MATCH_UNITS, type Matcher, matchLength } from "./matcher.ts";
import type { MatcherEngine, MatcherTables } from "./template-table.ts";

export const indexEngine: MatcherEngine = {
  name: "index",
  attach: (tables, previous) => new IndexMatcher(tables, previous instanceof IndexMatcher ? previous : undefined),
};

/** From so many templates on, lists are long, and loose pieces are looked up by grams of 4 units. */
const MANY_TEMPLATES = 8192;

export class IndexMatcher implements Matcher {
  readonly version: number;
  readonly templateCount: number;
  readonly #kernel: Kernel;

  /** Reuses the memory of `previous`, which must not be used any more. `manyTemplates` is for tests. */
  constructor(
    { version, thresholdPermille, templates }: MatcherTables,
    previous?: IndexMatcher,
    manyTemplates = MANY_TEMPLATES,
  ) {
    const { count, text, start, number } = templates;
    this.version = version;
    this.templateCount = count;
    this.#kernel = previous === undefined ? startKernel() : previous.#kernel;
    const { exports, memory } = this.#kernel;
    exports.setThreshold(thresholdPermille);
    reserveWasm(memory, exports.layOut(count, text.length, Number(count >= manyTemplates)));
    new Uint16Array(memory.buffer, exports.text.value, text.length).set(text);
    new Uint32Array(memory.buffer, exports.start.value, start.length).set(start);
    new Int32Array(memory.buffer, exports.number.value, count).set(number);
    exports.build();
  }

  get distance(): number {
    return this.#kernel.nearest[1]!;
  }

  get length(): number {
    return this.#kernel.nearest[2]!;
  }

  match(message: Uint16Array, length: number): number {
    const { exports, nearest, message: copy } = this.#kernel;
    const units = length < MIN_MATCH_UNITS ? 0 : matchLength(message, length);
    for (let i = 0; i < units; i++) copy[i] = message[i]!;
    exports.match(units);
    return nearest[0]!;
  }
}

/** An instance of kernel/index.ts, with memory for the tables and one message. */
type Kernel = ReturnType<typeof startKernel>;

function startKernel() {
  const memory = allocateGrowingWasm(FIRST_BYTES);
  const exports = instantiateWasm(compiled(), memory);
  return {
    memory,
    exports,
    message: new Uint16Array(memory.buffer, exports.message.value, MAX_MATCH_UNITS),
    nearest: new Int32Array(memory.buffer, exports.nearest.value, 3),
  };
}

/** Enough for some thousand templates, since growing a memory is slow in V8. */
const FIRST_BYTES = 64 * WASM_PAGE_BYTES;

const compiled = once(() => loadKernel<KernelExports>("matcher"));

interface Address {
  readonly value: number;
}

interface KernelExports {
  readonly text: Address;
  readonly start: Address;
  readonly number: Address;
  readonly message: Address;
  /** Number of the template or NO_TEMPLATE, distance and the greater of both lengths. */
  readonly nearest: Address;
  setThreshold(permille: number): void;
  layOut(count: number, units: number, isMany: number): number;
  build(): void;
  match(length: number): void;
}
