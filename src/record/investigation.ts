/** What investigators did in a run, as counts. */
export interface InvestigationCounts {
  readonly complaints: number;
  readonly cases: number;
  /** As decided. */
  readonly fraudulent: number;
  readonly benign: number;
  /** Decided wrongly, one way or the other. */
  readonly wrong: number;
  /** Not decided when the run ended. */
  readonly waiting: number;
  /** Lines that operators cut off for many outgoing calls, and those of them that were benign. */
  readonly cutOff: number;
  readonly cutOffWrongly: number;
  /** Listings that ended by an appeal. */
  readonly appeals: number;
}
