/**
 * The score of a message: what its features weigh, over the root of their number. It is the greatest of the whole text,
 * of its heads and of its tails at cuts some words apart: whoever puts a harmless sentence in front of a fraud, or
 * behind it, adds to the text and takes nothing from the fraud. Whoever calibrates a model scores by this file too, so
 * thresholds know of it. The adding-up is the kernel's (kernel/weigh.ts).
 */
import type { Identity } from "../../event/identity.ts";
import { MAX_UNITS, WHOLE } from "./feature-numbers.ts";
import { type FeatureRows, allocateFeatures, readSender } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { type WeighKernel, weighKernel } from "./weigh-kernel.ts";

export class Scorer {
  /** Of the message that `score` was asked last: WHOLE, HEAD or TAIL, and where it was cut, in normalised units. */
  part = WHOLE;
  cut = 0;
  /** Of that part: how many features it has, those of the message as a whole among them. */
  features = 0;
  /** What the whole of it scores. */
  whole = 0;
  readonly #model: LearnedModel;
  readonly #readsSender: boolean;
  readonly #kernel: WeighKernel = weighKernel();
  readonly #ofSender: FeatureRows = allocateFeatures();

  constructor(model: LearnedModel) {
    this.#model = model;
    this.#readsSender = model.card.reads.sender;
  }

  /**
   * Normalised units [from, from + count) of `units`, which come of raw units [textFrom, textTo) of `text`. Some 0.8 us
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
    const kernel = this.#kernel;
    kernel.attach(this.#model);
    kernel.folded.set(units.subarray(from, from + count));
    kernel.text.set(text.subarray(textFrom, Math.min(textTo, textFrom + MAX_UNITS)));
    const rows = this.#ofSender;
    rows.count = 0;
    if (this.#readsSender) readSender(caller, direction, rows);
    let weight = 0;
    for (let at = 0; at < rows.count; at++) weight += this.#model.weights[rows.index[at]!]!;
    const score = kernel.score(count, textTo - textFrom, hasLink, weight, rows.count);
    const { found, whole } = kernel;
    this.part = found[0]!;
    this.cut = found[1]!;
    this.features = found[2]!;
    this.whole = whole[0]!;
    return score;
  }
}
