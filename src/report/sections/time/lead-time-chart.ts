import { t, type Text, type Localised } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { clusterFigure, percentOf, rateWords } from "../../figure-words.ts";
import { formatClusterInterval, formatCount, formatFigure, formatPercent } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { TimeFields } from "./schema.ts";

type LeadTimes = Pick<TimeFields, "leadTimeMinutes">;

/** A few that are far beyond the others would leave no room for these. */
const FAR_SHARE = 0.01;
const LONG_CURVE = 20;
const AXIS_STEP_HOURS = 6;
const MINUTES_PER_HOUR = 60;

export function leadTimeChart({ leadTimeMinutes }: LeadTimes): Chart {
  const { n, p50 } = leadTimeMinutes;
  const points = pointsOf(leadTimeMinutes);
  const near = points.length < LONG_CURVE ? points : points.filter(([, share]) => share >= FAR_SHARE);
  const longest = near.length < points.length ? points.at(-1)![0].toFixed(0) : null;
  return {
    id: "lead-time",
    title: t`How long before the money was due to go did the warning arrive?`,
    sentence: sentence(leadTimeMinutes, longest),
    legend: [],
    table: {
      head: [t`Lead time of at least, hours`, t`share of warned episodes`],
      rows: points.map(([hours, share]) => [hours.toFixed(1), percentOf(share)]),
    },
    picture:
      points.length === 0
        ? t`No warning reached anybody in an episode (n = 0), so there is no lead time.`
        : curvesPicture({
            x: {
              name: t`lead time, hours`,
              min: wholeSteps(Math.min(0, near[0]![0])),
            },
            y: {
              name: t`share of ${formatCount(n)} warned episodes`,
              min: 0,
              max: 1,
              format: (y) => percentOf(y, 0),
            },
            rules: [{ axis: "x", at: 0, name: t`money due to go` }],
            curves: [{ name: "", colour: INK.defended, mark: "solid", points: near }],
            stretches: near.map(([hours, share], index) => ({
              from: hours,
              to: near[index + 1]?.[0] ?? hours,
              tip: t`at least ${hours.toFixed(1)} h: ${percentOf(share)}`,
            })),
            marks: p50 === null ? [] : [medianMark(p50 / MINUTES_PER_HOUR)],
          }),
  };
}

function sentence({ beforeHarm }: LeadTimes["leadTimeMinutes"], longest: string | null): Localised {
  const inTime: Text = rateWords(clusterFigure(beforeHarm));
  return t`The share of warned episodes with at least so much lead time left. Left of the dashed line the warning came after the money was due to go. In time: ${inTime}.${longest === null ? "" : t` The longest was ${longest} hours, beyond the right edge.`}`;
}

function medianMark(hours: number) {
  const words = t`median ${hours.toFixed(1)} h`;
  return { x: hours, y: 0.5, mark: "diamond", colour: INK.ours, name: words, tip: words } as const;
}

function pointsOf({ byHour, n }: LeadTimes["leadTimeMinutes"]): (readonly [hours: number, share: number])[] {
  let left = n;
  return byHour.counts.map((count, index) => {
    const point = [byHour.from + index, left / n] as const;
    left -= count;
    return point;
  });
}

function wholeSteps(hours: number): number {
  return Math.floor(hours / AXIS_STEP_HOURS) * AXIS_STEP_HOURS;
}

export function leadTimeTable({ leadTimeMinutes }: LeadTimes): ReportTable {
  const { p10, p50, p90, n, beforeHarm } = leadTimeMinutes;
  return {
    head: [t`Lead time, hours`, "p10", "p50", "p90", "n", t`in time`, "95 %"],
    rows: [
      [
        t`arrival to transfer`,
        inHours(p10),
        inHours(p50),
        inHours(p90),
        formatCount(n),
        formatPercent(beforeHarm, 1),
        formatClusterInterval(beforeHarm, 1),
      ],
    ],
    notes: [t`from when a warning first reached the person, where it did; negative: too late`, t`95 %: over gangs`],
    isFolded: true,
  };
}

function inHours(minutes: number | null): string {
  return formatFigure({ value: minutes === null ? null : minutes / MINUTES_PER_HOUR }, 1);
}
