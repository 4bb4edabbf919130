/**
 * The score of a message: what its features weigh, over the root of their number. It is the greatest of the whole text,
 * of its heads and of its tails at cuts some words apart: whoever puts a harmless sentence in front of a fraud, or
 * behind it, adds to the text and takes nothing from the fraud. Whoever calibrates a model scores by this file too, so
 * thresholds know of it. Allocates nothing once made.
 */
import type { Identity } from "../../event/identity.ts";
import {
  type FeatureRows,
  MAX_UNITS,
  allocateFeatures,
  gramsBefore,
  readGrams,
  readRaw,
  readSender,
} from "./features.ts";
import type { LearnedModel } from "./model.ts";

/** Normalised units between cuts. */
export const CUT_UNITS = 24;
const MAX_CUTS = Math.ceil(MAX_UNITS / CUT_UNITS);

/** What part of the text had the greatest score. */
export const WHOLE = 0;
export const HEAD = 1;
export const TAIL = 2;

export class Scorer {
  /** Features of the message scored last. */
  readonly features: FeatureRows = allocateFeatures();
  /** WHOLE, HEAD or TAIL, and where that was cut: in normalised units. */
  part = WHOLE;
  cut = 0;
  readonly #weights: Int16Array;
  readonly #bias: number;
  readonly #readsRaw: boolean;
  readonly #readsSender: boolean;
  readonly #scoresParts: boolean;
  /** By number of features: the step of a weight over the root of it. */
  readonly #scale: Float64Array;
  /** By cut: weights and number of the features before it. */
  readonly #headSum = new Int32Array(MAX_CUTS);
  readonly #headCount = new Int32Array(MAX_CUTS);

  constructor({ weights, card }: LearnedModel) {
    this.#weights = weights;
    this.#bias = card.bias;
    this.#readsRaw = card.reads.raw;
    this.#readsSender = card.reads.sender;
    this.#scoresParts = card.scoresParts;
    const most = this.features.index.length;
    this.#scale = Float64Array.from({ length: most + 1 }, (_, n) => card.step / Math.sqrt(Math.max(1, n)));
  }

  /**
   * Normalised units [from, from + count) of `units`, which come of raw units [textFrom, textTo) of `text`. About 1 us
   * for 160 units.
   */
  score(
    units: Uint16Array,
    from: number,
    count: number,
    text: Uint16Array,
    textFrom: number,
    textTo: number,
    hasLink: boolean,
    caller: Identity,
    direction: number,
  ): number {
    const { features } = this;
    readGrams(units, from, count, features);
    if (this.#readsRaw) readRaw(text, textFrom, textTo, count, hasLink, features);
    if (this.#readsSender) readSender(caller, direction, features);
    return this.#greatest(count, textTo - textFrom);
  }

  #greatest(units: number, rawUnits: number): number {
    const { features } = this;
    const { index, grams, words, count } = features;
    const weights = this.#weights;
    const cuts = this.#scoresParts ? Math.max(0, Math.ceil(units / CUT_UNITS) - 1) : 0;
    let sum = 0;
    for (let cut = 0, at = 0; cut <= cuts; cut++) {
      const end = cut === cuts ? grams : gramsBefore((cut + 1) * CUT_UNITS);
      for (; at < end; at++) sum += weights[index[at]!]!;
      this.#headSum[cut] = sum;
      this.#headCount[cut] = at;
    }
    const gramSum = sum;
    let wordSum = 0;
    for (let cut = 0, at = grams; cut <= cuts; cut++) {
      // The last takes all that is left.
      const rawEnd = cut === cuts ? Infinity : Math.floor(((cut + 1) * CUT_UNITS * rawUnits) / units);
      for (; at < words && features.end[at]! <= rawEnd; at++) wordSum += weights[index[at]!]!;
      this.#headSum[cut]! += wordSum;
      this.#headCount[cut]! += at - grams;
    }
    let rest = 0;
    for (let at = words; at < count; at++) rest += weights[index[at]!]!;
    return this.#best(cuts, gramSum + wordSum, rest, words, count - words);
  }

  /** `sum` and `count` of grams and words; `rest` and `others` of what tells of the whole message alone. */
  #best(cuts: number, sum: number, rest: number, count: number, others: number): number {
    const scale = this.#scale;
    let best = (sum + rest) * scale[count + others]!;
    this.part = WHOLE;
    for (let cut = 0; cut < cuts; cut++) {
      const headSum = this.#headSum[cut]!;
      const headCount = this.#headCount[cut]!;
      const head = (headSum + rest) * scale[headCount + others]!;
      const tail = (sum - headSum + rest) * scale[count - headCount + others]!;
      if (head <= best && tail <= best) continue;
      this.part = head > tail ? HEAD : TAIL;
      this.cut = (cut + 1) * CUT_UNITS;
      best = Math.max(head, tail);
    }
    return best + this.#bias;
  }
}
