/** A run hour by hour: what its records say of when things happened. */
import { HOUR_MS } from "../../../core/time.ts";
import type { EpisodeRecord } from "../../../record/episode.ts";
import type { TeamStatistics } from "../../../record/warning.ts";
import type { ArmOutcome, LoopInput } from "../../../metrics/loop-input.ts";
import type { TimeFields } from "./schema.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";

/** Whole numbers, one an hour: a month is some 5,000 of them. */
export function timelineSection(input: LoopInput, traced: readonly TracedWarning[]): TimeFields["timeline"] {
  const { hoursRun: hours, episodes, noDefences, interceptionOnly, teams } = input;
  const pushed = traced.map(({ warning }) => warning.pushedMs);
  const onTarget = traced.filter(({ episode }) => episode !== null).map(({ warning }) => warning.pushedMs);
  const lossOf = (arm: ArmOutcome | null): number[] | null => arm && lossByHour(arm.episodes, hours);
  return {
    hours,
    engaged: countByHour(
      episodes.map(({ engagedMs }) => engagedMs),
      hours,
    ),
    warnings: countByHour(pushed, hours),
    onTarget: countByHour(onTarget, hours),
    queues: { telephone: queueOf(teams, "telephone"), visit: queueOf(teams, "visit") },
    lossYuan: {
      withDefences: lossByHour(episodes, hours),
      interceptionOnly: lossOf(interceptionOnly),
      withoutDefences: lossOf(noDefences),
    },
  };
}

function countByHour(timesMs: readonly number[], hours: number): number[] {
  return sumByHour(timesMs, hours, () => 1);
}

/** Another arm may run longer, and its list is then longer. */
function lossByHour(episodes: readonly EpisodeRecord[], hours: number): number[] {
  const lost = episodes.filter(({ lossYuan }) => lossYuan > 0);
  const ends = lost.map(({ endMs }) => endMs);
  return sumByHour(ends, hours, (index) => lost[index]!.lossYuan).map(Math.round);
}

function sumByHour(timesMs: readonly number[], hours: number, amountOf: (index: number) => number): number[] {
  const last = timesMs.reduce((latest, timeMs) => Math.max(latest, hourOf(timeMs)), hours - 1);
  const sums = Array.from({ length: last + 1 }, () => 0);
  for (const [index, timeMs] of timesMs.entries()) sums[hourOf(timeMs)]! += amountOf(index);
  return sums;
}

function hourOf(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS);
}

function queueOf(teams: readonly TeamStatistics[], channel: TeamStatistics["channel"]): number[] {
  return [...(teams.find((team) => team.channel === channel)?.queueByHour ?? [])];
}
