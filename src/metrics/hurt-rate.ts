/** How much of benign traffic was flagged, or blocked, with an interval over what such mistakes have in common. */
import { sumOf } from "../core/sum.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { FLAG } from "../event/findings.ts";
import { CALLER_GROUPS } from "./caller-buckets.ts";
import { groupedDesignEffect } from "./design-effect.ts";
import { clustered, type ClusteredRate, rate } from "./rates.ts";
import { hurtCell, type Tally } from "./tally.ts";

/** Of `total` events of the given classes, each caller one cluster; `decision` is FLAG or BLOCK. */
export function hurtRate(tally: Tally, classes: Iterable<number>, decision: number, total: number): ClusteredRate {
  const counts = countsByCaller(tally, classes, decision);
  return clustered(rate(sumOf(counts), total), groupedDesignEffect(counts));
}

/**
 * What was flagged of `total` benign events. Clusters are callers, or the templates that messages were taken for, where
 * these are more alike: what reads alike is flagged alike, whoever sends it.
 */
export function flaggedRate(tally: Tally, total: number): ClusteredRate {
  const byCaller = countsByCaller(tally, BENIGN_CLASSES.keys(), FLAG);
  const effects = [byCaller, [...tally.columns.causeFlagged]].map(groupedDesignEffect);
  return clustered(rate(sumOf(byCaller), total), Math.max(...effects));
}

function countsByCaller(tally: Tally, classes: Iterable<number>, decision: number): number[] {
  const { groupHurt } = tally.columns;
  const counts = Array.from({ length: CALLER_GROUPS }, () => 0);
  for (const benignClass of classes) {
    const at = hurtCell(benignClass, decision);
    for (let group = 0; group < CALLER_GROUPS; group++) counts[group]! += groupHurt[at + group]!;
  }
  return counts;
}
