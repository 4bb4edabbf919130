/** A filter asked about numbers drawn at random, none of them listed. */
export interface FilterTrial {
  /** False-positive rate asked for. */
  readonly promised: number;
  /** What theory expects at the present fill. */
  readonly expected: number;
  readonly probes: number;
  readonly falsePositives: number;
}
