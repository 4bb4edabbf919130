/** An hour as shown, from the counts of the three worlds of a run. Pages get these shapes as JSON. */
import { sumOf } from "../../core/sum.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { LoopState } from "../../engine/simulation.ts";
import { maskIdentity } from "../../event/masking.ts";
import { peopleLost } from "../../metrics/people-lost.ts";
import type { RunningCounts } from "../../metrics/running-counts.ts";
import { STAGE_MEASURES, STAGES } from "../../metrics/tally.ts";
import type { SampledEvent } from "./sampled-events.ts";
import type { WatchedWorld } from "./watched-world.ts";

const WARNINGS_SHOWN = 12;

export type DefendedHour = Readonly<ReturnType<typeof defendedHour>>;
export type DecisionCounts = Readonly<ReturnType<typeof decisions>>;
export type StageCounts = Readonly<ReturnType<typeof stages>[number]>;
export type HistoryPoint = Readonly<DefendedHour["point"] & ReturnType<typeof otherWorlds>>;
export type PushedWarning = Readonly<ReturnType<typeof latestWarnings>[number]>;
export type Intervals = Readonly<ReturnType<typeof intervalsOf>>;

/** Totals since the run began, once an hour is done. */
export interface Frame extends Readonly<DefendedHour["totals"]> {
  readonly intervals: Intervals;
  /** All hours since the connection's last frame, or since its hello; the last is the frame's own. */
  readonly points: readonly HistoryPoint[];
  /** Some events of the hour; at full speed, of the last sampled hour, each sent once. */
  readonly samples: readonly SampledEvent[];
  /** The latest pushed in the hours of `points`, or since the start in the frame of a hello; in their order. */
  readonly warnings: readonly PushedWarning[];
}

/**
 * The hour that the world with all defences has just done, or a later one if it has ended: totals, and a point of the
 * history. Some 20 microseconds.
 */
export function defendedHour(hour: number, { total, lastHour, loop, state, isOver }: WatchedWorld) {
  const { teams, filterStatistics, warnings } = state!;
  const cards = state!.cards();
  const [probed, falsePositives] = total.filter as unknown as [number, number];
  const [calls, messages] = total.generated as unknown as [number, number];
  const { falseAlarms, lostYuan, pushed, onTarget, effective, kept, covered, ended } = loop;
  const fraudInHour = sumOf(lastHour.fraud);
  const queueOf = (channel: string): number => teams.find((team) => team.channel === channel)!.queue;
  const before = warnings.findLastIndex(({ pushedMs }) => pushedMs !== (hour + 1) * HOUR_MS);
  return {
    totals: {
      hour,
      calls,
      messages,
      fraud: decisions(total.fraud),
      benign: decisions(total.benign),
      stages: stages(total.stages),
      /** With look-ups, and those that the filter took for listed ones: 0 for an engine without a filter. */
      filter: filterStatistics && { ...filterStatistics, probed, falsePositives },
      /** Of warnings with a known outcome; `pushed` counts all. `covered`: of the episodes that have ended. */
      funnel: { pushed, onTarget, effective, kept, covered, ended },
      teams,
      /** Null if no cards are traded. */
      trade: cards && { ...cards, ...state!.gangs() },
    },
    point: {
      hour,
      eventsInHour: fraudInHour + sumOf(lastHour.benign),
      fraudInHour,
      blockedFraudInHour: decisions(lastHour.fraud).blocked,
      blockedBenignInHour: decisions(lastHour.benign).blocked,
      warningsInHour: isOver ? 0 : warnings.length - 1 - before,
      telephoneQueue: queueOf("telephone"),
      visitQueue: queueOf("visit"),
      /** Totals: warnings to people who were in no episode; people who lost money, and how much, with all defences. */
      falseAlarms,
      lost: loop.losers,
      lostYuan,
      /** What gangs pay for a set of cards; left out if none are traded. */
      setYuan: cards?.priceYuan,
    },
  };
}

/** People who lost money, and how much: with interception alone, and with no defences. */
export function otherWorlds(unwarned: WatchedWorld, undefended: WatchedWorld) {
  return {
    lostUnwarned: unwarned.loop.losers,
    lostYuanUnwarned: unwarned.loop.lostYuan,
    lostUndefended: undefended.loop.losers,
    lostYuanUndefended: undefended.loop.lostYuan,
  };
}

/** 95 % intervals of losses at the end of `hour`, for other gangs like these, as many. Ends are null if unknown. */
export function intervalsOf(hour: number, defended: WatchedWorld, unwarned: WatchedWorld) {
  const [episodes, others] = [defended, unwarned].map(({ state }) =>
    state!.endedEpisodes.filter(({ endMs }) => endMs <= (hour + 1) * HOUR_MS),
  );
  const arms = { episodes: episodes!, interceptionOnly: { episodes: others! }, noDefences: null };
  const { withDefences, savedByWarnings } = peopleLost(arms, defended.state!.gangs().gangs);
  return { lost: withDefences.people, lostYuan: withDefences.yuan, saved: savedByWarnings!.people };
}

/** The latest pushed in hours [`fromHour`, `toHour`], in their order. */
export function latestWarnings({ warnings, describe }: LoopState, fromHour: number, toHour: number) {
  return warnings
    .slice(warnings.findLastIndex((warning) => hourOf(warning) < fromHour) + 1)
    .filter((warning) => hourOf(warning) <= toHour)
    .slice(-WARNINGS_SHOWN)
    .map((warning) => {
      const { text, number } = describe(warning);
      const { id, level } = warning;
      return { id, hour: hourOf(warning), level, subscriber: maskIdentity(number), text };
    });
}

function hourOf({ pushedMs }: { readonly pushedMs: number }): number {
  return pushedMs / HOUR_MS - 1;
}

function decisions([allowed, flagged, blocked]: Float64Array) {
  return { allowed: allowed!, flagged: flagged!, blocked: blocked! };
}

/** Events that a stage had evidence on; of them blocked; of these, let through if it had been silent. */
function stages(counts: RunningCounts["stages"]) {
  return STAGES.map(({ name }, stage) => {
    const measures = (fraud: 0 | 1) => {
      const at = (stage * 2 + fraud) * STAGE_MEASURES.length;
      return { seen: counts[at]!, blocked: counts[at + 1]!, decisive: counts[at + 2]! };
    };
    return { stage: name, fraud: measures(1), benign: measures(0) };
  });
}
