/**
 * What early warnings change: the run against the same world and luck with interception alone. People kept may have
 * paid nothing anyway; people saved would have paid.
 */
import { HOUR_MS } from "../core/time.ts";
import { sumOf } from "../core/sum.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { type GangSum, differenceOverGangs, ratioOverGangs } from "./gang-sum.ts";
import { lossDifferences, sumLosses } from "./loss-sum.ts";
import type { LoopInput } from "./loop-input.ts";
import type { Interval } from "./rates.ts";

/** People are episodes that lost money: who is robbed by two gangs counts twice. Null without that run. */
export function netEffect(input: LoopInput, gangs: number) {
  const { episodes, interceptionOnly, warnings, teams } = input;
  if (interceptionOnly === null) return null;
  const [lost, lostUnwarned] = [episodes, interceptionOnly.episodes].map((each) => lostByGang(each, gangs));
  const saved = lostUnwarned!.map((people, gang) => people - lost![gang]!);
  const lostUnwarnedYuan = yuanByGang(interceptionOnly.episodes, gangs);
  const differences = lossDifferences(episodes, interceptionOnly.episodes);
  const savedYuan = new Float64Array(gangs);
  for (const { gang, yuan } of differences) savedYuan[gang]! += yuan;
  // A false alarm is no one gang's: warnings and the hours they take are taken for the same with other gangs.
  const workedHours = sumOf(teams.map(({ busyMs }) => busyMs)) / HOUR_MS;
  const people = differenceOverGangs(saved);
  const yuan = sumLosses(differences, gangs);
  return {
    lostUnwarned: sumOf(lostUnwarned!),
    lost: sumOf(lost!),
    saved: people,
    savedShare: ratioOverGangs(saved, lostUnwarned!),
    lostUnwarnedYuan: sumOf(lostUnwarnedYuan),
    savedYuan: yuan,
    savedYuanShare: ratioOverGangs(savedYuan, lostUnwarnedYuan),
    savedPer100Warnings: divide(people, warnings.length / 100),
    savedYuanPerWarning: divide(yuan, warnings.length),
    workedHours,
    savedPer100Hours: divide(people, workedHours / 100),
    savedYuanPerHour: divide(yuan, workedHours),
  };
}

function divide({ value, low, high }: GangSum, divisor: number): Interval {
  if (divisor === 0) return { value: null, low: null, high: null };
  return { value: value / divisor, low: low && low / divisor, high: high && high / divisor };
}

function lostByGang(episodes: readonly EpisodeRecord[], gangs: number): Float64Array {
  const counts = new Float64Array(gangs);
  for (const { gang, outcome } of episodes) if (outcome === "lost") counts[gang]!++;
  return counts;
}

function yuanByGang(episodes: readonly EpisodeRecord[], gangs: number): Float64Array {
  const sums = new Float64Array(gangs);
  for (const { gang, lossYuan } of episodes) sums[gang]! += lossYuan;
  return sums;
}
