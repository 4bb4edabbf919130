/** A complaint, right or wrong, about a contact that was let through. */
import type { Identity } from "../event/identity.ts";
import type { BenignClass } from "../event/taxonomy.ts";

export interface Complaint {
  readonly subscriber: number;
  /** Some time after the contact. */
  readonly timeMs: number;
  /** As shown. */
  readonly identity: Identity;
  /** The first host that the text names, folded as screening reads it, or null. */
  readonly host: string | null;
  /** The account paid, or to be paid; null if unknown. */
  readonly account: number | null;
  readonly app: string | null;
  /** Null for a call. */
  readonly text: string | null;
  /**
   * Of a call from an ordinary line: people whom it called in the last half-day to day, by its operator. 0 otherwise.
   */
  readonly called: number;
  /** True if the text matched a known script when it was screened. */
  readonly scriptKnown: boolean;
  /** In ordinary complaints: 1, or more from a victim. */
  readonly weight: number;
}

export interface MarkCounts {
  readonly fraud: Marks;
  readonly byClass: Readonly<Record<BenignClass, Marks>>;
}

export interface Marks {
  /** Reports of calls by people whom no gang has engaged. */
  readonly marks: number;
  readonly numbers: number;
}
