/** A rate over trials of which each is some gang's doing, with the interval that takes each gang as one cluster. */
import { type ClusteredRate, clusteredRate } from "./rates.ts";

/** One trial: whose it is, and whether it came true. */
export interface GangTrial {
  readonly gang: number;
  readonly holds: boolean;
}

export function rateOverGangs(trials: readonly GangTrial[], gangs: number): ClusteredRate {
  const [k, n] = [new Float64Array(gangs), new Float64Array(gangs)];
  for (const { gang, holds } of trials) {
    n[gang]!++;
    if (holds) k[gang]!++;
  }
  return clusteredRate(k, n);
}
