/**
 * Pushed -> on target -> effective -> kept. The three published rates have three denominators: always all are shown.
 */
import { episodeKey } from "./loss-sum.ts";
import type { ArmOutcome } from "./loop-input.ts";
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

interface KeptTwins {
  /** The same attempt engaged the same person there, and cost nothing. */
  readonly keptAnyway: number;
  /** It never engaged there: the luck of interception differs from arm to arm, so it says nothing about the warning. */
  readonly keptUnmatched: number;
}

/** Looks up each episode that was kept in the arm with interception alone; null without that arm. */
export function countKeptTwins(
  traced: readonly TracedWarning[],
  interceptionOnly: ArmOutcome | null,
): KeptTwins | null {
  if (interceptionOnly === null) return null;
  const outcomes = new Map(interceptionOnly.episodes.map((episode) => [episodeKey(episode), episode.outcome]));
  let [keptAnyway, keptUnmatched] = [0, 0];
  for (const { isKept, episode } of traced) {
    if (!isKept) continue;
    const outcome = outcomes.get(episodeKey(episode!));
    if (outcome === undefined) keptUnmatched++;
    else if (outcome !== "lost") keptAnyway++;
  }
  return { keptAnyway, keptUnmatched };
}
