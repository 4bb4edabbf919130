/**
 * Small payments before the one that counts: a prepaid order, a first deposit, a fee. What is paid is no loss to speak
 * of (losses.ts counts the transfer), but a bank sees whom it goes to. Draws are keyed by gang, target and step.
 */
import { RandomStream, unit } from "../../core/random.ts";
import type { Typology } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { typologyFactors } from "./typology-factors.ts";

/** How usual they are, relative to each other. Assumed. */
const USUAL: Readonly<Record<Typology, number>> = {
  brushing: 1.5,
  investment: 1.4,
  shopping: 0.6,
  "customer-service": 0.5,
  loan: 1.2,
  "credit-repair": 0.6,
  acquaintance: 0.4,
  police: 0.3,
  romance: 1.2,
  "game-trading": 0.9,
  "account-theft": 0.2,
  other: 0.8,
};

export class TestPayments {
  readonly #share: number;
  readonly #usual: Float64Array;
  readonly #draws: RandomStream;

  constructor({ payments, gangs }: Scenario, seed: number) {
    this.#share = payments.testShare;
    this.#usual = typologyFactors(USUAL, gangs.typologies);
    this.#draws = new RandomStream(seed, "test-payment");
  }

  /**
   * When the person pays after a step, as a share of the time to what follows it, in [0, 1); null where nothing is
   * paid, as after the first step, which asks for no money yet.
   */
  after(gang: number, target: number, typology: number, step: number): number | null {
    if (step === 0) return null;
    const words = this.#draws.draw(gang, target, step);
    return unit(words[0]!) < this.#share * this.#usual[typology]! ? unit(words[1]!) : null;
  }
}
