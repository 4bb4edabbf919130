import { both, en, type Text, type Localised, zh } from "../../../core/words.ts";
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
    title: {
      en: "How long before the money was due to go did the warning arrive?",
      zh: "预警比转账时刻提前多久？",
    },
    sentence: sentence(leadTimeMinutes, longest),
    legend: [],
    table: {
      head: [
        { en: "Lead time of at least, hours", zh: "提前时间至少，小时" },
        { en: "share of warned episodes", zh: "占有预警的诈骗的比例" },
      ],
      rows: points.map(([hours, share]) => [hours.toFixed(1), percentOf(share)]),
    },
    picture:
      points.length === 0
        ? {
            en: "No warning reached anybody in an episode (n = 0), so there is no lead time.",
            zh: "没有预警送达遭遇诈骗的人（n = 0），所以没有提前时间。",
          }
        : curvesPicture({
            x: {
              name: { en: "lead time, hours", zh: "提前时间，小时" },
              min: wholeSteps(Math.min(0, near[0]![0])),
            },
            y: {
              name: {
                en: `share of ${formatCount(n)} warned episodes`,
                zh: `占 ${formatCount(n)} 起有预警的诈骗的比例`,
              },
              min: 0,
              max: 1,
              format: (y) => percentOf(y, 0),
            },
            rules: [{ axis: "x", at: 0, name: { en: "money due to go", zh: "转账时刻" } }],
            curves: [{ name: "", colour: INK.defended, mark: "solid", points: near }],
            stretches: near.map(([hours, share], index) => ({
              from: hours,
              to: near[index + 1]?.[0] ?? hours,
              tip: both`${{ en: `at least ${hours.toFixed(1)} h`, zh: `至少 ${hours.toFixed(1)} 小时` }}: ${percentOf(share)}`,
            })),
            marks: p50 === null ? [] : [medianMark(p50 / MINUTES_PER_HOUR)],
          }),
  };
}

function sentence({ beforeHarm }: LeadTimes["leadTimeMinutes"], longest: string | null): Localised {
  const inTime: Text = rateWords(clusterFigure(beforeHarm));
  return {
    en:
      "The share of warned episodes with at least so much lead time left. Left of the dashed line the warning came after the money was due to go. " +
      `In time: ${en(inTime)}.` +
      (longest === null ? "" : ` The longest was ${longest} hours, beyond the right edge.`),
    zh:
      `有预警的诈骗中，至少还剩这么多提前时间的比例。虚线左侧，预警晚于转账时刻。及时：${zh(inTime)}。` +
      (longest === null ? "" : `最长为 ${longest} 小时，超出右边界。`),
  };
}

function medianMark(hours: number) {
  const words = { en: `median ${hours.toFixed(1)} h`, zh: `中位数 ${hours.toFixed(1)} 小时` };
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
    head: [
      { en: "Lead time, hours", zh: "提前时间，小时" },
      "p10",
      "p50",
      "p90",
      "n",
      { en: "in time", zh: "及时" },
      "95 %",
    ],
    rows: [
      [
        { en: "arrival to transfer", zh: "从送达到转账" },
        inHours(p10),
        inHours(p50),
        inHours(p90),
        formatCount(n),
        formatPercent(beforeHarm, 1),
        formatClusterInterval(beforeHarm, 1),
      ],
    ],
    notes: [
      {
        en: "from when a warning first reached the person, where it did; negative: too late",
        zh: "从预警首次送达本人算起，未送达的不计；负数：太晚",
      },
      { en: "95 %: over gangs", zh: "95 %：按团伙" },
    ],
    isFolded: true,
  };
}

function inHours(minutes: number | null): string {
  return formatFigure({ value: minutes === null ? null : minutes / MINUTES_PER_HOUR }, 1);
}
