/** Transfers of people to others, as banks see them, and what banks did about them. */

export const HOLD_REASONS = [
  /** The platform names the account: the bank refuses. */
  "account",
  /** The bank's own score finds it odd. */
  "score",
  /** It looks a little odd, and the network says that the payer spoke with a suspect number a short while ago. */
  "call",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export interface TransferRequest {
  readonly subscriber: number;
  readonly account: number;
  readonly timeMs: number;
  /** By the bank's own score: the share of innocent transfers that look at least as odd, from 0 to 1. */
  readonly oddness: number;
}

export interface TransferCounts {
  readonly asked: number;
  readonly held: Readonly<Record<HoldReason, number>>;
}

/** Truth: no bank knows which transfers go to gangs. For the report alone. */
export interface BankStatement {
  readonly victims: TransferCounts & {
    /** Gave up when the bank asked. The others insisted. */
    readonly dissuaded: number;
    /** Insisted, and then paid in another way. */
    readonly otherWays: number;
    readonly otherWaysYuan: number;
    /** Held, after the gang had told the victim what to say to the bank. */
    readonly coached: number;
    /** Accounts that gangs gave up as banks refused them. */
    readonly accountsTurned: number;
    /** Held at least once. */
    readonly heldYuan: number;
    /** In yuan: held at least once, and never sent. */
    readonly stoppedYuan: Float64Array;
  };
  /** To anybody else, in the hours of the scenario. */
  readonly innocents: TransferCounts & {
    readonly people: number;
    /** Sum over held transfers, in hours; refused ones count 0, as they never went. */
    readonly delayHours: number;
  };
}

/** A payment account says nothing about its holder. Its key lies above all domain keys (below 8.6e15). */
const ACCOUNT_KEYS_FROM = 8.7e15;

export const MAX_ACCOUNT = 2 ** 47 - 1;

/** At most 2^53 - 2. */
export function accountKey(account: number): number {
  return ACCOUNT_KEYS_FROM + account;
}

export function isAccountKey(key: number): boolean {
  return key >= ACCOUNT_KEYS_FROM;
}
