/** What warnings change for the same people: with them, and in a run without. */
import type { LoopRecords } from "../../metrics/loop-input.ts";
import { episodeKey } from "../../metrics/loss-sum.ts";
import { traceWarnings } from "../../metrics/traced-warning.ts";

export interface Lessening {
  /** People who were warned in time in the one run, and lost money in the other. */
  readonly atRisk: number;
  /** The share of these who lost nothing when warned. */
  readonly share: number;
}

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
 * Both runs have the same seed, so a person meets the same attempt with the same luck: people who lost unwarned are a
 * fair group to compare. Null if there is nobody.
 */
export function lesseningOf(warned: readonly WarnedInTime[], lostUnwarned: readonly number[]): Lessening | null {
  const lost = new Set(lostUnwarned);
  const atRisk = warned.filter(([episode]) => lost.has(episode));
  const kept = atRisk.filter(([, isKept]) => isKept).length;
  return atRisk.length === 0 ? null : { atRisk: atRisk.length, share: kept / atRisk.length };
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
