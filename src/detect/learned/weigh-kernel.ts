/**
 * The kernel that adds up what the features of a text weigh (kernel/weigh.ts): an instance with memory of its own,
 * which holds the texts, and the weights of one model at a time. A thread has one, as it is asked about many texts by
 * one model; another model costs a copy of its weights, some ten microseconds.
 */
import { assert } from "../../core/assert.ts";
import { once } from "../../core/once.ts";
import { instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { READ_UNITS } from "../normaliser/normaliser.ts";
import {
  BEFORE_SHIFT,
  BUCKETS,
  CAPITALS_FIELD,
  CAPITAL_SHIFT,
  IS_UNSEEN,
  KIND_SHIFT,
  LETTER,
  LETTERS_FIELD,
  MARK,
  MAX_FEATURES,
  MAX_UNITS,
  NONE_BEHIND,
  RUN_BYTES,
  RUN_SHIFT,
  SHOUTS_FIELD,
  SHOUT_SHIFT,
  SPACE,
  SPACES_FIELD,
  UNSEEN,
} from "./feature-numbers.ts";
import type { LearnedModel } from "./model.ts";
import { RAW_UNITS, kindOf } from "./raw-units.ts";

assert(MAX_UNITS === READ_UNITS, "the kernel reads as much of a text as is normalised");

/** An exported address. */
interface Address {
  readonly value: number;
}

interface WeighExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly weights: Address;
  readonly scales: Address;
  readonly traits: Address;
  readonly folded: Address;
  readonly text: Address;
  readonly found: Address;
  attach(readsRaw: boolean, scoresParts: boolean, bias: number): void;
  score(count: number, length: number, hasLink: number, senderWeight: number, senderFeatures: number): number;
}

export class WeighKernel {
  /** Room for MAX_UNITS units of a normalised text, and for as many of the raw one. */
  readonly folded: Uint16Array;
  readonly text: Uint16Array;
  /** Of the message scored last: the part (feature-numbers.ts), the cut in normalised units, features of the part. */
  readonly found: Int32Array;
  /** What that message scores as a whole. */
  readonly whole: Float64Array;
  readonly #exports: WeighExports;
  readonly #weights: Int16Array;
  readonly #scales: Float64Array;
  #attached: LearnedModel | undefined;

  constructor() {
    const exports = instantiateWasm(loadKernel<WeighExports>("weigh"));
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#weights = new Int16Array(buffer, exports.weights.value, BUCKETS);
    this.#scales = new Float64Array(buffer, exports.scales.value, MAX_FEATURES + 1);
    this.folded = new Uint16Array(buffer, exports.folded.value, MAX_UNITS);
    this.text = new Uint16Array(buffer, exports.text.value, MAX_UNITS);
    this.found = new Int32Array(buffer, exports.found.value, 3);
    this.whole = new Float64Array(buffer, exports.found.value + 16, 1);
    fillTraits(new Uint32Array(buffer, exports.traits.value, 2 * RAW_UNITS.length));
  }

  /** Scores are by this model from now on. */
  attach(model: LearnedModel): void {
    if (model === this.#attached) return;
    const { bias, step, reads, scoresParts } = model.card;
    this.#weights.set(model.weights);
    for (let n = 0; n <= MAX_FEATURES; n++) this.#scales[n] = step / Math.sqrt(Math.max(1, n));
    this.#exports.attach(reads.raw, scoresParts, bias);
    this.#attached = model;
  }

  /**
   * The score of the first `count` units of `folded`, which come of `length` raw units; `text` has the first MAX_UNITS
   * of those. What is known of the sender weighs `senderWeight`, and is so many features. Some 0.5 us for 160 units.
   */
  score(count: number, length: number, hasLink: boolean, senderWeight: number, senderFeatures: number): number {
    return this.#exports.score(count, length, hasLink ? 1 : 0, senderWeight, senderFeatures);
  }
}

/** A thread's. */
export const weighKernel = once(() => new WeighKernel());

/** By raw unit two words: what it is, and what it adds to the counts. */
function fillTraits(traits: Uint32Array): void {
  for (let unit = 0; unit < RAW_UNITS.length; unit++) {
    const own = RAW_UNITS[unit]!;
    const kind = kindOf(own);
    const goesOn = kind === MARK ? NONE_BEHIND : kind;
    traits[2 * unit] =
      (own & ~(1 << CAPITAL_SHIFT)) |
      (goesOn << (KIND_SHIFT + BEFORE_SHIFT)) |
      (kind === UNSEEN ? IS_UNSEEN : 0) |
      ((kind === SPACE ? 0 : RUN_BYTES) << RUN_SHIFT);
    traits[2 * unit + 1] =
      (Number(kind === LETTER) << LETTERS_FIELD) |
      (Number(kind === SPACE) << SPACES_FIELD) |
      (((own >>> CAPITAL_SHIFT) & 1) << CAPITALS_FIELD) |
      (((own >>> SHOUT_SHIFT) & 1) << SHOUTS_FIELD);
  }
}
