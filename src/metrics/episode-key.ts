import type { EpisodeRecord } from "../record/episode.ts";

const TARGETS = 4294967296;

/** Gangs are below 2^16, targets below 2^32, the key below 2^53. */
export function episodeKey({ gang, target }: Pick<EpisodeRecord, "gang" | "target">): number {
  return gang * TARGETS + target;
}
