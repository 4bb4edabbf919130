/**
 * The funnel's rates with intervals that respect clusters: warnings of one gang's victims stand and fall together, and
 * so do the false alarms from its numbers and hosts, and those of a number or host of no gang.
 */
import type { EpisodeRecord } from "../record/episode.ts";
import { groupBy } from "../core/group-by.ts";
import { rateOverGangs, rateOverPeople } from "./gang-counts.ts";
import { clustered, type ClusteredRate, clusteredRate, rate } from "./rates.ts";
import type { TracedWarning } from "./traced-warning.ts";

export function funnelRates(traced: readonly TracedWarning[], episodes: readonly EpisodeRecord[], gangs: number) {
  return {
    accuracy: accuracyOverSources(traced, gangs),
    reach: rateOverPeople(
      traced.flatMap(({ episode, isEffective }) => (episode ? [{ gang: episode.gang, holds: isEffective }] : [])),
      gangs,
    ),
    success: successOverGangs(traced, gangs),
    keptOfPushed: rateOverSources(traced, gangs, ({ isKept }) => isKept),
    coverage: coverageOverGangs(traced, episodes, gangs),
  };
}

export function accuracyOverSources(traced: readonly TracedWarning[], gangs: number): ClusteredRate {
  return rateOverSources(traced, gangs, ({ episode }) => episode !== null);
}

function coverageOverGangs(
  traced: readonly TracedWarning[],
  episodes: readonly EpisodeRecord[],
  gangs: number,
): ClusteredRate {
  const warned = new Set(traced.map(({ episode }) => episode));
  const trials = episodes.map((episode) => ({ gang: episode.gang, holds: warned.has(episode) }));
  return rateOverGangs(trials, gangs, kindsOfGangs(episodes, gangs));
}

function kindsOfGangs(episodes: readonly EpisodeRecord[], gangs: number): Uint8Array {
  const kinds = new Uint8Array(gangs);
  for (const { gang, typology } of episodes) kinds[gang] = typology;
  return kinds;
}

export function successOverGangs(traced: readonly TracedWarning[], gangs: number): ClusteredRate {
  return rateOverPeople(
    traced.flatMap(({ episode, isEffective, isKept }) => (isEffective ? [{ gang: episode!.gang, holds: isKept }] : [])),
    gangs,
  );
}

/** Clusters: the gang of the episode, else the gang whose number or host the warning names, else what it names. */
function rateOverSources(
  traced: readonly TracedWarning[],
  gangs: number,
  holds: (warning: TracedWarning) => boolean,
): ClusteredRate {
  if (gangs < 2) return clustered(rate(traced.filter(holds).length, traced.length), null);
  const clusters = [...groupBy(traced, nameSource).values()];
  const k = clusters.map((warnings) => warnings.filter(holds).length);
  return clusteredRate(
    k,
    clusters.map(({ length }) => length),
  );
}

function nameSource(traced: TracedWarning): string {
  const gang = traced.episode?.gang ?? traced.namedGang;
  return gang === null ? nameNobody(traced) : `gang ${gang}`;
}

export function nameNobody({ warning: { identity, host, subscriber } }: TracedWarning): string {
  if (identity !== null) return `number ${identity}`;
  return host === null ? `subscriber ${subscriber}` : `host ${host}`;
}
