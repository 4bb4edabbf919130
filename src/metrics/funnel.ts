/**
 * Pushed -> on target -> effective -> kept. The three published rates have three denominators: always all are shown.
 */
import { episodeKey } from "./loss-sum.ts";
import type { ArmOutcome } from "./loop-input.ts";
import type { TracedWarning } from "./traced-warning.ts";

export function countFunnel(traced: readonly TracedWarning[]) {
  // On target: pushed to somebody in an episode; a repeat is behind an earlier warning for the same one.
  let [onTarget, repeats, effective, kept] = [0, 0, 0, 0];
  for (const { episode, isRepeat, isEffective, isKept } of traced) {
    if (episode !== null) onTarget++;
    if (isRepeat) repeats++;
    if (isEffective) effective++;
    if (isKept) kept++;
  }
  return { pushed: traced.length, onTarget, repeats, effective, kept };
}

/**
 * Of people kept, those who lost nothing with interception alone either (anyway); and those whom nobody engaged there
 * (unmatched): the luck of interception differs from arm to arm, so it says nothing about the warning.
 */
export function countKeptTwins(traced: readonly TracedWarning[], interceptionOnly: ArmOutcome | null) {
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
