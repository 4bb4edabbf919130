/** From which exposure to warn: what one run can say of it. */
import { joined, t, type Text } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { percentOf, rateWords } from "../../figure-words.ts";
import { PRECISION, RECALL, THIS_RUN } from "../line/charts.ts";
import type { WarningsFields } from "./schema.ts";

const STRICTER = t`stricter`;

export function warningLineChart({ warnings }: WarningsFields): Chart {
  const points = warnings.byExposure.filter(({ recall }) => recall.n > 0);
  const [lowest] = points;
  const share = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) };
  const tipOf = ({ precision, recall }: (typeof points)[number], head: Text): Text =>
    joined([head, t`${PRECISION} ${rateWords(precision)}`, t`${RECALL} ${rateWords(recall)}`], "\n");
  return {
    id: "warning-line",
    title: t`What would a stricter threshold of warning cost?`,
    sentence: t`Each point keeps the warnings that were pushed at that exposure or more: further right, more of the episodes are warned; further up, fewer people are warned for nothing. The diamond is this run. It says nothing of a lower threshold, and leaves out what warnings change: a person who is not warned yet may be warned later. \`ringfence study sweep\` runs each threshold, over several worlds.`,
    legend: [
      { name: STRICTER, colour: INK.muted, mark: "solid" },
      { name: THIS_RUN, colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: [t`Pushed at an exposure of`, PRECISION, RECALL],
      rows: points.map(({ exposure, precision, recall }) => [
        exposure.toFixed(2),
        rateWords(precision),
        rateWords(recall),
      ]),
    },
    picture:
      lowest === undefined
        ? t`Nobody was warned, or nobody was in an episode (n = 0), so there is neither precision nor recall.`
        : curvesPicture({
            x: { name: t`recall: episodes warned, of all`, ...share },
            y: {
              name: t`precision: warnings to people in an episode`,
              ...share,
            },
            heightPx: 380,
            curves: [
              {
                name: STRICTER,
                colour: INK.muted,
                mark: "solid",
                points: points.map(({ precision, recall }) => [recall.value!, precision.value!] as const),
                tips: points.map((point) => {
                  const exposure = point.exposure.toFixed(2);
                  return tipOf(point, t`pushed at ${exposure} or more`);
                }),
              },
            ],
            marks: [
              {
                x: lowest.recall.value!,
                y: lowest.precision.value!,
                mark: "diamond",
                colour: INK.ours,
                tip: tipOf(lowest, THIS_RUN),
                spreadX: [lowest.recall.low!, lowest.recall.high!],
                spreadY: [lowest.precision.low!, lowest.precision.high!],
              },
            ],
          }),
  };
}
