/**
 * The score of a message: the weights of its features, divided by the root of their number. The text is cut every few
 * words; the score is the greatest of the whole text, its heads and its tails. So a harmless sentence before or behind
 * a fraud does not lower the score. Models are calibrated with the same score.
 */
import type { Identity } from "../../event/identity.ts";
import { WHOLE } from "./feature-numbers.ts";
import { featureKernel } from "./features.ts";
import type { LearnedModel } from "./model.ts";
import { senderFeatures } from "./sender-features.ts";

export class Scorer {
  /** For the last message: WHOLE, HEAD or TAIL, and the cut, in normalised units. */
  part = WHOLE;
  cut = 0;
  /** The number of features of that part, with the counts of the whole message. */
  features = 0;
  whole = 0;
  readonly #model: LearnedModel;
  readonly #kernel = featureKernel();

  constructor(model: LearnedModel) {
    this.#model = model;
  }

  /** The score of the text that the kernel has loaded (features.ts). Some 0.8 us for 160 units. */
  score(caller: Identity, direction: number): number {
    const model = this.#model;
    const kernel = this.#kernel;
    const sender = model.card.reads.sender ? senderFeatures(caller, direction) : [];
    let weight = 0;
    for (const bucket of sender) weight += model.weights[bucket]!;
    const score = kernel.score(model, weight, sender.length);
    const { found, whole } = kernel;
    this.part = found[0]!;
    this.cut = found[1]!;
    this.features = found[2]!;
    this.whole = whole[0]!;
    return score;
  }
}
