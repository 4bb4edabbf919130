/**
 * What a channel of warnings does, by comparison: the run beside the same run without it. Gangs are paired, so the luck
 * that both share drops out of the difference.
 */
import { sumOf } from "../core/sum.ts";
import type { DeliveryChannel } from "../record/warning.ts";
import type { FunnelRates } from "./funnel-rates.ts";
import { funnelRates } from "./funnel-rates.ts";
import { differenceOverGangs, type GangSum } from "./gang-sum.ts";
import type { LoopRecords } from "./loop-input.ts";
import { rateOverGangs } from "./gang-rate.ts";
import type { ClusteredRate } from "./rates.ts";
import { traceWarnings } from "./traced-warning.ts";

/** The channels that can be taken away. A relative is told by telephone alone. */
export const REMOVABLE_CHANNELS = ["message", "telephone", "visit"] as const satisfies readonly DeliveryChannel[];
export type RemovableChannel = (typeof REMOVABLE_CHANNELS)[number];

/** A run in the figures that a channel may move. `lost`: episodes in which money was lost, of all. */
export interface ChannelOutcome extends Pick<FunnelRates, "success" | "reach"> {
  readonly lost: ClusteredRate;
  readonly lossYuan: number;
}

/** The run with all channels less the run without one; 95 % over gangs drawn anew, null where they do not tell. */
export type Difference = { readonly [bound in keyof GangSum]: GangSum[bound] | null };

export interface ChannelRow {
  readonly channel: RemovableChannel;
  readonly without: ChannelOutcome;
  readonly difference: Readonly<Record<"success" | "reach" | "lost" | "lossYuan", Difference>>;
}

export interface Channels {
  readonly base: ChannelOutcome;
  readonly rows: readonly ChannelRow[];
}

/** What is counted of a run, by gang. */
export interface ChannelCounts {
  readonly outcome: ChannelOutcome;
  readonly byGang: Readonly<Record<"success" | "reach" | "lost", Counts>> & { readonly lossYuan: Float64Array };
}

/** Of `n` so many came true, by gang. */
interface Counts {
  readonly k: Float64Array;
  readonly n: Float64Array;
}

export function countChannels(loop: LoopRecords, gangs: number): ChannelCounts {
  const traced = traceWarnings(loop);
  const { success, reach } = funnelRates(traced, loop.episodes, gangs);
  const trials = loop.episodes.map(({ gang, lossYuan }) => ({ gang, holds: lossYuan > 0 }));
  const byGang = { success: none(gangs), reach: none(gangs), lost: none(gangs), lossYuan: new Float64Array(gangs) };
  for (const { episode, isEffective, isKept } of traced) {
    if (episode === null) continue;
    add(byGang.reach, episode.gang, isEffective);
    if (isEffective) add(byGang.success, episode.gang, isKept);
  }
  for (const { gang, lossYuan } of loop.episodes) {
    add(byGang.lost, gang, lossYuan > 0);
    byGang.lossYuan[gang]! += lossYuan;
  }
  const lossYuan = sumOf([...byGang.lossYuan]);
  return { outcome: { success, reach, lost: rateOverGangs(trials, gangs), lossYuan }, byGang };
}

export function compareChannel(channel: RemovableChannel, base: ChannelCounts, without: ChannelCounts): ChannelRow {
  const between = (figure: "success" | "reach" | "lost"): Difference =>
    differenceOfRates(base.byGang[figure], without.byGang[figure]);
  const lossYuan = differenceOverGangs(base.byGang.lossYuan.map((yuan, gang) => yuan - without.byGang.lossYuan[gang]!));
  return {
    channel,
    without: without.outcome,
    difference: { success: between("success"), reach: between("reach"), lost: between("lost"), lossYuan },
  };
}

/**
 * Of two ratios over the same gangs, linearised: what a gang adds to the difference is its residual in the one less
 * that in the other (Cochran 1977, 6.19).
 */
function differenceOfRates(a: Counts, b: Counts): Difference {
  const [rateA, rateB] = [rateOf(a), rateOf(b)];
  if (rateA === null || rateB === null) return { value: null, low: null, high: null };
  const [totalA, totalB] = [sumOf([...a.n]), sumOf([...b.n])];
  const residuals = a.k.map(
    (k, gang) => (k - rateA * a.n[gang]!) / totalA - (b.k[gang]! - rateB * b.n[gang]!) / totalB,
  );
  const { value: rest, low, high } = differenceOverGangs(residuals);
  const value = rateA - rateB;
  if (low === null || high === null) return { value, low, high };
  return { value, low: value + (low - rest), high: value + (high - rest) };
}

function rateOf({ k, n }: Counts): number | null {
  const total = sumOf([...n]);
  return total === 0 ? null : sumOf([...k]) / total;
}

function none(gangs: number): Counts {
  return { k: new Float64Array(gangs), n: new Float64Array(gangs) };
}

function add({ k, n }: Counts, gang: number, holds: boolean): void {
  n[gang]!++;
  if (holds) k[gang]!++;
}
