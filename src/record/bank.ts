/** Transfers of people to others, as banks see them, and what banks did about them. */

/** Why a bank does not let a transfer go at once. */
export const HOLD_REASONS = [
  /** It goes to an account that the platform names: it is refused. */
  "account",
  /** It looks odd to the bank by itself. */
  "score",
  /** It looks a little odd, and the network says that the payer spoke with a suspect number a short while ago. */
  "call",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export interface TransferRequest {
  /** Who pays. */
  readonly subscriber: number;
  /** Who is paid (account.ts). */
  readonly account: number;
  readonly timeMs: number;
  /** By the bank's own score: the share of innocent transfers that look at least as odd, from 0 to 1. */
  readonly oddness: number;
}

/** How many of these transfers banks were asked for, and how many of them they held, and why. */
export interface TransferCounts {
  readonly asked: number;
  readonly held: Readonly<Record<HoldReason, number>>;
}

/** Truth, like episodes: no bank knows which transfers are whose. For the report alone. */
export interface BankStatement {
  /** To gangs. */
  readonly victims: TransferCounts & {
    /** Of those held: given up when the bank asked. The others insisted. */
    readonly dissuaded: number;
    /** Of those who insisted: who paid in another way. */
    readonly otherWays: number;
    /** Paid in another way, in yuan. */
    readonly otherWaysYuan: number;
    /** Of those held: whom the gang had told what to say to the bank. */
    readonly coached: number;
    /** Accounts that gangs gave up as banks refused them. */
    readonly accountsTurned: number;
    /** Held at least once. */
    readonly heldYuan: number;
    /** By gang, in yuan: held at least once, and never sent. */
    readonly stoppedYuan: Float64Array;
  };
  /** To anybody else, in the hours of the scenario. */
  readonly innocents: TransferCounts & {
    readonly people: number;
    /** Delay of all that were held, in hours; of those refused none, as they never went. */
    readonly delayHours: number;
  };
}
