/** The figures a student should see first, of one frame. */
import { rate, type Rate } from "../report/rates.ts";
import type { DecisionCounts, Frame } from "../serve/protocol.ts";

export interface Share {
  readonly count: number;
  readonly of: number;
  readonly rate: Rate;
}

export interface Headline {
  readonly hour: number;
  /** Of all fraud events screened. */
  readonly fraudBlocked: Share;
  /** Of all honest events screened. */
  readonly honestBlocked: Share;
  /** People who kept their money after a warning reached them in time, of all warnings pushed. */
  readonly kept: Share;
  readonly lostYuan: number;
  readonly lostYuanUndefended: number;
}

export function headlineOf(frame: Frame): Headline {
  return {
    hour: frame.hour,
    fraudBlocked: share(frame.fraud.blocked, total(frame.fraud)),
    honestBlocked: share(frame.honest.blocked, total(frame.honest)),
    kept: share(frame.funnel.kept, frame.funnel.pushed),
    lostYuan: frame.lostYuan,
    lostYuanUndefended: frame.lostYuanUndefended,
  };
}

/** A share with its interval. Counts that cannot be, from a server gone wrong, give no rate instead of no page. */
export function share(count: number, of: number): Share {
  return { count, of, rate: count >= 0 && count <= of ? rate(count, of) : rate(0, 0) };
}

export function total({ allowed, flagged, blocked }: DecisionCounts): number {
  return allowed + flagged + blocked;
}
