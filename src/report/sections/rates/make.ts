/** The headline of a report: rates over all events and by channel, each with an interval that respects clusters. */
import { BLOCK, FLAG } from "../../../event/findings.ts";
import { confusionOf } from "./confusion.ts";
import { CALLER_BUCKETS } from "../../../metrics/caller-buckets.ts";
import {
  correlationDesignEffect,
  countDesignEffect,
  type DesignEffects,
  shareDesignEffect,
  sumDesignEffect,
} from "../../../metrics/design-effect.ts";
import { rateDesignEffect } from "../../../metrics/cluster-effect.ts";
import type { FunnelRates } from "../../../metrics/funnel-rates.ts";
import { contactsByGang, rateOfCounts } from "../../../metrics/gang-counts.ts";
import { callerDesignEffect, flaggedRate } from "../../../metrics/false-positive-rate.ts";
import { type ClusteredRate, clustered, clusteredMatthews, type Confusion, rate } from "../../../metrics/rates.ts";
import type { RatesFields } from "./schema.ts";
import { BOTH_CHANNELS, CALLS, MESSAGES, type Tally } from "../../../metrics/tally.ts";

/** Rates of screening; for warnings see funnel-rates.ts. */
export function headlineRates(tally: Tally): Omit<RatesFields["rates"], keyof FunnelRates> {
  const all = confusionOf(tally);
  const calls = confusionOf(tally, CALLS);
  const messages = confusionOf(tally, MESSAGES);
  const contacts = all.tp + all.fn;
  const benign = all.fp + all.tn;
  return {
    interceptionCalls: fraudRate(tally, CALLS),
    interceptionMessages: fraudRate(tally, MESSAGES),
    interception: fraudRate(tally, BOTH_CHANNELS),
    falseInterception: falseInterception(tally, all, BOTH_CHANNELS),
    falseInterceptionCalls: falseInterception(tally, calls, CALLS),
    falseInterceptionMessages: falseInterception(tally, messages, MESSAGES),
    precision: precision(tally, all, BOTH_CHANNELS),
    precisionCalls: precision(tally, calls, CALLS),
    precisionMessages: precision(tally, messages, MESSAGES),
    recall: fraudRate(tally, BOTH_CHANNELS),
    flaggedFraud: fraudRate(tally, BOTH_CHANNELS, FLAG),
    flaggedBenign: flaggedRate(tally, benign),
    prevalence: fraudShare(tally, contacts, benign),
    mcc: correlation(tally, all),
  };
}

function correlation(tally: Tally, confusion: Confusion): ClusteredRate {
  return clusteredMatthews(confusion, correlationDesignEffect(confusion, designEffects(tally, BOTH_CHANNELS)));
}

function fraudRate(tally: Tally, channels: readonly number[], decision = BLOCK): ClusteredRate {
  return rateOfCounts(contactsByGang(tally, decision, channels));
}

function falseInterception(tally: Tally, { fp, tn }: Confusion, channels: readonly number[]): ClusteredRate {
  return clustered(rate(fp, fp + tn), benignDesignEffect(tally, channels));
}

function precision(tally: Tally, confusion: Confusion, channels: readonly number[]): ClusteredRate {
  const { tp, fp } = confusion;
  const benign = benignDesignEffect(tally, channels);
  const fraud = sumDesignEffect(contactsByGang(tally, BLOCK, channels).decided);
  return clustered(rate(tp, tp + fp), shareDesignEffect(tp, fp, { fraud, benign }));
}

/** Benign events vary as a count does: as many are planned in every world. */
function fraudShare(tally: Tally, fraud: number, benign: number): ClusteredRate {
  const effects = { fraud: sumDesignEffect(contactsByGang(tally, BLOCK).contacts), benign: 1 };
  return clustered(rate(fraud, fraud + benign), shareDesignEffect(fraud, benign, effects));
}

/** Over the given channels together: fraud clustered by gang, benign events by caller. */
function designEffects(tally: Tally, channels: readonly number[]): DesignEffects {
  const { contacts, decided, kinds } = contactsByGang(tally, BLOCK, channels);
  return { fraud: rateDesignEffect(decided, contacts, kinds), benign: benignDesignEffect(tally, channels) };
}

/** The greater of two: over blocked callers, by bucket, and over all (false-positive-rate.ts). */
function benignDesignEffect(tally: Tally, channels: readonly number[]): number {
  const { callerBlocked } = tally.columns;
  const blocked = sumOver(
    channels,
    CALLER_BUCKETS,
    (channel, bucket) => callerBlocked[channel * CALLER_BUCKETS + bucket]!,
  );
  return Math.max(countDesignEffect(blocked), callerDesignEffect(tally, BLOCK, channels));
}

function sumOver(
  channels: readonly number[],
  length: number,
  at: (channel: number, index: number) => number,
): Float64Array {
  return Float64Array.from({ length }, (_, index) => channels.reduce((sum, channel) => sum + at(channel, index), 0));
}
