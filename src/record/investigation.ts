export interface InvestigationCounts {
  readonly complaints: number;
  readonly cases: number;
  readonly fraudulent: number;
  readonly benign: number;
  readonly wrong: number;
  readonly waiting: number;
  /** Lines that operators cut off for many outgoing calls, and those of them that were benign. */
  readonly cutOff: number;
  readonly cutOffWrongly: number;
  /** Listings that ended by an appeal. */
  readonly appeals: number;
}
