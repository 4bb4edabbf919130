/**
 * People who lost money, and how much, in each arm of a run. Somebody whom two gangs rob is one person. With all
 * defences less than without means that the defences helped.
 */
import { groupBy } from "../core/group-by.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { differenceOverGangs, type GangSum, sumOverGangs } from "./gang-sum.ts";
import type { LoopInput } from "./loop-input.ts";
import { lossDifferences, sumLosses } from "./loss-sum.ts";

interface PeopleAndYuan {
  readonly people: GangSum;
  readonly yuan: GangSum;
}

type Episodes = readonly EpisodeRecord[];

/** Intervals are for as many gangs drawn anew. Cost: one pass over the episodes of each arm. */
export function peopleLost(arms: Pick<LoopInput, "episodes" | "interceptionOnly" | "noDefences">, gangs: number) {
  const { episodes, interceptionOnly, noDefences } = arms;
  return {
    withDefences: lossOf(episodes, gangs),
    // Null where the paired run was left out.
    interceptionAlone: interceptionOnly && lossOf(interceptionOnly.episodes, gangs),
    withoutDefences: noDefences && lossOf(noDefences.episodes, gangs),
    avoided: noDefences && differenceOf(episodes, noDefences.episodes, gangs),
    savedByWarnings: interceptionOnly && differenceOf(episodes, interceptionOnly.episodes, gangs),
  };
}

function lossOf(episodes: Episodes, gangs: number): PeopleAndYuan {
  const { people, byGang } = countPeople(episodes, gangs);
  return { people: { ...sumOverGangs(byGang), value: people }, yuan: sumLosses(lossDifferences([], episodes), gangs) };
}

function differenceOf(episodes: Episodes, before: Episodes, gangs: number): PeopleAndYuan {
  const [now, then] = [countPeople(episodes, gangs), countPeople(before, gangs)];
  const saved = then.byGang.map((people, gang) => people - now.byGang[gang]!);
  return {
    people: { ...differenceOverGangs(saved), value: then.people - now.people },
    yuan: sumLosses(lossDifferences(episodes, before), gangs),
  };
}

/** A person whom several episodes cost money is divided among their gangs, so that each counts once in all. */
function countPeople(episodes: Episodes, gangs: number): { readonly people: number; readonly byGang: Float64Array } {
  const lost = groupBy(
    episodes.filter(({ outcome }) => outcome === "lost"),
    ({ subscriber }) => subscriber,
  );
  const byGang = new Float64Array(gangs);
  for (const each of lost.values()) for (const { gang } of each) byGang[gang]! += 1 / each.length;
  return { people: lost.size, byGang };
}
