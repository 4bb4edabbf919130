/** Log-odds as a column holds them. */
import type { LearnedModel } from "./model.ts";

/** What evidence can be worth at most, in hundredths of a nat: odds of some 20,000 to 1. */
const MOST = 1000;

export function hundredths(nats: number): number {
  return Math.max(-MOST, Math.min(MOST, Math.round(100 * nats)));
}

/** Log-odds of fraud among the rows of training, which are no evidence on a message. */
export function priorOf({ card }: LearnedModel): number {
  return Math.log(card.trainedOn.fraud / card.trainedOn.benign);
}
