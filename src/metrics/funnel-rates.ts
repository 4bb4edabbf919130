/**
 * The funnel's rates with intervals that respect clusters: what one gang's victims are warned of stands and falls
 * together, and so do the false alarms that one number or one host causes.
 */
import type { EpisodeRecord } from "../event/episode.ts";
import type { WarningRecord } from "../event/warning.ts";
import { drawnDesignEffect } from "./design-effect.ts";
import { rateOverGangs, rateOverPeople } from "./gang-rate.ts";
import { clustered, type ClusteredRate, rate } from "./rates.ts";
import type { TracedWarning } from "./traced-warning.ts";

export interface FunnelRates {
  readonly accuracy: ClusteredRate;
  readonly reach: ClusteredRate;
  readonly success: ClusteredRate;
  readonly keptOfPushed: ClusteredRate;
  /** Episodes that were warned while open, of all. */
  readonly coverage: ClusteredRate;
}

export function funnelRates(
  traced: readonly TracedWarning[],
  episodes: readonly EpisodeRecord[],
  gangs: number,
): FunnelRates {
  const warned = new Set(traced.map(({ episode }) => episode));
  return {
    accuracy: rateOverSources(traced, gangs, ({ episode }) => episode !== null),
    reach: rateOverPeople(
      traced.flatMap(({ episode, isEffective }) => (episode ? [{ gang: episode.gang, holds: isEffective }] : [])),
      gangs,
    ),
    success: successOverGangs(traced, gangs),
    keptOfPushed: rateOverSources(traced, gangs, ({ isKept }) => isKept),
    coverage: rateOverGangs(
      episodes.map((episode) => ({ gang: episode.gang, holds: warned.has(episode) })),
      gangs,
    ),
  };
}

export function successOverGangs(traced: readonly TracedWarning[], gangs: number): ClusteredRate {
  return rateOverPeople(
    traced.flatMap(({ episode, isEffective, isKept }) => (isEffective ? [{ gang: episode!.gang, holds: isKept }] : [])),
    gangs,
  );
}

/** Of all warnings: by the gang of the episode where they are on target, else by what they warn of. */
function rateOverSources(
  traced: readonly TracedWarning[],
  gangs: number,
  holds: (warning: TracedWarning) => boolean,
): ClusteredRate {
  const k = Array.from({ length: gangs }, () => 0);
  const n = Array.from({ length: gangs }, () => 0);
  const falseAlarms = new Map<string, number>();
  let sum = 0;
  for (const each of traced) {
    const isHeld = holds(each);
    if (isHeld) sum++;
    if (each.episode === null) {
      const source = sourceOf(each.warning);
      falseAlarms.set(source, (falseAlarms.get(source) ?? 0) + 1);
      continue;
    }
    const { gang } = each.episode;
    n[gang]!++;
    if (isHeld) k[gang]!++;
  }
  return clustered(rate(sum, traced.length), drawnDesignEffect({ k, n }, [...falseAlarms.values()]));
}

/** What it names; the subscriber where that is nothing. */
function sourceOf({ identity, host, subscriber }: WarningRecord): string {
  if (identity !== null) return `number ${identity}`;
  return host === null ? `subscriber ${subscriber}` : `host ${host}`;
}
