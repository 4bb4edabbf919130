/**
 * How much benign traffic was blocked, with an interval over the clusters of such mistakes. Callers are
 * clusters, and a few are far busier than others. Most worlds hurt none of these, and then the hurt ones say too little
 * of how much it may be: one that sends 800 messages was flagged in every second world of smoke. So there are three
 * design effects, and the greatest counts: over hurt callers; over the templates that messages were taken for, as
 * similar texts are flagged alike; and over all callers, hurt or not, as if each stood or fell as a whole (Kish 1965,
 * 5.4: the mean size of a caller over events, at an intra-class correlation of 1).
 */
import { sumOf } from "../core/sum.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { BLOCK } from "../event/findings.ts";
import { CALLER_GROUPS } from "./caller-buckets.ts";
import { groupedDesignEffect, meanClusterSize } from "./design-effect.ts";
import { clustered, type ClusteredRate, rate } from "./rates.ts";
import { benignCell, BOTH_CHANNELS, callerCell, hurtCell, type Tally } from "./tally.ts";

const ALL_CLASSES: readonly number[] = [...BENIGN_CLASSES.keys()];

/** Fewer hurt clusters say too little of a spread: the standard of US health statistics (Parker et al. 2017). */
const MIN_CLUSTERS = 8;

/** Blocked of the `total` events of one class. No cluster bounds if few callers or templates were hit. */
export function blockedRate(tally: Tally, benignClass: number, total: number): ClusteredRate {
  const classes = [benignClass];
  const byCaller = sumGroups(tally.columns.groupHurt, classes, BLOCK);
  const byCause = sumGroups(tally.columns.causeHurt, classes, BLOCK);
  const isTold = [byCaller, byCause].every((counts) => effectiveClusters(counts) >= MIN_CLUSTERS);
  return clustered(rate(sumOf(byCaller), total), isTold ? hurtDesignEffect(tally, classes, BLOCK) : null);
}

function hurtDesignEffect(tally: Tally, classes: readonly number[], decision: number): number {
  const { groupHurt, causeHurt } = tally.columns;
  const overHurt = [groupHurt, causeHurt].map((column) => groupedDesignEffect(sumGroups(column, classes, decision)));
  return Math.max(...overHurt, callerDesignEffect(tally, decision, BOTH_CHANNELS, classes));
}

/** Over all callers of the classes, hurt or not: each class and channel as often as it was hurt. */
export function callerDesignEffect(
  { columns: { benign, benignCallers } }: Tally,
  decision: number,
  channels: readonly number[],
  classes = ALL_CLASSES,
): number {
  let [events, sizes] = [0, 0];
  for (const benignClass of classes) {
    for (const channel of channels) {
      const hurt = benign[benignCell(benignClass, channel) + decision]!;
      const at = callerCell(benignClass, channel);
      if (hurt > 0) sizes += hurt * Math.max(1, meanClusterSize([...benignCallers.subarray(at, at + CALLER_GROUPS)]));
      events += hurt;
    }
  }
  return events === 0 ? 1 : sizes / events;
}

/** As many clusters of one size would vary as much. */
function effectiveClusters(counts: readonly number[]): number {
  const size = meanClusterSize(counts);
  return size <= 0 ? 0 : sumOf(counts) / Math.max(1, size);
}

function sumGroups(column: Float64Array, classes: readonly number[], decision: number): number[] {
  const counts = Array.from({ length: CALLER_GROUPS }, () => 0);
  for (const benignClass of classes) {
    const at = hurtCell(benignClass, decision);
    for (let group = 0; group < CALLER_GROUPS; group++) counts[group]! += column[at + group]!;
  }
  return counts;
}
