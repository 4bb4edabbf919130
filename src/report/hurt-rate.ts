/** How much of honest traffic was flagged, or blocked, with the interval that takes each caller as one cluster. */
import { CALLER_GROUPS } from "./caller-buckets.ts";
import { groupedDesignEffect } from "./design-effect.ts";
import { clustered, type ClusteredRate, rate } from "./rates.ts";
import { hurtCell, type Tally } from "./tally.ts";

/** Of `total` events of the given classes; `decision` is FLAG or BLOCK. */
export function hurtRate(tally: Tally, classes: Iterable<number>, decision: number, total: number): ClusteredRate {
  const { groupHurt } = tally.columns;
  const counts = Array.from({ length: CALLER_GROUPS }, () => 0);
  for (const benignClass of classes) {
    const at = hurtCell(benignClass, decision);
    for (let group = 0; group < CALLER_GROUPS; group++) counts[group]! += groupHurt[at + group]!;
  }
  const hurt = counts.reduce((sum, count) => sum + count, 0);
  return clustered(rate(hurt, total), groupedDesignEffect(counts));
}
