/** What happened to SIMs and bank accounts in a run, and what those who trace them ask and order. */
import type { CanonicalIdentity } from "../event/identity.ts";

/** A day of the market for sets of cards. Truth: for the report alone. */
export interface CardDay {
  /** What gangs paid for a set, and what holders were paid, when the day began. */
  readonly priceYuan: number;
  readonly bidYuan: number;
  readonly dealers: number;
  /** Sets that holders sold to dealers, and dealers to gangs. */
  opened: number;
  sold: number;
}

/** What the crackdown did, as the police count it. */
export interface CrackdownCounts {
  /** Numbers and accounts that were to be traced; of them, traced to somebody. */
  readonly leads: number;
  readonly traced: number;
  readonly dealersDestroyed: number;
  readonly suspectsArrested: number;
  /** People who were penalised; of them, who never sold a card. */
  readonly holdersPenalised: number;
  readonly innocentsPenalised: number;
  readonly outletsShut: number;
  readonly accountsFrozen: number;
}

/** Somebody whom a register names. */
export interface RegisteredHolder {
  /** The person, by a number of the register. */
  readonly holder: number;
  /** Where the set was opened. */
  readonly outlet: number;
}

/** What operators and banks know of a number or account, and what its holder says when asked. */
export interface CardRegister {
  /** Null where no card is behind the number. */
  holderOfNumber(number: CanonicalIdentity): RegisteredHolder | null;
  holderOfAccount(account: number): RegisteredHolder | null;
  /** To whom the holder sold that card, as a name that many may know; null if they cannot say. */
  dealerOf(what: { readonly number: CanonicalIdentity } | { readonly account: number }): number | null;
}

export type CardOrder =
  | { readonly what: "penalise"; readonly holder: number; readonly untilTick: number }
  | { readonly what: "shut"; readonly outlet: number; readonly untilTick: number }
  | { readonly what: "freeze"; readonly account: number; readonly timeMs: number };

/** What a raid comes to: how many were arrested; null where nobody was found any more. */
export type Raid = (dealer: number) => number | null;

/** A week of the run, by gang. */
export interface GangWeek {
  readonly contacts: Float64Array;
  /** From victims, after what others keep; below 0 where more came back. */
  readonly earnedYuan: Float64Array;
}

/** What the report knows of the trade in cards. Null where none are traded. */
export interface CardStatement {
  readonly days: readonly CardDay[];
  readonly weeks: readonly GangWeek[];
  readonly crackdown: CrackdownCounts;
  /** Transfers for which there was no account, and those that were returned. */
  readonly failedTransfers: number;
  readonly returnedTransfers: number;
  /** Line slots left silent for want of a card, and lines taken abroad instead. */
  readonly silentSlots: number;
  readonly linesAbroad: number;
  /** Gangs that went broke. */
  readonly broke: number;
}
