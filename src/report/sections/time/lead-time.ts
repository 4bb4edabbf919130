/**
 * Lead time: how long before money was due to go a warning first reached the person. Negative when it came too late.
 */
import { MINUTE_MS } from "../../../core/time.ts";
import { type GangTrial, rateOverPeople } from "../../../metrics/gang-rate.ts";
import { quantile } from "../../../core/quantile.ts";
import type { TimeFields } from "./schema.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";

type LeadTime = TimeFields["leadTimeMinutes"];

const HOUR_MINUTES = 60;
const CURVE_POINTS = 33;

/** Over the first on-target warning of each episode that reached the person. */
export function leadTimeSection(traced: readonly TracedWarning[], gangs: number): LeadTime {
  const minutes: number[] = [];
  const beforeHarm: GangTrial[] = [];
  for (const { episode, isRepeat, firstDeliveryMs } of traced) {
    if (episode === null || isRepeat || firstDeliveryMs === null) continue;
    const lead = episode.deadlineMs - firstDeliveryMs;
    minutes.push(lead / MINUTE_MS);
    beforeHarm.push({ gang: episode.gang, holds: lead > 0 && firstDeliveryMs <= episode.endMs });
  }
  const ascending = Float64Array.from(minutes).sort();
  return {
    p10: quantile(ascending, 0.1),
    p50: quantile(ascending, 0.5),
    p90: quantile(ascending, 0.9),
    n: ascending.length,
    beforeHarm: rateOverPeople(beforeHarm, gangs),
    curve: survivalCurve(ascending),
    byHour: countByHour(ascending),
  };
}

/** From the hour of the least to the hour of the greatest: some hundreds of numbers at most, as episodes last days. */
function countByHour(ascending: Float64Array): LeadTime["byHour"] {
  if (ascending.length === 0) return { from: 0, counts: [] };
  const from = hourOf(ascending[0]!);
  const counts = Array.from({ length: hourOf(ascending.at(-1)!) - from + 1 }, () => 0);
  for (const minutes of ascending) counts[hourOf(minutes) - from]!++;
  return { from, counts };
}

function hourOf(minutes: number): number {
  return Math.floor(minutes / HOUR_MINUTES);
}

/** At even ranks, for the same resolution at any scale: the share of lead times of at least so many minutes. */
function survivalCurve(ascending: Float64Array): LeadTime["curve"] {
  const n = ascending.length;
  const points: { minutes: number; share: number }[] = [];
  if (n === 0) return points;
  for (let point = 0; point < CURVE_POINTS; point++) {
    const minutes = ascending[Math.round((point * (n - 1)) / (CURVE_POINTS - 1))]!;
    if (minutes === points.at(-1)?.minutes) continue;
    points.push({ minutes, share: (n - ascending.indexOf(minutes)) / n });
  }
  return points;
}
