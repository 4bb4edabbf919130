/** An hour as shown, from the counts of the three worlds of a run. */
import { sumOf } from "../../core/sum.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { LoopState } from "../../engine/observer.ts";
import { maskIdentity } from "../../event/masking.ts";
import type { RunningCounts } from "../../metrics/running-counts.ts";
import { STAGE_MEASURES, STAGES } from "../../metrics/tally.ts";
import type { DecisionCounts, Frame, HistoryPoint, OtherWorlds, PushedWarning, StageCounts } from "./protocol.ts";
import type { WatchedWorld } from "./watched-world.ts";

const WARNINGS_SHOWN = 12;

/** The hour of the world with all defences. */
export interface DefendedHour {
  readonly totals: Omit<Frame, keyof OtherWorlds | "points" | "samples" | "warnings">;
  readonly point: Omit<HistoryPoint, keyof OtherWorlds>;
}

/** For the hour that the world has just done, or a later one if it has ended. Some 20 microseconds. */
export function defendedHour(hour: number, { total, lastHour, loop, state, isOver }: WatchedWorld): DefendedHour {
  const { teams, tableStatistics, warnings } = state!;
  const gangs = { ...state!.gangs(), cards: state!.cards() };
  const [probed, falsePositives] = total.filter as unknown as [number, number];
  const [calls, messages] = total.generated as unknown as [number, number];
  const { falseAlarms, lostYuan, pushed, onTarget, effective, kept } = loop;
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
      filter: tableStatistics.filter && { ...tableStatistics.filter, probed, falsePositives },
      funnel: { pushed, onTarget, effective, kept },
      falseAlarms,
      teams,
      gangs,
      lostYuan,
    },
    point: {
      hour,
      eventsInHour: fraudInHour + sumOf(lastHour.benign),
      fraudInHour,
      blockedFraudInHour: decisions(lastHour.fraud).blocked,
      blockedBenignInHour: decisions(lastHour.benign).blocked,
      warningsInHour: isOver ? 0 : warnings.length - 1 - before,
      falseAlarms,
      telephoneQueue: queueOf("telephone"),
      visitQueue: queueOf("visit"),
      lost: loop.losers,
      lostYuan,
      ...(gangs.cards ? { setYuan: gangs.cards.priceYuan } : {}),
    },
  };
}

export function otherWorlds(unwarned: WatchedWorld, undefended: WatchedWorld): OtherWorlds {
  return {
    lostUnwarned: unwarned.loop.losers,
    lostYuanUnwarned: unwarned.loop.lostYuan,
    lostUndefended: undefended.loop.losers,
    lostYuanUndefended: undefended.loop.lostYuan,
  };
}

/** The latest pushed in hours [`fromHour`, `toHour`], in their order. */
export function latestWarnings({ warnings, describe }: LoopState, fromHour: number, toHour: number): PushedWarning[] {
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

function decisions([allowed, flagged, blocked]: Float64Array): DecisionCounts {
  return { allowed: allowed!, flagged: flagged!, blocked: blocked! };
}

function stages(counts: RunningCounts["stages"]): StageCounts[] {
  return STAGES.map(({ name }, stage) => {
    const measures = (fraud: 0 | 1): StageCounts["fraud"] => {
      const at = (stage * 2 + fraud) * STAGE_MEASURES.length;
      return { seen: counts[at]!, blocked: counts[at + 1]!, decisive: counts[at + 2]! };
    };
    return { stage: name, fraud: measures(1), benign: measures(0) };
  });
}
