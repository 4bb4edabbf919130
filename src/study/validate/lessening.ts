/** What warnings lessen, by comparison of the same people: with them, and in a run where nobody is warned. */
import type { LoopRecords } from "../../metrics/loop-input.ts";
import { episodeKey } from "../../metrics/episode-key.ts";
import { traceWarnings } from "../../metrics/traced-warning.ts";

export interface Lessening {
  /** People who were warned in time in the one run, and lost money in the other. */
  readonly atRisk: number;
  /** Of these, the share who lost nothing where they were warned. */
  readonly share: number;
}

/**
 * Both runs have the same seed, so that a person meets the same attempt with the same luck: those who lost unwarned
 * are a fair group, whoever is reached among them. Null where there is nobody to compare.
 */
export function lesseningOf(warned: LoopRecords, unwarned: Pick<LoopRecords, "episodes">): Lessening | null {
  const losses = new Map(unwarned.episodes.map((episode) => [episodeKey(episode), episode.lossYuan]));
  let [atRisk, kept] = [0, 0];
  for (const { episode, isEffective } of traceWarnings(warned)) {
    if (!isEffective || (losses.get(episodeKey(episode!)) ?? 0) === 0) continue;
    atRisk++;
    if (episode!.lossYuan === 0) kept++;
  }
  return atRisk === 0 ? null : { atRisk, share: kept / atRisk };
}

/** The most calls in one warning to somebody who lost money after it; null where nobody did. */
export function mostCallsOf(records: LoopRecords): number | null {
  const calls = traceWarnings(records)
    .filter(({ episode }) => episode !== null && episode.lossYuan > 0)
    .map(({ warning }) => warning.calls);
  return calls.length === 0 ? null : calls.reduce((most, each) => Math.max(most, each), 0);
}

/**
 * By which share fewer people lose money in the one run than in the other; below 0 where more do. Null where nobody
 * loses any in the other.
 */
export function fallOfVictims(
  here: Pick<LoopRecords, "episodes">,
  there: Pick<LoopRecords, "episodes">,
): number | null {
  const before = victimsOf(there);
  return before === 0 ? null : 1 - victimsOf(here) / before;
}

function victimsOf({ episodes }: Pick<LoopRecords, "episodes">): number {
  return new Set(episodes.filter(({ lossYuan }) => lossYuan > 0).map(({ subscriber }) => subscriber)).size;
}
