/** Each warning of a run with its episode: the base of the funnel and all its parts. */
import { groupBy } from "../core/group-by.ts";
import { assert } from "../core/assert.ts";
import { HOUR_MS } from "../core/time.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { type Delivery, DELIVERY_CHANNELS, type WarningRecord } from "../record/warning.ts";
import type { LoopRecords } from "./loop-input.ts";

export interface TracedWarning {
  readonly warning: WarningRecord;
  /** The subscriber's episode at the push: the warning is on target. Null for a false alarm. */
  readonly episode: EpisodeRecord | null;
  /** The gang of the number or host that it names, on target or not; null if no gang's. */
  readonly namedGang: number | null;
  /** Off target, to somebody who had lost money to a gang within the three days before. */
  readonly isTooLate: boolean;
  /** An earlier warning counts for the episode: on target, but not effective again. */
  readonly isRepeat: boolean;
  /** When it first reached the person, in time or not; null if never. */
  readonly firstDeliveryMs: number | null;
  /** The strongest channel in time (the episode open, no money sent): an index into DELIVERY_CHANNELS, or -1. */
  readonly strongestInTime: number;
  readonly isEffective: boolean;
  readonly isKept: boolean;
}

/** In the order of pushing. A microsecond each. Throws when a delivery is of a warning that is not there. */
export function traceWarnings({ episodes, warnings, deliveries, namedGangs = [] }: LoopRecords): TracedWarning[] {
  const ordered = warnings
    .map((warning, at) => ({ warning, namedGang: namedGangs[at] ?? null }))
    .sort(({ warning: a }, { warning: b }) => a.pushedMs - b.pushedMs || a.id - b.id);
  const episodesOf = groupBy(episodes, (episode) => episode.subscriber);
  const deliveriesOf = groupBy(deliveries, (delivery) => delivery.warning);
  const warned = new Set<EpisodeRecord>();
  let delivered = 0;
  const traced = ordered.map(({ warning, namedGang }) => {
    const arrivals = deliveriesOf.get(warning.id) ?? [];
    delivered += arrivals.length;
    const ofSubscriber = episodesOf.get(warning.subscriber) ?? [];
    const { pushedMs: atMs } = warning;
    const episode = ofSubscriber.find(({ engagedMs, endMs }) => engagedMs <= atMs && atMs < endMs) ?? null;
    const isTooLate = episode === null && ofSubscriber.some((each) => hasJustLost(each, warning.pushedMs));
    const isRepeat = episode !== null && warned.has(episode);
    if (episode !== null) warned.add(episode);
    return { ...trace(warning, arrivals, episode, isRepeat), isTooLate, namedGang };
  });
  assert(delivered === deliveries.length, `${deliveries.length} deliveries, ${delivered} of them of a known warning`);
  return traced;
}

/** Later warnings are too late, though they may still save the rest after a first, small transfer. */
export function lastMoment({ endMs, deadlineMs }: EpisodeRecord): number {
  return Math.min(endMs, deadlineMs);
}

const JUST_MS = 72 * HOUR_MS;

function hasJustLost({ outcome, endMs }: EpisodeRecord, timeMs: number): boolean {
  return outcome === "lost" && endMs <= timeMs && timeMs < endMs + JUST_MS;
}

function trace(
  warning: WarningRecord,
  arrivals: readonly Delivery[],
  episode: EpisodeRecord | null,
  isRepeat: boolean,
): Omit<TracedWarning, "isTooLate" | "namedGang"> {
  let firstDeliveryMs: number | null = null;
  let strongestInTime = -1;
  for (const { timeMs, channel } of arrivals) {
    if (firstDeliveryMs === null || timeMs < firstDeliveryMs) firstDeliveryMs = timeMs;
    const inTime = episode !== null && warning.pushedMs <= timeMs && timeMs <= lastMoment(episode);
    if (inTime) strongestInTime = Math.max(strongestInTime, DELIVERY_CHANNELS.indexOf(channel));
  }
  const isEffective = !isRepeat && strongestInTime >= 0;
  // A person who paid was not kept, even if police sent all of it back.
  const isKept = isEffective && episode?.outcome !== "lost";
  return { warning, episode, isRepeat, firstDeliveryMs, strongestInTime, isEffective, isKept };
}
