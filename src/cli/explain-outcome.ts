/** What became of a gang's contact: its episode, and the warnings to the person in it, from the files of the run directory. */
import { type EpisodeDocument, episodeRow } from "../report/episode-document.ts";
import type { TruthDocument } from "../report/decision.ts";
import { EPISODES_FILE, WARNINGS_FILE, readDocuments } from "../report/run-directory.ts";
import { type WarningDocument, type WarningRow, warningRow } from "../report/warning-document.ts";

export type FraudTruth = Extract<TruthDocument, { readonly fraud: true }>;

export interface EventOutcome {
  /** The episode that the contact began or belonged to; null where none began with it. */
  readonly episode: EpisodeDocument | null;
  /** The contact was made when the episode had ended: the gang did not know yet. */
  readonly afterEnd: boolean;
  /** Where none began: the episode that the subscriber was in already. Nobody is in two at once. */
  readonly alreadyIn: EpisodeDocument | null;
  /** Pushed to the subscriber in the episode, or brought in it, in the order of pushing. */
  readonly warnings: readonly WarningOutcome[];
}

export interface WarningOutcome extends Pick<WarningRow, "id" | "pushedMs" | "level" | "finalLevel"> {
  readonly deliveries: readonly DeliveryOutcome[];
}

type Delivery = WarningDocument["deliveries"][number];

export interface DeliveryOutcome extends Delivery {
  /** It came before the episode had ended. */
  readonly inTime: boolean;
  /** It ended the episode. */
  readonly heeded: boolean;
}

/** Every episode of the run in `run`; null where its file is gone. Some 0.1 s for 10,000. */
export function readEpisodes(run: string): EpisodeDocument[] | null {
  return readDocuments(run, EPISODES_FILE, episodeRow);
}

/** Every warning of it, likewise. */
export function readWarnings(run: string): WarningRow[] | null {
  return readDocuments(run, WARNINGS_FILE, warningRow);
}

/** `timeMs`: when the event happened. */
export function outcomeOf(
  { gang, target, subscriber }: Pick<FraudTruth, "gang" | "target" | "subscriber">,
  timeMs: number,
  episodes: readonly EpisodeDocument[],
  warnings: readonly WarningRow[],
): EventOutcome {
  const episode = findEpisode(episodes, gang, target);
  if (episode === null) {
    const ofSubscriber = episodes.filter((each) => each.subscriber === subscriber);
    const alreadyIn = ofSubscriber.find(({ engagedMs, endMs }) => engagedMs <= timeMs && timeMs < endMs) ?? null;
    return { episode, afterEnd: false, alreadyIn, warnings: [] };
  }
  const ofSubscriber = warnings.filter((warning) => warning.subscriber === subscriber && isOf(warning, episode));
  return {
    episode,
    afterEnd: timeMs > episode.endMs,
    alreadyIn: null,
    warnings: ofSubscriber
      .toSorted((a, b) => a.pushedMs - b.pushedMs || a.id - b.id)
      .map(({ id, pushedMs, level, finalLevel, deliveries }) => ({
        id,
        pushedMs,
        level,
        finalLevel,
        deliveries: deliveries.map((delivery) => deliveryOutcome(delivery, episode)),
      })),
  };
}

/** The one of this target of this gang: no target has two. */
export function findEpisode(
  episodes: readonly EpisodeDocument[],
  gang: number,
  target: number,
): EpisodeDocument | null {
  return episodes.find((episode) => episode.gang === gang && episode.target === target) ?? null;
}

function isOf({ pushedMs, deliveries }: WarningRow, episode: EpisodeDocument): boolean {
  const wasPushedIn = episode.engagedMs <= pushedMs && pushedMs < episode.endMs;
  return wasPushedIn || deliveries.some(({ timeMs }) => isWithin(timeMs, episode));
}

/** Episodes are written in whole milliseconds. */
function isWithin(timeMs: number, { engagedMs, endMs }: EpisodeDocument): boolean {
  return engagedMs <= Math.round(timeMs) && Math.round(timeMs) <= endMs;
}

function deliveryOutcome(delivery: Delivery, episode: EpisodeDocument): DeliveryOutcome {
  return {
    ...delivery,
    inTime: Math.round(delivery.timeMs) <= episode.endMs,
    heeded: episode.outcome === "heeded" && Math.round(delivery.timeMs) === episode.endMs,
  };
}
