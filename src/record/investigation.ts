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
}
