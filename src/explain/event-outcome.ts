/**
 * The outcome of a gang's contact: its episode, and the warnings to the person in it. For finished and running runs,
 * for the terminal and the page.
 */
import type { TruthDocument } from "../report/directory/decision.ts";
import type { EpisodeDocument, EpisodeSoFar } from "../report/directory/episode-document.ts";
import type { WarningDocument, WarningRow } from "../report/directory/warning-document.ts";

export type FraudTruth = Extract<TruthDocument, { readonly fraud: true }>;

export interface EventOutcome<Episode extends EpisodeSoFar = EpisodeDocument> {
  /** The episode that the contact began or belonged to; null if none. */
  readonly episode: Episode | null;
  /** True if the episode had ended before: the gang did not know yet. */
  readonly afterEnd: boolean;
  /** If none began: the subscriber's other open episode. Nobody is in two at once. */
  readonly alreadyIn: Episode | null;
  /** Pushed or delivered during the episode, in the order of pushing. */
  readonly warnings: readonly WarningOutcome[];
}

export interface WarningOutcome extends Pick<WarningRow, "id" | "pushedMs" | "level" | "finalLevel"> {
  readonly deliveries: readonly DeliveryOutcome[];
}

type Delivery = WarningDocument["deliveries"][number];

export interface DeliveryOutcome extends Delivery {
  readonly inTime: boolean;
  /** It ended the episode: the last one heard before the person broke off, or did not pay. */
  readonly heeded: boolean;
}

export function outcomeOf<Episode extends EpisodeSoFar>(
  { gang, target, subscriber }: Pick<FraudTruth, "gang" | "target" | "subscriber">,
  timeMs: number,
  episodes: readonly Episode[],
  warnings: readonly WarningRow[],
): EventOutcome<Episode> {
  const episode = findEpisode(episodes, gang, target);
  if (episode === null) {
    const ofSubscriber = episodes.filter((each) => each.subscriber === subscriber);
    const alreadyIn = ofSubscriber.find((each) => each.engagedMs <= timeMs && timeMs < endOf(each)) ?? null;
    return { episode, afterEnd: false, alreadyIn, warnings: [] };
  }
  const ofSubscriber = warnings.filter((warning) => warning.subscriber === subscriber && isOf(warning, episode));
  const heededMs = episode.outcome === "heeded" ? lastInTimeMs(ofSubscriber, episode) : null;
  return {
    episode,
    afterEnd: timeMs > endOf(episode),
    alreadyIn: null,
    warnings: ofSubscriber
      .toSorted((a, b) => a.pushedMs - b.pushedMs || a.id - b.id)
      .map(({ id, pushedMs, level, finalLevel, deliveries }) => ({
        id,
        pushedMs,
        level,
        finalLevel,
        deliveries: deliveries.map((delivery) => deliveryOutcome(delivery, episode, heededMs)),
      })),
  };
}

/** A target of a gang has at most one. */
export function findEpisode<Episode extends EpisodeSoFar>(
  episodes: readonly Episode[],
  gang: number,
  target: number,
): Episode | null {
  return episodes.find((episode) => episode.gang === gang && episode.target === target) ?? null;
}

export function isFirstContact({ step, attempt }: { readonly step: number; readonly attempt: number }): boolean {
  return step === 0 && attempt === 0;
}

function endOf({ endMs }: EpisodeSoFar): number {
  return endMs ?? Number.POSITIVE_INFINITY;
}

function isOf({ pushedMs, deliveries }: WarningRow, episode: EpisodeSoFar): boolean {
  const wasPushedIn = episode.engagedMs <= pushedMs && pushedMs < endOf(episode);
  return wasPushedIn || deliveries.some(({ timeMs }) => isWithin(timeMs, episode));
}

/** Episodes are written in whole milliseconds. */
function isWithin(timeMs: number, episode: EpisodeSoFar): boolean {
  return episode.engagedMs <= Math.round(timeMs) && Math.round(timeMs) <= endOf(episode);
}

function lastInTimeMs(warnings: readonly WarningRow[], episode: EpisodeSoFar): number {
  const times = warnings.flatMap(({ deliveries }) => deliveries.map(({ timeMs }) => Math.round(timeMs)));
  return Math.max(...times.filter((timeMs) => timeMs <= endOf(episode)));
}

function deliveryOutcome(delivery: Delivery, episode: EpisodeSoFar, heededMs: number | null): DeliveryOutcome {
  return {
    ...delivery,
    inTime: Math.round(delivery.timeMs) <= endOf(episode),
    heeded: Math.round(delivery.timeMs) === heededMs,
  };
}
