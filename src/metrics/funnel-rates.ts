/**
 * The funnel's rates with intervals that respect clusters: what one gang's victims are warned of stands and falls
 * together, and so do the false alarms that its numbers and hosts cause: many who are in no episode had to do with
 * several of them. Those of numbers and hosts that are nobody's stand and fall with what they name.
 */
import type { EpisodeRecord } from "../record/episode.ts";
import { groupBy } from "../core/group-by.ts";
import { rateOverGangs, rateOverPeople } from "./gang-rate.ts";
import { clustered, type ClusteredRate, clusteredRate, rate } from "./rates.ts";
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

/**
 * Accuracy if a share `prevalence` of events were fraud and not `here`, as it is in a whole population: with as many
 * more people who meet no gang. False alarms that name a gang's number or host come from its contacts and stay as many;
 * the others grow with benign traffic. A share `ofNobody` of false alarms is of that kind. Each bound is that of
 * `accuracy`, carried over. Null where nothing was warned of, or nothing is fraud here.
 */
export function accuracyAt(
  prevalence: number,
  here: number | null,
  accuracy: ClusteredRate,
  ofNobody: number,
): ClusteredRate {
  const isKnown = here !== null && here > 0 && here < 1;
  const times = isKnown ? (here / (1 - here)) * ((1 - prevalence) / prevalence) : null;
  const carry = (share: number | null): number | null => {
    if (share === null || times === null) return null;
    const falseAlarms = (1 - share) * (1 - ofNobody + ofNobody * times);
    return share + falseAlarms === 0 ? null : share / (share + falseAlarms);
  };
  const { value, low, high, n, clusterLow, clusterHigh } = accuracy;
  return {
    value: carry(value),
    low: carry(low),
    high: carry(high),
    n,
    clusterLow: carry(clusterLow),
    clusterHigh: carry(clusterHigh),
  };
}

/** Of false alarms, those that name no gang's number or host; 0 of none. */
export function shareOfNobody(traced: readonly TracedWarning[]): number {
  const falseAlarms = traced.filter(({ episode }) => episode === null);
  const ofNobody = falseAlarms.filter(({ namedGang }) => namedGang === null).length;
  return falseAlarms.length === 0 ? 0 : ofNobody / falseAlarms.length;
}

/** Of all warnings: by the gang of the episode, else by that whose number or host they name, else by what they name. */
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

function nameSource({ warning: { identity, host, subscriber }, episode, namedGang }: TracedWarning): string {
  const gang = episode?.gang ?? namedGang;
  if (gang !== null) return `gang ${gang}`;
  if (identity !== null) return `number ${identity}`;
  return host === null ? `subscriber ${subscriber}` : `host ${host}`;
}
