/** What warnings change for the same people: with them, and in a run without. */
import type { LoopRecords } from "../../metrics/loop-input.ts";
import { episodeKey } from "../../metrics/loss-sum.ts";
import { traceWarnings } from "../../metrics/traced-warning.ts";

export type WarnedInTime = readonly [episode: number, isKept: boolean];

export function warnedInTime(records: LoopRecords): WarnedInTime[] {
  return traceWarnings(records).flatMap(({ episode, isEffective }): WarnedInTime[] =>
    isEffective ? [[episodeKey(episode!), episode!.lossYuan === 0]] : [],
  );
}

export function lostEpisodes({ episodes }: Pick<LoopRecords, "episodes">): number[] {
  return episodes.filter(({ lossYuan }) => lossYuan > 0).map((episode) => episodeKey(episode));
}

/**
 * Of people who were warned in time in the one run and lost money in the other, the share who lost nothing when warned.
 * Both runs have the same seed, so a person meets the same attempt with the same luck. Null if there is nobody.
 */
export function lesseningOf(warned: readonly WarnedInTime[], lostUnwarned: readonly number[]): number | null {
  const lost = new Set(lostUnwarned);
  const atRisk = warned.filter(([episode]) => lost.has(episode));
  return atRisk.length === 0 ? null : atRisk.filter(([, isKept]) => isKept).length / atRisk.length;
}

/** The most calls in one episode, over all its warnings, to a person who still lost money; null if nobody did. */
export function mostCallsOf(records: LoopRecords): number | null {
  const calls = new Map<number, number>();
  for (const { episode, warning } of traceWarnings(records)) {
    if (episode === null || episode.lossYuan === 0) continue;
    calls.set(episodeKey(episode), (calls.get(episodeKey(episode)) ?? 0) + warning.calls);
  }
  return calls.size === 0 ? null : [...calls.values()].reduce((most, each) => Math.max(most, each), 0);
}

/** The share by which fewer people lose money here than there; below 0 if more do. Null if nobody loses any there. */
export function fallOfVictims(here: number, there: number): number | null {
  return there === 0 ? null : 1 - here / there;
}

export function victimsOf({ episodes }: Pick<LoopRecords, "episodes">): number {
  return new Set(episodes.filter(({ lossYuan }) => lossYuan > 0).map(({ subscriber }) => subscriber)).size;
}
