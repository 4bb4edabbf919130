/** An hour as shown, from the counts of the three worlds of a run. */
import type { GangState } from "../../record/gang-state.ts";
import type { TeamState } from "../../record/warning.ts";
import { maskIdentity } from "../../event/masking.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { RunningCounts } from "../../metrics/running-counts.ts";
import { STAGE_MEASURES, STAGES } from "../../metrics/tally.ts";
import type { LoopState } from "../../engine/observer.ts";
import type { BesideTotals, DecisionCounts, Frame, HistoryPoint, PushedWarning, StageCounts } from "./protocol.ts";
import type { WatchedWorld } from "./watched-world.ts";

/** A frame without the parts made on sending. */
export type FrameTotals = Omit<Frame, "samples" | "points" | "warnings">;

const WARNINGS_SHOWN = 12;

export interface DefendedHour extends Omit<FrameTotals, "episodes" | keyof BesideTotals | "over" | "point"> {
  readonly episodes: Omit<Frame["episodes"], "begunUndefended">;
  readonly point: Omit<HistoryPoint, keyof BesideTotals>;
}

export interface BesideHour {
  readonly begun: number;
  readonly lost: number;
  readonly lostYuan: number;
}

/** For the hour that the world has just done, or a later one if it has ended. Some 20 microseconds. */
export function defendedHour(hour: number, world: WatchedWorld): DefendedHour {
  const { total, loop, state } = world;
  const { teams, tableStatistics, openEpisodes } = state!;
  const gangs = { ...state!.gangs(), cards: state!.cards() };
  const [probed, falsePositives] = total.filter as unknown as [number, number];
  const [calls, messages] = total.generated as unknown as [number, number];
  return {
    hour,
    events: calls + messages,
    calls,
    messages,
    fraud: decisions(total.fraud),
    benign: decisions(total.benign),
    stages: stages(total.stages),
    filter: tableStatistics.filter && { ...tableStatistics.filter, probed, falsePositives },
    templatesInForce: tableStatistics.templates,
    funnel: { pushed: loop.pushed, onTarget: loop.onTarget, effective: loop.effective, kept: loop.kept },
    falseAlarms: loop.falseAlarms,
    teams,
    gangs,
    episodes: { begun: loop.ended + openEpisodes, open: openEpisodes, lost: loop.lost },
    lostYuan: loop.lostYuan,
    point: pointOf(hour, world, countPushed(hour, world), gangs),
  };
}

export function besideHour({ loop, state }: WatchedWorld): BesideHour {
  return { begun: loop.ended + state!.openEpisodes, lost: loop.lost, lostYuan: loop.lostYuan };
}

export function frameOf(
  defended: DefendedHour,
  unwarned: BesideHour,
  undefended: BesideHour,
  over: FrameTotals["over"],
): FrameTotals {
  const beside: BesideTotals = {
    lostUnwarned: unwarned.lost,
    lostYuanUnwarned: unwarned.lostYuan,
    lostYuanUndefended: undefended.lostYuan,
  };
  return {
    ...defended,
    ...beside,
    episodes: { ...defended.episodes, begunUndefended: undefended.begun },
    over,
    point: { ...defended.point, ...beside },
  };
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

function pointOf(
  hour: number,
  { lastHour, loop, state }: WatchedWorld,
  warningsInHour: number,
  { cards }: GangState,
): DefendedHour["point"] {
  const fraud = decisions(lastHour.fraud);
  const benign = decisions(lastHour.benign);
  const fraudInHour = fraud.allowed + fraud.flagged + fraud.blocked;
  return {
    hour,
    eventsInHour: fraudInHour + benign.allowed + benign.flagged + benign.blocked,
    fraudInHour,
    blockedFraudInHour: fraud.blocked,
    blockedBenignInHour: benign.blocked,
    warningsInHour,
    kept: loop.kept,
    falseAlarms: loop.falseAlarms,
    telephoneQueue: queueOf(state!.teams, "telephone"),
    visitQueue: queueOf(state!.teams, "visit"),
    lost: loop.lost,
    lostYuan: loop.lostYuan,
    ...(cards ? { setYuan: cards.priceYuan } : {}),
  };
}

function queueOf(teams: readonly TeamState[], channel: TeamState["channel"]): number {
  return teams.find((team) => team.channel === channel)!.queue;
}

function countPushed(hour: number, { isOver, state }: WatchedWorld): number {
  if (isOver) return 0;
  const { warnings } = state!;
  const before = warnings.findLastIndex(({ pushedMs }) => pushedMs !== (hour + 1) * HOUR_MS);
  return warnings.length - 1 - before;
}

/** The latest pushed in hours [`fromHour`, `toHour`], in their order. */
export function latestWarnings({ warnings, describe }: LoopState, fromHour: number, toHour: number): PushedWarning[] {
  const shown: PushedWarning[] = [];
  for (let index = warnings.length - 1; index >= 0 && shown.length < WARNINGS_SHOWN; index--) {
    const warning = warnings[index]!;
    const hour = warning.pushedMs / HOUR_MS - 1;
    if (hour < fromHour) break;
    if (hour > toHour) continue;
    const { text, number } = describe(warning);
    shown.push({ id: warning.id, hour, level: warning.level, subscriber: maskIdentity(number), text });
  }
  return shown.toReversed();
}
