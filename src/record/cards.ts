import type { CanonicalIdentity } from "../event/identity.ts";

export interface CardDay {
  /** What gangs paid for a set, and holders got, when the day began. */
  readonly priceYuan: number;
  readonly bidYuan: number;
  readonly dealers: number;
  opened: number;
  sold: number;
}

export interface CrackdownCounts {
  /** Numbers and accounts to trace, and how many were traced to a person. */
  readonly leads: number;
  readonly traced: number;
  readonly dealersDestroyed: number;
  readonly suspectsArrested: number;
  /** People penalised, rightly or not; how many appealed; appeals granted. */
  readonly holdersPenalised: number;
  readonly appeals: number;
  readonly appealsGranted: number;
  readonly outletsShut: number;
  readonly accountsFrozen: number;
}

/** Costs of penalties for people who never sold a card, in the scenario's hours. Truth: for the report alone. */
export interface InnocentCosts {
  readonly penalised: number;
  /** Lines beyond one an operator; benign calls to these; payments that needed a counter. */
  readonly linesCut: number;
  readonly missedCalls: number;
  readonly missedPayments: number;
}

export type CardLead = { readonly number: CanonicalIdentity } | { readonly account: number };

/** What operators and banks know of a number or account, and what its holder says when asked. */
export interface CardRegister {
  /** A person of the register, not always the one who opened the set. Null if no card is behind it. */
  holderOf(lead: CardLead): { readonly person: number; readonly outlet: number } | null;
  /** The dealer's name as the holder knows it (many may know it); null if the holder cannot say. */
  dealerOf(lead: CardLead): number | null;
  /** The number of arrests; null if nobody was there any more. */
  raid(dealer: number): number | null;
}

export type CardOrder =
  | { readonly what: "penalise"; readonly person: number; readonly untilTick: number }
  | { readonly what: "restore"; readonly person: number }
  | { readonly what: "notify" }
  | { readonly what: "shut"; readonly outlet: number; readonly untilTick: number }
  | { readonly what: "freeze"; readonly account: number; readonly timeMs: number };

export interface GangWeek {
  readonly contacts: Float64Array;
  /** From victims, after the parts of others; below 0 if more came back. */
  readonly earnedYuan: Float64Array;
}

/** Null if no cards are traded. */
export interface CardStatement {
  readonly days: readonly CardDay[];
  readonly weeks: readonly GangWeek[];
  readonly crackdown: CrackdownCounts;
  readonly innocents: InnocentCosts;
  readonly failedTransfers: number;
  readonly returnedTransfers: number;
  /** Line slots left silent without a card, and lines taken abroad instead. */
  readonly silentSlots: number;
  readonly linesAbroad: number;
  readonly broke: number;
}
