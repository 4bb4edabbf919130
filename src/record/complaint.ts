/** A complaint: a subscriber reports a contact that was let through. Rightly or not. */
import type { Identity } from "../event/identity.ts";

export interface Complaint {
  readonly subscriber: number;
  /** When it is made, which is some time after the contact. */
  readonly timeMs: number;
  /** Whom it is about, as shown. */
  readonly identity: Identity;
  /** The first host that the text names, folded as screening reads it, or null. */
  readonly host: string | null;
  /** The account that was paid, or was to be (account.ts); null where none is known. */
  readonly account: number | null;
  /** The app that a victim was made to install (app.ts), or null. */
  readonly app: string | null;
  /** The text complained of; null for a call. */
  readonly text: string | null;
  /**
   * Of a call from an ordinary line: how many people the line called in the half-day to day before, as its operator
   * counts them. 0 for all else.
   */
  readonly called: number;
  /** Whether the text matched a known script when it was screened. */
  readonly scriptKnown: boolean;
  /** How many ordinary complaints it is worth: 1, or more when a victim reports. */
  readonly weight: number;
}
