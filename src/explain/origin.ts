/** Which events a run can have, by identity alone: a mistyped one is refused without repeating the run. */
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { HOUR_MS } from "../core/time.ts";
import type { EpisodeDocument } from "../report/directory/episode-document.ts";
import { findEpisode, isFirstContact } from "./event-outcome.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { EventOrigin } from "../world/event-id.ts";

/**
 * True if a run of `scenario` may have an event of this origin; `episodes`: all of that run, or null if unknown. One
 * wrong digit gives a random origin, and a few of a million such pass.
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
  // A gang contacts only people whom it has engaged again.
  return isFirstContact(origin) || episodes === null || findEpisode(episodes, gang, target) !== null;
}

/** The tick of the event if it is known beforehand; else a tick that bounds the repeated run. */
export function lastTick(origin: EventOrigin, scenario: Scenario, episodes: readonly EpisodeDocument[] | null): number {
  if (origin.source === "benign") return origin.tick;
  const episode = episodes === null ? null : findEpisode(episodes, origin.gang, origin.target);
  if (episode !== null && isFirstContact(origin)) return Math.floor(episode.engagedMs / HOUR_MS);
  return scenario.hours - 1;
}
