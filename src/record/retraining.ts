/** What a platform trained its model on, when, and with what outcome: counts and times, no text, no truth. */

/** A try to train a model: with too few texts there is none. */
export interface Training {
  /** The hour before which its texts were known. */
  readonly tick: number;
  /** The hour from which it screens; null: it was not trained. */
  readonly fromTick: number | null;
  /** Texts of fraud, as investigators decided. */
  readonly fraud: number;
  /** Texts taken for benign: of cases that were dismissed, and messages nobody complained of. */
  readonly benign: number;
  /** Why it was not trained; null: it was. */
  readonly reason: string | null;
}

export interface RetrainingStatement {
  readonly trainings: readonly Training[];
  /** Texts of complaints that got a decision: of fraud, and dismissed. */
  readonly labelledFraud: number;
  readonly labelledBenign: number;
  /** Allowed messages that were drawn, and of them those taken for benign in the end. */
  readonly drawn: number;
  readonly quiet: number;
  readonly yuan: number;
}

/** A message that was let through without a mark. */
export interface AllowedMessage {
  readonly text: string;
  readonly caller: number;
  readonly hosts: readonly string[];
  readonly timeMs: number;
}
