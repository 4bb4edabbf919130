/** The figures that a student should see first, from one frame. */
import { rate, type Rate } from "../../metrics/rates.ts";
import type { DecisionCounts, Frame, HistoryPoint } from "../server/protocol.ts";
import type { PastRun } from "./state.ts";

export interface Share {
  readonly count: number;
  readonly of: number;
  readonly rate: Rate;
}

export interface Headline {
  readonly hour: number;
  /** Of all fraud events screened. */
  readonly fraudBlocked: Share;
  /** Of all benign events screened. */
  readonly benignBlocked: Share;
  /** People who kept their money after a warning reached them in time, of all warnings pushed. */
  readonly kept: Share;
  /** Warnings to people in no episode, of all warnings pushed. */
  readonly falseAlarms: Share;
  readonly lost: number;
  readonly lostYuan: number;
  readonly lostUnwarned: number;
  readonly lostYuanUnwarned: number;
  readonly lostYuanUndefended: number;
}

export function headlineOf(frame: Frame): Headline {
  return {
    hour: frame.hour,
    fraudBlocked: share(frame.fraud.blocked, total(frame.fraud)),
    benignBlocked: share(frame.benign.blocked, total(frame.benign)),
    kept: share(frame.funnel.kept, frame.funnel.pushed),
    falseAlarms: share(frame.falseAlarms, frame.funnel.pushed),
    lost: frame.episodes.lost,
    lostYuan: frame.lostYuan,
    lostUnwarned: frame.lostUnwarned,
    lostYuanUnwarned: frame.lostYuanUnwarned,
    lostYuanUndefended: frame.lostYuanUndefended,
  };
}

/**
 * The headline of an earlier run as it was at `hour`, from the points of its hours; null where it was stopped before
 * that hour. A run that came to its end keeps its last figures.
 */
export function headlineAt({ history, hasEnded }: PastRun, hour: number): Headline | null {
  const points = history.filter((point) => point.hour <= hour);
  const last = points.at(-1);
  if (last === undefined || (last.hour < hour && !hasEnded)) return null;
  const sum = (of: (point: HistoryPoint) => number): number => points.reduce((all, point) => all + of(point), 0);
  const warnings = sum((point) => point.warningsInHour);
  const fraud = sum((point) => point.fraudInHour);
  const events = sum((point) => point.eventsInHour);
  return {
    hour: last.hour,
    fraudBlocked: share(
      sum((point) => point.blockedFraudInHour),
      fraud,
    ),
    benignBlocked: share(
      sum((point) => point.blockedBenignInHour),
      events - fraud,
    ),
    kept: share(last.kept, warnings),
    falseAlarms: share(last.falseAlarms, warnings),
    lost: last.lost,
    lostYuan: last.lostYuan,
    lostUnwarned: last.lostUnwarned,
    lostYuanUnwarned: last.lostYuanUnwarned,
    lostYuanUndefended: last.lostYuanUndefended,
  };
}

/** A share with its interval. Counts that cannot be, from a server gone wrong, give no rate instead of no page. */
export function share(count: number, of: number): Share {
  return { count, of, rate: count >= 0 && count <= of ? rate(count, of) : rate(0, 0) };
}

function total({ allowed, flagged, blocked }: DecisionCounts): number {
  return allowed + flagged + blocked;
}
