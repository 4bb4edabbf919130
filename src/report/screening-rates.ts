/** Rates of screening, each with an interval that respects clusters: fraud by gang, benign events by caller. */
import { sumOf } from "../core/sum.ts";
import { BLOCK, DECISIONS } from "../event/findings.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { CALLER_BUCKETS } from "../metrics/caller-buckets.ts";
import { rateDesignEffect } from "../metrics/cluster-effect.ts";
import { countDesignEffect, type DesignEffects, shareDesignEffect, sumDesignEffect } from "../metrics/design-effect.ts";
import { callerDesignEffect } from "../metrics/false-positive-rate.ts";
import { contactsByGang, rateOfCounts } from "../metrics/gang-counts.ts";
import { type ClusteredRate, clustered, type Confusion, rate } from "../metrics/rates.ts";
import { benignCell, BOTH_CHANNELS, type Tally } from "../metrics/tally.ts";

export function confusionOf(tally: Tally, channels = BOTH_CHANNELS): Confusion {
  const { benign } = tally.columns;
  const fraud = contactsByGang(tally, BLOCK, channels);
  const tp = sumOf(fraud.decided);
  let [events, fp] = [0, 0];
  for (const channel of channels) {
    for (const index of BENIGN_CLASSES.keys()) {
      const at = benignCell(index, channel);
      events += sumOf(benign.subarray(at, at + DECISIONS.length));
      fp += benign[at + BLOCK]!;
    }
  }
  return { tp, fn: sumOf(fraud.contacts) - tp, fp, tn: events - fp };
}

/** Contacts by gangs that were blocked, of all. */
export function fraudRate(tally: Tally, channels = BOTH_CHANNELS): ClusteredRate {
  return rateOfCounts(contactsByGang(tally, BLOCK, channels));
}

/** Benign events that were blocked, of all. */
export function falseInterception(tally: Tally, channels = BOTH_CHANNELS): ClusteredRate {
  const { fp, tn } = confusionOf(tally, channels);
  return clustered(rate(fp, fp + tn), benignDesignEffect(tally, channels));
}

/** Contacts by gangs, of all events that were blocked. */
export function precision(tally: Tally, channels = BOTH_CHANNELS): ClusteredRate {
  const { tp, fp } = confusionOf(tally, channels);
  const benign = benignDesignEffect(tally, channels);
  const fraud = sumDesignEffect(contactsByGang(tally, BLOCK, channels).decided);
  return clustered(rate(tp, tp + fp), shareDesignEffect(tp, fp, { fraud, benign }));
}

/** Contacts by gangs, of all events. Benign events vary as a count does: as many are planned in every world. */
export function prevalence(tally: Tally): ClusteredRate {
  const { tp, fn, fp, tn } = confusionOf(tally);
  const [fraud, benign] = [tp + fn, fp + tn];
  const effects = { fraud: sumDesignEffect(contactsByGang(tally, BLOCK).contacts), benign: 1 };
  return clustered(rate(fraud, fraud + benign), shareDesignEffect(fraud, benign, effects));
}

export function designEffects(tally: Tally): DesignEffects {
  const { contacts, decided, kinds } = contactsByGang(tally, BLOCK);
  return { fraud: rateDesignEffect(decided, contacts, kinds), benign: benignDesignEffect(tally, BOTH_CHANNELS) };
}

/** The greater of two: over blocked callers, by bucket, and over all (false-positive-rate.ts). */
function benignDesignEffect(tally: Tally, channels: readonly number[]): number {
  const { callerBlocked } = tally.columns;
  const blocked = Float64Array.from({ length: CALLER_BUCKETS }, (_, bucket) =>
    sumOf(channels.map((channel) => callerBlocked[channel * CALLER_BUCKETS + bucket]!)),
  );
  return Math.max(countDesignEffect(blocked), callerDesignEffect(tally, BLOCK, channels));
}
