/** A finding as one number: 0 for none, else the distance and the index of the imitated identity. */

export type Finding = number;

export const NO_FINDING: Finding = 0;

/** Distances are 0 and 1; two bits hold 1 + distance. */
const LEVEL_BITS = 2;
const LEVEL = 3;

export function finding(distance: number, index: number): Finding {
  return (index << LEVEL_BITS) + distance + 1;
}

/** The value for a column of the findings: 0 for none, else 1 + distance. */
export function findingLevel(of: Finding): number {
  return of & LEVEL;
}

export function findingIndex(of: Finding): number {
  return of >> LEVEL_BITS;
}

export function closest(one: Finding, other: Finding): Finding {
  if (other === NO_FINDING) return one;
  return one === NO_FINDING || findingLevel(other) < findingLevel(one) ? other : one;
}
