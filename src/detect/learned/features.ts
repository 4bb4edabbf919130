/**
 * The features of a message, as indices into a model's table of weights. From the normalised text: its 2- to 4-grams of
 * characters (Cavnar and Trenkle 1994) and its Chinese characters. From the raw text: its words and pairs of words, and
 * its 2- to 4-grams with a digit, since the normaliser makes all digits the same. And a few counts of what the
 * normaliser removes: marks, capitals, digits. Each feature is hashed into a fixed number of buckets (Weinberger and
 * others 2009), so no dictionary is kept, and a new text costs no more.
 *
 * A kernel (kernel/) reads the features and adds up their weights. A thread has one instance, which holds the weights
 * of one model. Changing to another model copies its weights, in some ten microseconds. If you change what is read, or
 * how it is hashed, raise FEATURE_VERSION: a model works only with the features of its version.
 */
import { assert } from "../../core/assert.ts";
import { once } from "../../core/once.ts";
import { instantiateWasm, loadKernel } from "../../core/web-assembly.ts";
import { READ_UNITS } from "../normaliser/normaliser.ts";
import { BUCKETS, MAX_FEATURES, MAX_UNITS } from "./feature-numbers.ts";
import type { LearnedModel } from "./model.ts";
import { RAW_UNITS } from "./raw-units.ts";

assert(MAX_UNITS === READ_UNITS, "the kernel and the normaliser read the same number of units");

interface Address {
  readonly value: number;
}

interface KernelExports extends Readonly<
  Record<"weights" | "scales" | "rawUnits" | "folded" | "text" | "found" | "index" | "start" | "end" | "ends", Address>
> {
  readonly memory: { readonly buffer: ArrayBuffer };
  attach(readsRaw: boolean, readsSender: boolean, scoresParts: boolean, bias: number): void;
  read(units: number, length: number, hasLink: number, readsRaw: boolean, readsSender: boolean): void;
  score(units: number, length: number, hasLink: number, senderWeight: number, senderFeatures: number): number;
}

/** [0, grams) are grams, [grams, singles) Chinese characters, then words and pairs, grams with a digit, and counts. */
export interface TextFeatures {
  readonly index: Int32Array;
  /** Where a feature begins and ends: in raw units, but Chinese characters in normalised units. */
  readonly start: Uint16Array;
  readonly end: Uint16Array;
  readonly grams: number;
  readonly singles: number;
  readonly words: number;
  readonly digits: number;
  readonly count: number;
}

/** Grams that end within the first `units` normalised units. They lie together by their end, the shortest first. */
export function gramsBefore(units: number): number {
  return units < 2 ? units : 3 * (units - 1);
}

export class FeatureKernel {
  /** Of the last message scored: its part (feature-numbers.ts), the cut in normalised units, the part's features. */
  readonly found: Int32Array;
  /** The score of that message as a whole. */
  readonly whole: Float64Array;
  readonly #exports: KernelExports;
  readonly #folded: Uint16Array;
  readonly #text: Uint16Array;
  readonly #weights: Int16Array;
  readonly #scales: Float64Array;
  readonly #columns: Pick<TextFeatures, "index" | "start" | "end">;
  readonly #ends: Int32Array;
  #attached: LearnedModel | undefined;
  #count = 0;
  #length = 0;
  #hasLink = 0;

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

  /** Normalised units [from, from + count) of `units`, made from raw units [textFrom, textTo) of `text`. */
  load(
    units: Uint16Array,
    from: number,
    count: number,
    text: Uint16Array,
    textFrom: number,
    textTo: number,
    hasLink: boolean,
  ): void {
    this.#folded.set(units.subarray(from, from + count));
    this.#text.set(text.subarray(textFrom, Math.min(textTo, textFrom + MAX_UNITS)));
    this.#count = count;
    this.#length = textTo - textFrom;
    this.#hasLink = Number(hasLink);
  }

  /** Features of the text, valid until the next is loaded. A number alone has none, unless the sender is read. */
  read({ raw, sender }: LearnedModel["card"]["reads"]): TextFeatures {
    this.#exports.read(this.#count, this.#length, this.#hasLink, raw, sender);
    const [grams, singles, words, digits, all] = this.#ends as unknown as [number, number, number, number, number];
    return { ...this.#columns, grams, singles, words, digits, count: all };
  }

  /** The sender adds `senderFeatures` features that weigh `senderWeight`. Some 0.6 us for 160 units. */
  score(model: LearnedModel, senderWeight: number, senderFeatures: number): number {
    if (model !== this.#attached) this.#attach(model);
    return this.#exports.score(this.#count, this.#length, this.#hasLink, senderWeight, senderFeatures);
  }

  #attach(model: LearnedModel): void {
    const { bias, step, reads, scoresParts } = model.card;
    this.#weights.set(model.weights);
    for (let n = 0; n <= MAX_FEATURES; n++) this.#scales[n] = step / Math.sqrt(Math.max(1, n));
    this.#exports.attach(reads.raw, reads.sender, scoresParts, bias);
    this.#attached = model;
  }
}

export const featureKernel = once(() => new FeatureKernel());
