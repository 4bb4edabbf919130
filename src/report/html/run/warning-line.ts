/** From which exposure to warn: what one run can say of it. */
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import type { Report } from "../../schema.ts";
import { percentOf, rateWords } from "../words.ts";

/** Null for reports of earlier versions, which lack it. */
export function warningLineChart({ warnings }: Report): Chart | null {
  const found = warnings.byExposure;
  if (found === undefined) return null;
  const points = found.filter(({ recall }) => recall.n > 0);
  const [lowest] = points;
  const share = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) };
  return {
    id: "warning-line",
    title: "What would a stricter threshold of warning cost?",
    sentence:
      "Each point keeps the warnings that were pushed at that exposure or more: further right, more of the episodes are warned; further up, fewer people are warned for nothing. " +
      "The diamond is this run. It says nothing of a laxer threshold, and leaves out what warnings change: whoever is not warned yet may be warned later. " +
      "`ringfence curves` runs each threshold, over several worlds.",
    legend: [
      { name: "stricter", colour: INK.muted, mark: "solid" },
      { name: "this run", colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: ["Pushed at an exposure of", "precision", "recall"],
      rows: points.map(({ exposure, precision, recall }) => [
        exposure.toFixed(2),
        rateWords(precision),
        rateWords(recall),
      ]),
    },
    picture:
      lowest === undefined
        ? "Nobody was warned, or nobody was in an episode (n = 0), so there is neither precision nor recall."
        : curvesPicture({
            x: { name: "recall: episodes warned, of all", ...share },
            y: { name: "precision: warnings to people in an episode", ...share },
            heightPx: 380,
            curves: [
              {
                name: "stricter",
                colour: INK.muted,
                mark: "solid",
                points: points.map(({ precision, recall }) => [recall.value!, precision.value!] as const),
                tips: points.map(
                  ({ exposure, precision, recall }) =>
                    `pushed at ${exposure.toFixed(2)} or more\nprecision ${rateWords(precision)}\nrecall ${rateWords(recall)}`,
                ),
              },
            ],
            marks: [
              {
                x: lowest.recall.value!,
                y: lowest.precision.value!,
                mark: "diamond",
                colour: INK.ours,
                tip: `This run\nprecision ${rateWords(lowest.precision)}\nrecall ${rateWords(lowest.recall)}`,
                spreadX: [lowest.recall.low!, lowest.recall.high!],
                spreadY: [lowest.precision.low!, lowest.precision.high!],
              },
            ],
          }),
  };
}
