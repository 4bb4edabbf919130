import { lognormal } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { typologyFactors } from "./typology-factors.ts";

/**
 * Relative to each other. Investment is reported as a third of the money: in platform-2020 it is 32 % of what is lost
 * without defences, and 17 % of what is lost with all of them. The rest is assumed.
 */
const SIZE: Readonly<Record<Typology, number>> = {
  brushing: 0.7,
  investment: 2.4,
  shopping: 0.2,
  "customer-service": 0.9,
  loan: 0.8,
  "credit-repair": 0.9,
  acquaintance: 1.1,
  police: 1.9,
  romance: 3,
  "game-trading": 0.2,
  "account-theft": 0.4,
  other: 0.6,
};

/** What people have to lose, by age band; mean 1 over those who are engaged (engagement.ts). Assumed. */
const MEANS = [0.72, 0.98, 1.18, 1.23, 1.13];

/** Spread of losses within a typology: standard deviation of the logarithm. Assumed; no count feels it. */
const LOSS_SIGMA = 1.2;

/** Where gangs let a victim try with a small sum first, and even pay some of it back. */
const TRIED_FIRST: ReadonlySet<Typology> = new Set(["brushing", "investment", "romance", "game-trading"]);

export class Losses {
  readonly #sizes: Float64Array;
  readonly #medianYuan: number;
  readonly #firstShare: number;
  readonly #draws: RandomStream;

  constructor({ episodes, gangs }: Scenario, seed: number) {
    const { meanLossYuan, firstTransferShare } = episodes;
    this.#sizes = typologyFactors(SIZE, gangs.typologies);
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

  /** The part that is sent first; 0 if all is sent at once. */
  firstYuan(lossYuan: number, typology: number): number {
    if (this.#firstShare === 0 || this.#firstShare === 1 || !TRIED_FIRST.has(TYPOLOGIES[typology]!)) return 0;
    return Math.min(lossYuan - 1, Math.max(1, Math.round(this.#firstShare * lossYuan)));
  }
}
