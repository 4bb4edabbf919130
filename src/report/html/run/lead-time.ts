/** How long before the money was due to go a warning reached the person. */
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import type { Report } from "../../schema.ts";
import { clusterFigure, percentOf, rateWords } from "../words.ts";

type Point = readonly [hours: number, share: number];

/** A few that are far beyond the others would leave no room for these. */
const FAR_SHARE = 0.01;
const LONG_CURVE = 20;
/** Bounds of the axis are whole multiples of so many hours. */
const AXIS_STEP_HOURS = 6;

export function leadTimeChart({ leadTimeMinutes }: Report): Chart {
  const { n, p50, beforeHarm } = leadTimeMinutes;
  const points = pointsOf(leadTimeMinutes);
  const near = points.length < LONG_CURVE ? points : points.filter(([, share]) => share >= FAR_SHARE);
  const longest = points.at(-1);
  return {
    id: "lead-time",
    title: "How long before the money was due to go did the warning arrive?",
    sentence:
      "The share of warned episodes with at least so much lead time left. Left of the dashed line the warning came after the money was due to go. " +
      `In time: ${rateWords(clusterFigure(beforeHarm))}.` +
      (near.length < points.length ? ` The longest was ${longest![0].toFixed(0)} hours, beyond the right edge.` : ""),
    legend: [],
    table: {
      head: ["Lead time of at least, hours", "share of warned episodes"],
      rows: points.map(([hours, share]) => [hours.toFixed(1), percentOf(share)]),
    },
    picture:
      points.length === 0
        ? "No warning reached anybody in an episode (n = 0), so there is no lead time."
        : curvesPicture({
            x: { name: "lead time, hours", min: wholeSteps(Math.min(0, near[0]![0])), openEnd: true },
            y: {
              name: `share of ${n.toLocaleString("en-US")} warned episodes`,
              min: 0,
              max: 1,
              format: (y) => percentOf(y, 0),
            },
            rules: [{ axis: "x", at: 0, name: "money due to go" }],
            curves: [
              {
                name: "lead time",
                colour: INK.defended,
                mark: "solid",
                points: near,
              },
            ],
            stretches: near.map(([hours, share], index) => ({
              from: hours,
              to: near[index + 1]?.[0] ?? hours,
              tip: `at least ${hours.toFixed(1)} h: ${percentOf(share)}`,
            })),
            marks:
              p50 === null
                ? []
                : [
                    {
                      x: p50 / 60,
                      y: 0.5,
                      mark: "diamond",
                      colour: INK.ours,
                      name: `median ${(p50 / 60).toFixed(1)} h`,
                      tip: `median: ${(p50 / 60).toFixed(1)} h`,
                    },
                  ],
          }),
  };
}

/** Hour by hour where these were counted; else at the quantiles that the report has. */
function pointsOf({ byHour, curve, n }: Report["leadTimeMinutes"]): Point[] {
  if (byHour === undefined) return curve.map(({ minutes, share }) => [minutes / 60, share]);
  let left = n;
  return byHour.counts.map((count, index) => {
    const point: Point = [byHour.from + index, left / n];
    left -= count;
    return point;
  });
}

function wholeSteps(hours: number): number {
  return Math.floor(hours / AXIS_STEP_HOURS) * AXIS_STEP_HOURS;
}
