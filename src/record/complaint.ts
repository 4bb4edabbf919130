/** A complaint, right or wrong, about a contact that was let through. */
import type { Identity } from "../event/identity.ts";

export interface Complaint {
  readonly subscriber: number;
  /** Some time after the contact. */
  readonly timeMs: number;
  /** As shown. */
  readonly identity: Identity;
  /** The first host that the text names, folded as screening reads it, or null. */
  readonly host: string | null;
  /** The account paid, or to be paid (account.ts); null if unknown. */
  readonly account: number | null;
  readonly app: string | null;
  /** Null for a call. */
  readonly text: string | null;
  /**
   * Of a call from an ordinary line: people whom the line called in the last half-day to day, as its operator counts
   * them. 0 otherwise.
   */
  readonly called: number;
  /** True if the text matched a known script when it was screened. */
  readonly scriptKnown: boolean;
  /** In ordinary complaints: 1, or more from a victim. */
  readonly weight: number;
}
