/**
 * Which events a run can have, told from an identity alone: the run need not be repeated to refuse one that was
 * mistyped.
 */
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { HOUR_MS } from "../core/time.ts";
import type { EpisodeDocument } from "../report/directory/episode-document.ts";
import { findEpisode, isFirstContact } from "../report/directory/event-outcome.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { EventOrigin } from "../world/event-id.ts";

/**
 * Whether a run of `scenario` may have an event of this origin; `episodes` are all of that run, or null where they are
 * not known. One wrong digit makes any origin of an identity, and of a million of those at most a few pass.
 */
export function isPossible(
  origin: EventOrigin,
  scenario: Scenario,
  episodes: readonly EpisodeDocument[] | null,
): boolean {
  if (origin.source === "benign") {
    return origin.benignClass < BENIGN_CLASSES.length && origin.tick < scenario.hours;
  }
  const { gang, attempt, target } = origin;
  if (gang >= scenario.gangs.count || attempt >= scenario.episodes.attempts) return false;
  // Only whom a gang has engaged is contacted again.
  return isFirstContact(origin) || episodes === null || findEpisode(episodes, gang, target) !== null;
}

/** The tick of the event where it can be told beforehand; else one that the run may have to be repeated up to. */
export function lastTick(origin: EventOrigin, scenario: Scenario, episodes: readonly EpisodeDocument[] | null): number {
  if (origin.source === "benign") return origin.tick;
  const episode = episodes === null ? null : findEpisode(episodes, origin.gang, origin.target);
  if (episode !== null && isFirstContact(origin)) return Math.floor(episode.engagedMs / HOUR_MS);
  return scenario.hours - 1;
}
