/** How events of a benign class go. No source gives it and no headline figure feels it: all assumed. */
import type { BenignClass } from "../../event/taxonomy.ts";

export interface BenignCalls {
  /** Share of the class's events that are messages. */
  readonly messageShare: number;
  /** Share of its calls that are answered, and the median length of those in seconds. */
  readonly answered: number;
  readonly durationMedianS: number;
}

/** Codes come as messages alone. */
export const BENIGN_CALLS: Readonly<Record<BenignClass, BenignCalls>> = {
  family: { messageShare: 0.35, answered: 0.82, durationMedianS: 75 },
  work: { messageShare: 0.3, answered: 0.78, durationMedianS: 60 },
  courier: { messageShare: 0.6, answered: 0.72, durationMedianS: 22 },
  delivery: { messageShare: 0.4, answered: 0.8, durationMedianS: 18 },
  otp: { messageShare: 1, answered: 0, durationMedianS: 1 },
  bank: { messageShare: 0.95, answered: 0.6, durationMedianS: 60 },
  hospital: { messageShare: 0.7, answered: 0.75, durationMedianS: 50 },
  school: { messageShare: 0.7, answered: 0.75, durationMedianS: 70 },
  marketing: { messageShare: 0.6, answered: 0.35, durationMedianS: 16 },
  government: { messageShare: 0.7, answered: 0.65, durationMedianS: 55 },
  stranger: { messageShare: 0.2, answered: 0.5, durationMedianS: 30 },
};

/** Spread of the lengths: standard deviation of their logarithm. */
export const BENIGN_DURATION_SIGMA = 0.9;
