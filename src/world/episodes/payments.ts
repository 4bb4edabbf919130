/** What victims pay. */
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { TYPOLOGY_TRAITS, typologyFactors } from "../typologies.ts";

/** What people have to lose, by age band; mean 1 over those who are engaged (engagement.ts). Assumed. */
const MEANS = [0.72, 0.98, 1.18, 1.23, 1.13];

/** Spread of losses within a typology: standard deviation of the logarithm. Assumed; no count feels it. */
const LOSS_SIGMA = 1.2;

export class Losses {
  readonly #sizes: Float64Array;
  readonly #medianYuan: number;
  readonly #firstShare: number;
  readonly #draws: RandomStream;

  constructor({ episodes, gangs }: Scenario, seed: number) {
    const { meanLossYuan, firstTransferShare } = episodes;
    this.#sizes = typologyFactors("loss", gangs.typologies);
    // The mean of a lognormal lies above its median by exp(sigma^2 / 2).
    this.#medianYuan = meanLossYuan / Math.exp((LOSS_SIGMA * LOSS_SIGMA) / 2);
    this.#firstShare = firstTransferShare;
    this.#draws = new RandomStream(seed, "episode-loss");
  }

  /** Whole yuan, at least 1. The mean over the typologies of the scenario's gangs is `episodes.meanLossYuan`. */
  lossYuan(gang: number, target: number, typology: number, ageBand: number): number {
    const words = this.#draws.draw(gang, target);
    const median = this.#medianYuan * this.#sizes[typology]! * MEANS[ageBand]!;
    return Math.max(1, Math.round(lognormal(words[0]!, words[1]!, median, LOSS_SIGMA)));
  }

  firstYuan(lossYuan: number, typology: number): number {
    const hasTrial = TYPOLOGY_TRAITS[typology]!.trial === true;
    if (this.#firstShare === 0 || this.#firstShare === 1 || !hasTrial) return 0;
    return Math.min(lossYuan - 1, Math.max(1, Math.round(this.#firstShare * lossYuan)));
  }
}

/**
 * Small payments before the transfer: a prepaid order, a first deposit, a fee. They are not counted as a loss, but a
 * bank sees whom they go to. Draws are keyed by gang, target and step.
 */
export class TestPayments {
  readonly #share: number;
  readonly #usual: Float64Array;
  readonly #draws: RandomStream;

  constructor({ payments, gangs }: Scenario, seed: number) {
    this.#share = payments.testShare;
    this.#usual = typologyFactors("payments", gangs.typologies);
    this.#draws = new RandomStream(seed, "test-payment");
  }

  /** When the person pays after a step, as a share in [0, 1) of the time to what follows; null for nothing. */
  after(gang: number, target: number, typology: number, step: number): number | null {
    if (step === 0) return null;
    const words = this.#draws.draw(gang, target, step);
    return unit(words[0]!) < this.#share * this.#usual[typology]! ? unit(words[1]!) : null;
  }
}
