/** The funnel by nested loops, straight from its definitions: what the indexed one is compared with. */
import type { LoopInput } from "../../src/metrics/loop-input.ts";

export function plainFunnel({ episodes, warnings, deliveries, interceptionOnly }: LoopInput) {
  let [onTarget, firsts, effective, kept, keptAnyway, keptUnmatched] = [0, 0, 0, 0, 0, 0];
  for (const episode of episodes) {
    const onIt = warnings.filter(
      ({ subscriber, pushedMs }) =>
        subscriber === episode.subscriber && episode.engagedMs <= pushedMs && pushedMs < episode.endMs,
    );
    onTarget += onIt.length;
    if (onIt.length === 0) continue;
    firsts++;
    const first = onIt.reduce((a, b) =>
      b.pushedMs < a.pushedMs || (b.pushedMs === a.pushedMs && b.id < a.id) ? b : a,
    );
    const inTime = deliveries.some(
      ({ warning, timeMs }) =>
        warning === first.id && first.pushedMs <= timeMs && timeMs <= episode.endMs && timeMs <= episode.deadlineMs,
    );
    if (!inTime) continue;
    effective++;
    if (episode.outcome === "lost") continue;
    kept++;
    const twins = interceptionOnly?.episodes.filter(
      ({ gang, target }) => gang === episode.gang && target === episode.target,
    );
    if (twins?.length === 0) keptUnmatched++;
    if (twins?.some(({ outcome }) => outcome !== "lost")) keptAnyway++;
  }
  return {
    pushed: warnings.length,
    onTarget,
    repeats: onTarget - firsts,
    effective,
    kept,
    keptAnyway: interceptionOnly === null ? null : keptAnyway,
    keptUnmatched: interceptionOnly === null ? null : keptUnmatched,
  };
}
