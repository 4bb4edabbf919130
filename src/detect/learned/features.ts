/**
 * What a learned model reads of a message: indices into a table of weights. Character 2- to 4-grams of the normalised
 * text (Cavnar and Trenkle 1994) and its Chinese characters; words and pairs of words of the raw text; its 2- to
 * 4-grams that have a digit, as the normaliser makes all digits one; and a few counts of what the normaliser takes
 * away: marks, capitals, digits. Each feature is hashed into a fixed number of buckets (Weinberger and others 2009), so
 * that no dictionary is kept and a text never seen costs no more.
 *
 * A kernel (kernel/) reads them, and adds up what they weigh. A thread has one instance, with the weights of one model
 * at a time: another model costs a copy of its weights, some ten microseconds. A change to what is read, or to how it is
 * hashed, raises FEATURE_VERSION: a model knows the features of its own version only.
 */
import { assert } from "../../core/assert.ts";
import { once } from "../../core/once.ts";
import { instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { READ_UNITS } from "../normaliser/normaliser.ts";
import { BUCKETS, MAX_FEATURES, MAX_UNITS } from "./feature-numbers.ts";
import type { LearnedModel } from "./model.ts";
import { RAW_UNITS } from "./raw-units.ts";

assert(MAX_UNITS === READ_UNITS, "the kernel reads as much of a text as is normalised");

interface Address {
  readonly value: number;
}

interface KernelExports extends Readonly<
  Record<"weights" | "scales" | "rawUnits" | "folded" | "text" | "found" | "index" | "start" | "end" | "ends", Address>
> {
  readonly memory: { readonly buffer: ArrayBuffer };
  attach(readsRaw: boolean, scoresParts: boolean, bias: number): void;
  read(units: number, length: number, hasLink: number, readsRaw: number): void;
  score(units: number, length: number, hasLink: number, senderWeight: number, senderFeatures: number): number;
}

/**
 * The features of the text that was read last. Features [0, grams) are grams, [grams, singles) Chinese characters,
 * [singles, words) words and pairs, [words, digits) grams that have a digit, and [digits, count) tell of the message as
 * a whole.
 */
export interface TextFeatures {
  readonly index: Int32Array;
  /**
   * Of words, pairs and grams that have a digit: the raw unit at which each begins, and the one behind it. Of a Chinese
   * character the same of the normalised text.
   */
  readonly start: Uint16Array;
  readonly end: Uint16Array;
  readonly grams: number;
  readonly singles: number;
  readonly words: number;
  readonly digits: number;
  readonly count: number;
}

/** How many grams the first `units` normalised units have. At each unit they end there, the shortest first. */
export function gramsBefore(units: number): number {
  return units < 2 ? units : 3 * (units - 1);
}

export class FeatureKernel {
  /** Of the message scored last: the part (feature-numbers.ts), the cut in normalised units, features of the part. */
  readonly found: Int32Array;
  /** What that message scores as a whole. */
  readonly whole: Float64Array;
  readonly #exports: KernelExports;
  readonly #folded: Uint16Array;
  readonly #text: Uint16Array;
  readonly #weights: Int16Array;
  readonly #scales: Float64Array;
  readonly #columns: Pick<TextFeatures, "index" | "start" | "end">;
  readonly #ends: Int32Array;
  #attached: LearnedModel | undefined;

  constructor() {
    const exports = instantiateWasm(loadKernel<KernelExports>("weigh"));
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#weights = new Int16Array(buffer, exports.weights.value, BUCKETS);
    this.#scales = new Float64Array(buffer, exports.scales.value, MAX_FEATURES + 1);
    this.#folded = new Uint16Array(buffer, exports.folded.value, MAX_UNITS);
    this.#text = new Uint16Array(buffer, exports.text.value, MAX_UNITS);
    this.#columns = {
      index: new Int32Array(buffer, exports.index.value, MAX_FEATURES),
      start: new Uint16Array(buffer, exports.start.value, MAX_FEATURES),
      end: new Uint16Array(buffer, exports.end.value, MAX_FEATURES),
    };
    this.#ends = new Int32Array(buffer, exports.ends.value, 5);
    this.found = new Int32Array(buffer, exports.found.value, 3);
    this.whole = new Float64Array(buffer, exports.found.value + 16, 1);
    new Uint32Array(buffer, exports.rawUnits.value, RAW_UNITS.length).set(RAW_UNITS);
  }

  /**
   * The features of normalised units [from, from + count) of `units`, which come of raw units [textFrom, textTo) of
   * `text`, until the next text is read. `readsRaw`: words and the like too.
   */
  read(
    units: Uint16Array,
    from: number,
    count: number,
    text: Uint16Array,
    textFrom: number,
    textTo: number,
    hasLink: boolean,
    readsRaw: boolean,
  ): TextFeatures {
    this.#put(units, from, count, text, textFrom, textTo);
    this.#exports.read(count, textTo - textFrom, Number(hasLink), Number(readsRaw));
    const [grams, singles, words, digits, all] = this.#ends as unknown as [number, number, number, number, number];
    return { ...this.#columns, grams, singles, words, digits, count: all };
  }

  /**
   * The score of the same by a model. What is known of the sender weighs `senderWeight`, and is so many features. Some
   * 0.6 us for 160 units.
   */
  score(
    model: LearnedModel,
    units: Uint16Array,
    from: number,
    count: number,
    text: Uint16Array,
    textFrom: number,
    textTo: number,
    hasLink: boolean,
    senderWeight: number,
    senderFeatures: number,
  ): number {
    if (model !== this.#attached) this.#attach(model);
    this.#put(units, from, count, text, textFrom, textTo);
    return this.#exports.score(count, textTo - textFrom, Number(hasLink), senderWeight, senderFeatures);
  }

  #put(units: Uint16Array, from: number, count: number, text: Uint16Array, textFrom: number, textTo: number): void {
    this.#folded.set(units.subarray(from, from + count));
    this.#text.set(text.subarray(textFrom, Math.min(textTo, textFrom + MAX_UNITS)));
  }

  #attach(model: LearnedModel): void {
    const { bias, step, reads, scoresParts } = model.card;
    this.#weights.set(model.weights);
    for (let n = 0; n <= MAX_FEATURES; n++) this.#scales[n] = step / Math.sqrt(Math.max(1, n));
    this.#exports.attach(reads.raw, scoresParts, bias);
    this.#attached = model;
  }
}

export const featureKernel = once(() => new FeatureKernel());
