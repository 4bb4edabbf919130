/** What is shown of an hour, from what the two worlds of a run have counted. */
import { maskIdentity } from "../event/identity.ts";
import { HOUR_MS } from "../core/time.ts";
import type { RunningCounts } from "../report/running-counts.ts";
import { STAGE_MEASURES, STAGES } from "../report/tally.ts";
import type { CrewState, DecisionCounts, Frame, HistoryPoint, PushedWarning, StageCounts } from "./protocol.ts";
import type { WatchedWorld } from "./watched-world.ts";

/** A frame without what is made when it is sent. */
export type FrameTotals = Omit<Frame, "samples" | "points">;

/** Shown of an hour at most. */
const WARNINGS_AN_HOUR = 12;

/** The hour that both worlds have done. Some 10 microseconds. */
export function frameOf(hour: number, defended: WatchedWorld, undefended: WatchedWorld): FrameTotals {
  const { total, loop, state } = defended;
  const { crews, holdings, openEpisodes } = state!;
  const [probed, falsePositives] = total.filter as unknown as [number, number];
  const [calls, texts] = total.generated as unknown as [number, number];
  const pushed = defended.isOver ? [] : warningsOf(hour, defended);
  return {
    hour,
    events: calls + texts,
    calls,
    texts,
    fraud: decisions(total.fraud),
    honest: decisions(total.honest),
    stages: stages(total.stages),
    filter: holdings.filter && { ...holdings.filter, probed, falsePositives },
    templatesInForce: holdings.templates,
    funnel: { pushed: loop.pushed, onTarget: loop.onTarget, effective: loop.effective, kept: loop.kept },
    crews,
    episodes: {
      begun: loop.ended + openEpisodes,
      open: openEpisodes,
      lost: loop.lost,
      begunUndefended: undefended.loop.ended + undefended.state!.openEpisodes,
    },
    lostYuan: loop.lostYuan,
    lostYuanUndefended: undefended.loop.lostYuan,
    point: pointOf(hour, defended, undefended, pushed.length),
    warnings: pushed.slice(0, WARNINGS_AN_HOUR),
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
    return { stage: name as StageCounts["stage"], fraud: measures(1), honest: measures(0) };
  });
}

function pointOf(
  hour: number,
  { lastHour, loop, state }: WatchedWorld,
  undefended: WatchedWorld,
  warningsInHour: number,
): HistoryPoint {
  const fraud = decisions(lastHour.fraud);
  const honest = decisions(lastHour.honest);
  const fraudInHour = fraud.allowed + fraud.flagged + fraud.blocked;
  return {
    hour,
    eventsInHour: fraudInHour + honest.allowed + honest.flagged + honest.blocked,
    fraudInHour,
    blockedFraudInHour: fraud.blocked,
    blockedHonestInHour: honest.blocked,
    warningsInHour,
    kept: loop.kept,
    telephoneQueue: queueOf(state!.crews, "telephone"),
    visitQueue: queueOf(state!.crews, "visit"),
    lostYuan: loop.lostYuan,
    lostYuanUndefended: undefended.loop.lostYuan,
  };
}

function queueOf(crews: readonly CrewState[], channel: CrewState["channel"]): number {
  return crews.find((crew) => crew.channel === channel)!.queue;
}

/** Warnings are pushed at the end of an hour. */
function warningsOf(hour: number, { state }: WatchedWorld): PushedWarning[] {
  const { warnings, describe } = state!;
  const pushed: PushedWarning[] = [];
  for (let at = warnings.length - 1; at >= 0 && warnings[at]!.pushedMs === (hour + 1) * HOUR_MS; at--) {
    const { id, level } = warnings[at]!;
    const { text, number } = describe(warnings[at]!);
    pushed.push({ id, hour, level, subscriber: maskIdentity(number), text });
  }
  return pushed.toReversed();
}
