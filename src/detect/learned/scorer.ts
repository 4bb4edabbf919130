/**
 * The score of a message: what its features weigh, over the root of their number. It is the greatest of the whole text,
 * of its heads and of its tails at cuts some words apart: a harmless sentence in front of a fraud, or behind it, adds to
 * the text and takes nothing from the fraud. Models are calibrated by this file too, so thresholds know of it.
 */
import type { Identity } from "../../event/identity.ts";
import { WHOLE } from "./feature-numbers.ts";
import { featureKernel } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { senderFeatures } from "./sender-features.ts";

export class Scorer {
  /** Of the message that `score` was asked last: WHOLE, HEAD or TAIL, and where it was cut, in normalised units. */
  part = WHOLE;
  cut = 0;
  /** Of that part: how many features it has, those of the message as a whole among them. */
  features = 0;
  /** What the whole of it scores. */
  whole = 0;
  readonly #model: LearnedModel;
  readonly #kernel = featureKernel();

  constructor(model: LearnedModel) {
    this.#model = model;
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
    const model = this.#model;
    const kernel = this.#kernel;
    const sender = model.card.reads.sender ? senderFeatures(caller, direction) : [];
    let weight = 0;
    for (const bucket of sender) weight += model.weights[bucket]!;
    const score = kernel.score(model, units, from, count, text, textFrom, textTo, hasLink, weight, sender.length);
    const { found, whole } = kernel;
    this.part = found[0]!;
    this.cut = found[1]!;
    this.features = found[2]!;
    this.whole = whole[0]!;
    return score;
  }
}
