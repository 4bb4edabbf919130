/**
 * What each signal is worth: how much more often people have it while a gang works on them than at other times. For the
 * report alone: the platform reads no truth.
 *
 * Of each subscriber, kind and day the first signal counts, so that one busy number is not counted for many. The
 * likelihood ratio of a kind is its signals for each person-day in an episode, over those for each other person-day.
 * It is the worth of a signal alone, not what it adds to others that come with it.
 */
import { sumOf, varianceOf } from "../core/sum.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { SIGNAL_KINDS, NO_IDENTITY, type Signals } from "../record/signals.ts";
import { CALLER_GROUPS, callerBucket, callerGroup } from "./caller-buckets.ts";
import { MIN_CLUSTERS } from "./false-positive-rate.ts";
import type { Rate } from "./rates.ts";
import { studentQuantile } from "./quantiles.ts";

const KINDS = SIGNAL_KINDS.length;
const DAY_MS = HOURS_PER_DAY * HOUR_MS;

/** The gang of a subscriber's episode at a time, and the gang of a signal's number or host; null if none. */
export interface SignalTruth {
  gangAt(subscriber: number, timeMs: number): number | null;
  gangNamed(signals: Signals, row: number): number | null;
}

/** By kind and cluster: a gang, or a group of numbers of no gang. */
export interface SignalCounts {
  readonly clusters: number;
  readonly inEpisode: Float64Array;
  readonly otherwise: Float64Array;
}

/** Twenty bytes a subscriber, and a fraction of a microsecond a signal. */
export class SignalTally implements SignalCounts {
  readonly clusters: number;
  readonly inEpisode: Float64Array;
  readonly otherwise: Float64Array;
  /** By subscriber and kind: the last day that had one, from 1. */
  readonly #days: Uint16Array;

  constructor(subscribers: number, gangs: number) {
    this.clusters = gangs + CALLER_GROUPS;
    this.inEpisode = new Float64Array(KINDS * this.clusters);
    this.otherwise = new Float64Array(KINDS * this.clusters);
    this.#days = new Uint16Array(subscribers * KINDS);
  }

  add(signals: Signals, truth: SignalTruth): void {
    for (let row = 0; row < signals.count; row++) {
      const kind = signals.kind[row]!;
      const subscriber = signals.subscriber[row]!;
      const timeMs = signals.timeMs[row]!;
      const day = Math.floor(timeMs / DAY_MS) + 1;
      if (this.#days[subscriber * KINDS + kind]! >= day) continue;
      this.#days[subscriber * KINDS + kind] = day;
      const gang = truth.gangAt(subscriber, timeMs);
      const counts = gang === null ? this.otherwise : this.inEpisode;
      counts[kind * this.clusters + (gang ?? this.#clusterOf(signals, row, truth))]!++;
    }
  }

  #clusterOf(signals: Signals, row: number, truth: SignalTruth): number {
    const gang = truth.gangNamed(signals, row);
    if (gang !== null) return gang;
    const isNamed = signals.identity[row]! !== NO_IDENTITY;
    const group = isNamed ? callerGroup(callerBucket(signals.identity, row)) : signals.subscriber[row]! % CALLER_GROUPS;
    return this.clusters - CALLER_GROUPS + group;
  }
}

/** `personDays`: of all subscribers. A ratio is null where none came otherwise, or nobody was in an episode. */
export function signalWorths(
  { clusters, inEpisode, otherwise }: SignalCounts,
  episodes: readonly EpisodeRecord[],
  personDays: number,
) {
  const engaged = new Float64Array(clusters);
  for (const { gang, engagedMs, endMs } of episodes) engaged[gang]! += (endMs - engagedMs) / DAY_MS;
  const personDaysInEpisode = sumOf(engaged);
  const personDaysOtherwise = Math.max(0, personDays - personDaysInEpisode);
  const kinds = SIGNAL_KINDS.map((kind, at) => {
    const of = (counts: Float64Array): Float64Array => counts.subarray(at * clusters, (at + 1) * clusters);
    const [within, without] = [of(inEpisode), of(otherwise)];
    return {
      kind,
      inEpisode: sumOf(within),
      otherwise: sumOf(without),
      likelihoodRatio: ratioOf({ within, without, engaged }, personDaysOtherwise),
    };
  });
  return { personDaysInEpisode, personDaysOtherwise, kinds };
}

/**
 * Signals for each person-day in an episode, over those for each other one. The interval is that of its logarithm,
 * linearised over gangs, and over groups of numbers that are nobody's (Cochran 1977, 6.3): a gang with more victims has
 * more signals and more days. Null where nothing came in an episode, or nothing otherwise.
 */
function ratioOf(
  { within, without, engaged }: Readonly<Record<"within" | "without" | "engaged", Float64Array>>,
  otherDays: number,
): Rate {
  const [hits, others, days] = [sumOf(within), sumOf(without), sumOf(engaged)];
  const n = hits + others;
  const value = days === 0 || others === 0 ? null : (hits / days) * (otherDays / others);
  const gangs = within.length - CALLER_GROUPS;
  const isTold = [within, without].every((counts) => counts.filter((count) => count > 0).length >= MIN_CLUSTERS);
  if (value === null || !isTold) return { value, low: null, high: null, n };
  const parts = Array.from(within, (hit, i) => hit / hits - without[i]! / others - engaged[i]! / days);
  const variance = gangs * varianceOf(parts.slice(0, gangs)) + CALLER_GROUPS * varianceOf(parts.slice(gangs));
  const factor = Math.exp(studentQuantile(gangs - 1) * Math.sqrt(variance));
  return { value, low: value / factor, high: value * factor, n };
}
