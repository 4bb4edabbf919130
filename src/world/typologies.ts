/** What each kind of fraud is like. Assumed where nothing else is said. */
import { TYPOLOGIES, type Typology } from "../event/taxonomy.ts";

interface Traits {
  /**
   * How readily its contacts engage somebody; mean 1 over the default weights. Brushing is reported as a third of
   * cases: in platform-2020 it is 30 % of the people engaged, and 16 % of those who lose money with all defences.
   */
  readonly appeal: number;
  /** How it chooses among age bands, relative to the band it likes most; after the mean age of victims in 2023 (37). */
  readonly ages: readonly [number, number, number, number, number];
  readonly patience: number;
  /**
   * Relative to each other. Investment is reported as a third of the money: in platform-2020 it is 32 % of what is lost
   * without defences, and 17 % of what is lost with all of them.
   */
  readonly loss: number;
  /** How usual small payments before the transfer are, relative to each other. */
  readonly payments: number;
  /** Gangs let a victim try with a small sum first, and even pay some of it back. */
  readonly trial?: true;
  readonly app?: true;
}

const TRAITS: Readonly<Record<Typology, Traits>> = {
  brushing: { appeal: 1.1, ages: [1, 1, 0.6, 0.3, 0.1], patience: 1, loss: 0.7, payments: 1.5, trial: true, app: true },
  investment: {
    appeal: 1,
    ages: [0.3, 0.8, 1, 0.9, 0.5],
    patience: 2.2,
    loss: 2.4,
    payments: 1.4,
    trial: true,
    app: true,
  },
  loan: { appeal: 0.95, ages: [0.8, 1, 0.6, 0.2, 0.1], patience: 0.8, loss: 0.8, payments: 1.2, app: true },
  "customer-service": { appeal: 1, ages: [0.9, 1, 0.8, 0.5, 0.3], patience: 0.35, loss: 0.9, payments: 0.5 },
  police: { appeal: 0.8, ages: [0.7, 0.8, 0.8, 1, 1], patience: 0.3, loss: 1.9, payments: 0.3 },
  "credit-repair": { appeal: 0.9, ages: [0.8, 1, 0.7, 0.3, 0.1], patience: 0.6, loss: 0.9, payments: 0.6 },
  shopping: { appeal: 1.05, ages: [1, 1, 0.7, 0.4, 0.3], patience: 0.5, loss: 0.2, payments: 0.6 },
  acquaintance: { appeal: 0.85, ages: [0.3, 0.7, 1, 0.8, 0.6], patience: 0.5, loss: 1.1, payments: 0.4 },
  romance: { appeal: 0.9, ages: [0.6, 1, 0.8, 0.5, 0.3], patience: 3, loss: 3, payments: 1.2, trial: true, app: true },
  "game-trading": { appeal: 1.1, ages: [1, 0.6, 0.2, 0.1, 0.05], patience: 0.4, loss: 0.2, payments: 0.9, trial: true },
  "account-theft": { appeal: 0.85, ages: [0.8, 1, 0.9, 0.7, 0.5], patience: 0.3, loss: 0.4, payments: 0.2 },
  other: { appeal: 0.7, ages: [0.6, 0.7, 0.9, 1, 1], patience: 1, loss: 0.6, payments: 0.8 },
};

export const TYPOLOGY_TRAITS: readonly Traits[] = TYPOLOGIES.map((name) => TRAITS[name]);

/** A trait by typology, scaled so that its mean over gangs with these weights is 1. */
export function typologyFactors(
  trait: "patience" | "loss" | "payments",
  weights: Readonly<Record<Typology, number>>,
): Float64Array {
  let [sum, weight] = [0, 0];
  for (const name of TYPOLOGIES) {
    sum += weights[name] * TRAITS[name][trait];
    weight += weights[name];
  }
  return Float64Array.from(TYPOLOGY_TRAITS, (traits) => (traits[trait] * weight) / sum);
}
