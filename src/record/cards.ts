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
  /** People who were penalised, rightly or not; of these, who appealed, and whose appeal was granted. */
  readonly holdersPenalised: number;
  readonly appeals: number;
  readonly appealsGranted: number;
  readonly outletsShut: number;
  readonly accountsFrozen: number;
}

/** What penalties cost people who never sold a card, within the scenario's hours. Truth: for the report alone. */
export interface InnocentCosts {
  readonly penalised: number;
  /** Lines beyond one an operator; benign calls to these; payments that would have gone but at a counter. */
  readonly linesCut: number;
  readonly missedCalls: number;
  readonly missedPayments: number;
}

/** A number or an account to be traced. */
export type CardLead = { readonly number: CanonicalIdentity } | { readonly account: number };

/** Somebody whom a register names. */
export interface RegisteredHolder {
  /** By a number of the register; not always who opened the set. */
  readonly person: number;
  /** Where the set was opened. */
  readonly outlet: number;
}

/** What operators and banks know of a number or account, and what its holder says when asked. */
export interface CardRegister {
  /** Null where no card is behind it. */
  holderOf(lead: CardLead): RegisteredHolder | null;
  /** To whom the holder sold that card, as a name that many may know; null if they cannot say. */
  dealerOf(lead: CardLead): number | null;
}

export type CardOrder =
  | { readonly what: "penalise"; readonly person: number; readonly untilTick: number }
  | { readonly what: "restore"; readonly person: number }
  | { readonly what: "notify" }
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
  readonly innocents: InnocentCosts;
  /** Transfers for which there was no account, and those that were returned. */
  readonly failedTransfers: number;
  readonly returnedTransfers: number;
  /** Line slots left silent for want of a card, and lines taken abroad instead. */
  readonly silentSlots: number;
  readonly linesAbroad: number;
  /** Gangs that went broke. */
  readonly broke: number;
}
