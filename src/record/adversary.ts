/** What gangs changed about how they work in a run, and what it brought them. Truth: for the report alone. */

/** Days are of the run, from 0. Arrays of days hold each gang's: [day][gang]. */
export interface AdversaryStatement {
  readonly mode: "scripted" | "adaptive";
  readonly gangs: number;
  readonly days: number;
  /** [day][gang][knob] The setting in force on most of the day. */
  readonly settings: Uint8Array;
  /** What victims first engaged that day brought the gang in the end, after what others keep, in yuan. */
  readonly incomeYuan: Float64Array;
  /** What the gang paid that day, in yuan. */
  readonly spentYuan: Float64Array;
  readonly changes: readonly StrategyChange[];
  /** What a change costs, in yuan. */
  readonly changeYuan: number;
}

/** A gang turned a knob of its own accord, or the schedule did. It is in force from the next day on. */
export interface StrategyChange {
  readonly day: number;
  readonly gang: number;
  readonly knob: number;
  readonly from: number;
  readonly to: number;
}
