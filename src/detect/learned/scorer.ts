/**
 * The score of a message: what its features weigh, over the root of their number. It is the greatest of the whole text,
 * of its heads and of its tails at cuts some words apart: whoever puts a harmless sentence in front of a fraud, or
 * behind it, adds to the text and takes nothing from the fraud. Whoever calibrates a model scores by this file too, so
 * thresholds know of it. Allocates nothing once made.
 */
import type { Identity } from "../../event/identity.ts";
import { type FeatureRows, MAX_FEATURES, MAX_UNITS, allocateFeatures, readSender } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { type Cuts, type Weighed, weighGrams, weighRaw } from "./weigh.ts";

/** Normalised units between cuts. */
export const CUT_UNITS = 24;
const MAX_CUTS = Math.ceil(MAX_UNITS / CUT_UNITS);

/** What part of the text had the greatest score. */
export const WHOLE = 0;
export const HEAD = 1;
export const TAIL = 2;

export class Scorer {
  /** Of the message scored last: WHOLE, HEAD or TAIL, and where that was cut, in normalised units. */
  part = WHOLE;
  cut = 0;
  /** Of that part: how many features it has, those of the message as a whole among them. */
  features = 0;
  readonly #weights: Int16Array;
  readonly #bias: number;
  readonly #readsRaw: boolean;
  readonly #readsSender: boolean;
  readonly #scoresParts: boolean;
  /** By number of features: the step of a weight over the root of it. */
  readonly #scale: Float64Array;
  readonly #cuts: Cuts = {
    count: 0,
    units: CUT_UNITS,
    weight: new Int32Array(MAX_CUTS + 1),
    features: new Int32Array(MAX_CUTS + 1),
  };
  readonly #weighed: Weighed = { weight: 0, features: 0, rest: 0, others: 0 };
  readonly #ofSender: FeatureRows = allocateFeatures();

  constructor({ weights, card }: LearnedModel) {
    this.#weights = weights;
    this.#bias = card.bias;
    this.#readsRaw = card.reads.raw;
    this.#readsSender = card.reads.sender;
    this.#scoresParts = card.scoresParts;
    this.#scale = Float64Array.from({ length: MAX_FEATURES + 1 }, (_, n) => card.step / Math.sqrt(Math.max(1, n)));
  }

  /**
   * Normalised units [from, from + count) of `units`, which come of raw units [textFrom, textTo) of `text`. Some 0.7 us
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
    const weighed = this.#weighed;
    const cuts = this.#cuts;
    cuts.count = this.#scoresParts ? Math.max(0, Math.ceil(count / CUT_UNITS) - 1) : 0;
    weighGrams(this.#weights, units, from, count, cuts, weighed);
    if (this.#readsRaw) weighRaw(this.#weights, text, textFrom, textTo, count, hasLink, cuts, weighed);
    if (this.#readsSender) this.#weighSender(caller, direction);
    return this.#greatest();
  }

  #weighSender(caller: Identity, direction: number): void {
    const rows = this.#ofSender;
    rows.count = 0;
    readSender(caller, direction, rows);
    for (let at = 0; at < rows.count; at++) this.#weighed.rest += this.#weights[rows.index[at]!]!;
    this.#weighed.others += rows.count;
  }

  #greatest(): number {
    const { weight, features, rest, others } = this.#weighed;
    const { count, weight: headWeight, features: headFeatures } = this.#cuts;
    const scale = this.#scale;
    let best = (weight + rest) * scale[features + others]!;
    this.part = WHOLE;
    this.features = features + others;
    for (let cut = 0; cut < count; cut++) {
      const inHead = headFeatures[cut]!;
      const head = (headWeight[cut]! + rest) * scale[inHead + others]!;
      const tail = (weight - headWeight[cut]! + rest) * scale[features - inHead + others]!;
      if (head <= best && tail <= best) continue;
      this.part = head > tail ? HEAD : TAIL;
      this.cut = (cut + 1) * CUT_UNITS;
      this.features = (head > tail ? inHead : features - inHead) + others;
      best = Math.max(head, tail);
    }
    return best + this.#bias;
  }
}
