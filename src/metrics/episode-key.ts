/** The identity of an episode, the same in every arm. */
import type { EpisodeRecord } from "../record/episode.ts";

const TARGETS = 4294967296;

/** Gang and target in one number below 2^53: gangs are below 2^16, targets below 2^32. */
export function episodeKey({ gang, target }: Pick<EpisodeRecord, "gang" | "target">): number {
  return gang * TARGETS + target;
}
