/** A filter tried on random numbers, none of them listed. */
export interface FilterTrial {
  readonly promised: number;
  /** What theory expects at the present fill. */
  readonly expected: number;
  readonly probes: number;
  readonly falsePositives: number;
}
