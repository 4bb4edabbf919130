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

/** A person warned in time, by episode, and whether they lost nothing. */
export type WarnedInTime = readonly [episode: number, isKept: boolean];

export function warnedInTime(records: LoopRecords): WarnedInTime[] {
  return traceWarnings(records).flatMap(({ episode, isEffective }): WarnedInTime[] =>
    isEffective ? [[episodeKey(episode!), episode!.lossYuan === 0]] : [],
  );
}

/** Episodes in which money was lost. */
export function lostEpisodes({ episodes }: Pick<LoopRecords, "episodes">): number[] {
  return episodes.filter(({ lossYuan }) => lossYuan > 0).map((episode) => episodeKey(episode));
}

/**
 * Both runs have the same seed, so that a person meets the same attempt with the same luck: those who lost unwarned
 * are a fair group, whoever is reached among them. Null where there is nobody to compare.
 */
export function lesseningOf(warned: readonly WarnedInTime[], lostUnwarned: readonly number[]): Lessening | null {
  const lost = new Set(lostUnwarned);
  const atRisk = warned.filter(([episode]) => lost.has(episode));
  const kept = atRisk.filter(([, isKept]) => isKept).length;
  return atRisk.length === 0 ? null : { atRisk: atRisk.length, share: kept / atRisk.length };
}

/** The most calls to one person in an episode, over all its warnings, who lost money all the same; null of nobody. */
export function mostCallsOf(records: LoopRecords): number | null {
  const calls = new Map<number, number>();
  for (const { episode, warning } of traceWarnings(records)) {
    if (episode === null || episode.lossYuan === 0) continue;
    calls.set(episodeKey(episode), (calls.get(episodeKey(episode)) ?? 0) + warning.calls);
  }
  return calls.size === 0 ? null : [...calls.values()].reduce((most, each) => Math.max(most, each), 0);
}

/**
 * By which share fewer people lose money in the one run than in the other; below 0 where more do. Null where nobody
 * loses any in the other.
 */
export function fallOfVictims(here: number, there: number): number | null {
  return there === 0 ? null : 1 - here / there;
}

/** People who lost money. */
export function victimsOf({ episodes }: Pick<LoopRecords, "episodes">): number {
  return new Set(episodes.filter(({ lossYuan }) => lossYuan > 0).map(({ subscriber }) => subscriber)).size;
}
