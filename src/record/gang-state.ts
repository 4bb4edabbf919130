/** Gangs and the trade in SIMs at an hour of a run, for an observer. Truth. */
import type { CrackdownCounts } from "./cards.ts";

export interface GangState {
  readonly gangs: number;
  /** Sum over gangs, in yuan: below 0 if debts are more. */
  readonly heldYuan: number;
  readonly inDebt: number;
  readonly broke: number;
  readonly cards: CardState | null;
}

export interface CardState extends Pick<CrackdownCounts, "dealersDestroyed" | "suspectsArrested" | "holdersPenalised"> {
  /** Price of a set of cards for gangs, in yuan, and dealers at work, when the day began. */
  readonly priceYuan: number;
  readonly dealers: number;
}
