/**
 * What each signal is worth: how much more often people have it while a gang works on them than at other times. For
 * the report alone: the platform reads no truth.
 *
 * Of each subscriber, kind and day the first signal counts, so that one busy number is not counted for many. The
 * likelihood ratio of a kind is its signals for each person-day in an episode, over those for each other person-day.
 * What a signal is worth on its own is told so, and not what it adds to others that come with it.
 */
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { SIGNAL_KINDS, type SignalKind } from "../record/signal.ts";
import { NO_IDENTITY, type Signals } from "../record/signals.ts";
import { CALLER_GROUPS, callerBucket, callerGroup } from "./caller-buckets.ts";
import { clusteredRate, type Rate } from "./rates.ts";

const KINDS = SIGNAL_KINDS.length;
const DAY_MS = HOURS_PER_DAY * HOUR_MS;

/** Whose episode a subscriber was in at a time, and whose number or host a signal names; null where nobody's. */
export interface SignalTruth {
  gangAt(subscriber: number, timeMs: number): number | null;
  gangNamed(signals: Signals, row: number): number | null;
}

/** By kind and cluster: a gang, or a group of numbers that are nobody's. */
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

  /** Those of a window. Their order matters within a day alone. */
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

/** A kind of signal. The likelihood ratio is null where none came otherwise, or nobody was in an episode. */
export interface SignalWorth {
  readonly kind: SignalKind;
  readonly inEpisode: number;
  readonly otherwise: number;
  readonly likelihoodRatio: Rate;
}

export interface SignalWorths {
  readonly personDaysInEpisode: number;
  readonly personDaysOtherwise: number;
  readonly kinds: readonly SignalWorth[];
}

/** `personDays`: of all subscribers, over all days of the run. */
export function signalWorths(
  { clusters, inEpisode, otherwise }: SignalCounts,
  episodes: readonly EpisodeRecord[],
  personDays: number,
): SignalWorths {
  const engagedDays = episodes.reduce((sum, { engagedMs, endMs }) => sum + (endMs - engagedMs) / DAY_MS, 0);
  const otherDays = Math.max(0, personDays - engagedDays);
  const kinds = SIGNAL_KINDS.map((kind, at): SignalWorth => {
    const [from, to] = [at * clusters, (at + 1) * clusters];
    const within = inEpisode.subarray(from, to);
    const all = within.map((count, i) => count + otherwise[from + i]!);
    const share = clusteredRate(within, all);
    const count = within.reduce((sum, each) => sum + each, 0);
    return {
      kind,
      inEpisode: count,
      otherwise: share.n - count,
      likelihoodRatio: ratioOf(share, engagedDays, otherDays),
    };
  });
  return { personDaysInEpisode: engagedDays, personDaysOtherwise: otherDays, kinds };
}

/** Of a share of signals that came in an episode: its odds over those of a day. Bounds are carried over. */
function ratioOf(share: ReturnType<typeof clusteredRate>, engagedDays: number, otherDays: number): Rate {
  const carry = (value: number | null): number | null =>
    value === null || value === 1 || engagedDays === 0 ? null : (value / (1 - value)) * (otherDays / engagedDays);
  const { value, clusterLow, clusterHigh, n } = share;
  return { value: carry(value), low: carry(clusterLow), high: carry(clusterHigh), n };
}
