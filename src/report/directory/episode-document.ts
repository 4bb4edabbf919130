/** One episode as a document. Truth: kept apart from what the platform knows. */
import { z } from "zod";
import { EPISODE_OUTCOMES, type EpisodeRecord, type OngoingEpisode } from "../../record/episode.ts";
import { TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";
import { count } from "../head.ts";

export interface EpisodeDocument extends Omit<EpisodeRecord, "typology"> {
  readonly typology: Typology;
}

/** Its end is unknown. */
interface EpisodeUnderWay extends Pick<EpisodeDocument, "gang" | "target" | "subscriber" | "typology"> {
  readonly engagedMs: number;
  readonly endMs: null;
  readonly outcome: "underWay";
}

export type EpisodeSoFar = EpisodeDocument | EpisodeUnderWay;

export function episodeDocument(record: EpisodeRecord): EpisodeDocument {
  const { typology, engagedMs, endMs, deadlineMs } = record;
  return {
    ...record,
    typology: TYPOLOGIES[typology]!,
    engagedMs: Math.round(engagedMs),
    endMs: Math.round(endMs),
    deadlineMs: Math.round(deadlineMs),
  };
}

/** As of `untilMs`; it may have ended or not. */
export function episodeSoFar(episode: EpisodeRecord | OngoingEpisode, untilMs: number): EpisodeSoFar {
  if ("endMs" in episode && episode.endMs < untilMs) return episodeDocument(episode);
  const { gang, target, subscriber, typology, engagedMs } = episode;
  return {
    gang,
    target,
    subscriber,
    typology: TYPOLOGIES[typology]!,
    engagedMs: Math.round(engagedMs),
    endMs: null,
    outcome: "underWay",
  };
}

/** A line of episodes.jsonl. Unknown fields of later versions are dropped. */
export const episodeRow: z.ZodType<EpisodeDocument> = z.object({
  gang: count,
  target: count,
  subscriber: count,
  typology: z.enum(TYPOLOGIES),
  engagedMs: count,
  endMs: count,
  deadlineMs: count,
  outcome: z.enum(EPISODE_OUTCOMES),
  lossYuan: z.number().nonnegative(),
  contacts: count,
  blocked: count,
  // Left out by earlier versions.
  chats: count.default(0),
});
