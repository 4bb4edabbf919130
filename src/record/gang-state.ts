/** Gangs and the trade in SIMs at an hour of a run, as an observer is shown them. Truth. */
import type { CrackdownCounts } from "./cards.ts";

export interface GangState {
  readonly gangs: number;
  /** What all of them hold, in yuan: below 0 where debts are more. */
  readonly heldYuan: number;
  /** Gangs that owe money, and how often one has gone broke so far. */
  readonly inDebt: number;
  readonly broke: number;
  /** Null where no cards are traded. */
  readonly cards: CardState | null;
}

export interface CardState extends Pick<CrackdownCounts, "dealersDestroyed" | "suspectsArrested" | "holdersPenalised"> {
  /** What gangs paid for a set of cards, in yuan, and dealers at work, when the day began. */
  readonly priceYuan: number;
  readonly dealers: number;
}
