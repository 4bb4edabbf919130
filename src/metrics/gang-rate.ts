/** A rate over trials of gangs, with the interval that takes each gang as one cluster. */
import { type ClusteredRate, clusteredRate, peopleRate } from "./rates.ts";

export interface GangTrial {
  readonly gang: number;
  readonly holds: boolean;
}

/** Of trials that depend on what is known of the gang: its numbers, its domains. `kinds`: the typology of each gang. */
export function rateOverGangs(trials: readonly GangTrial[], gangs: number, kinds?: ArrayLike<number>): ClusteredRate {
  return clusteredRate(...countByGang(trials, gangs), kinds);
}

/** Of trials that depend on the person: who was reached, who heeded. */
export function rateOverPeople(trials: readonly GangTrial[], gangs: number): ClusteredRate {
  return peopleRate(...countByGang(trials, gangs));
}

function countByGang(trials: readonly GangTrial[], gangs: number): [Float64Array, Float64Array] {
  const [k, n] = [new Float64Array(gangs), new Float64Array(gangs)];
  for (const { gang, holds } of trials) {
    n[gang]!++;
    if (holds) k[gang]!++;
  }
  return [k, n];
}
