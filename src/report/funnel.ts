/**
 * The funnel of early warnings: pushed -> on target -> effective -> kept. Its three published rates have three
 * denominators, so it is always reported whole.
 */
import { episodeKey } from "./episode-key.ts";
import type { ArmOutcome } from "./loop-input.ts";
import { type Rate, rate } from "./rates.ts";
import type { TracedWarning } from "./traced-warning.ts";

export interface Funnel {
  readonly pushed: number;
  /** Pushed to a subscriber in an episode, repeats included. */
  readonly onTarget: number;
  /** On target behind an earlier warning for the same episode. */
  readonly repeats: number;
  readonly effective: number;
  readonly kept: number;
}

export function countFunnel(traced: readonly TracedWarning[]): Funnel {
  let [onTarget, repeats, effective, kept] = [0, 0, 0, 0];
  for (const { episode, isRepeat, isEffective, isKept } of traced) {
    if (episode !== null) onTarget++;
    if (isRepeat) repeats++;
    if (isEffective) effective++;
    if (isKept) kept++;
  }
  return { pushed: traced.length, onTarget, repeats, effective, kept };
}

export interface FunnelRates {
  readonly accuracy: Rate;
  readonly reach: Rate;
  readonly success: Rate;
  readonly keptOfPushed: Rate;
  /** Episodes that were warned while open, of all. */
  readonly coverage: Rate;
}

/** Wilson's intervals: warnings go to different people, whose doings are nearly independent. */
export function funnelRates({ pushed, onTarget, repeats, effective, kept }: Funnel, episodes: number): FunnelRates {
  return {
    accuracy: rate(onTarget, pushed),
    reach: rate(effective, onTarget),
    success: rate(kept, effective),
    keptOfPushed: rate(kept, pushed),
    coverage: rate(onTarget - repeats, episodes),
  };
}

/**
 * Kept, and with interception alone the same attempt would have cost nothing either, or would never have engaged. Null
 * without that arm.
 */
export function countKeptAnyway(traced: readonly TracedWarning[], interceptionOnly: ArmOutcome | null): number | null {
  if (interceptionOnly === null) return null;
  const losers = new Set<number>();
  for (const episode of interceptionOnly.episodes) if (episode.lossYuan > 0) losers.add(episodeKey(episode));
  let count = 0;
  for (const { isKept, episode } of traced) if (isKept && !losers.has(episodeKey(episode!))) count++;
  return count;
}
