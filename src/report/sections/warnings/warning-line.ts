/** From which exposure to warn: what one run can say of it. */
import { both, joined, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { curvesPicture } from "../../../ui/chart/curves.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { percentOf, rateWords } from "../../figure-words.ts";
import { PRECISION, RECALL, THIS_RUN } from "../line/charts.ts";
import type { WarningsFields } from "./schema.ts";

const STRICTER: Localised = { en: "stricter", zh: "更严" };

export function warningLineChart({ warnings }: WarningsFields): Chart {
  const points = warnings.byExposure.filter(({ recall }) => recall.n > 0);
  const [lowest] = points;
  const share = { min: 0, max: 1, format: (value: number) => percentOf(value, 0) };
  const tipOf = ({ precision, recall }: (typeof points)[number], head: Localised): Localised =>
    joined([head, both`${PRECISION} ${rateWords(precision)}`, both`${RECALL} ${rateWords(recall)}`], "\n");
  return {
    id: "warning-line",
    title: { en: "What would a stricter threshold of warning cost?", zh: "预警阈值更严，代价如何？" },
    sentence: {
      en:
        "Each point keeps the warnings that were pushed at that exposure or more: further right, more of the episodes are warned; further up, fewer people are warned for nothing. " +
        "The diamond is this run. It says nothing of a lower threshold, and leaves out what warnings change: a person who is not warned yet may be warned later. " +
        "`ringfence study sweep` runs each threshold, over several worlds.",
      zh:
        "每个点只保留暴露值达到该值时推送的预警：越靠右，得到预警的诈骗越多；越靠上，被误发预警的人越少。菱形为本次运行。" +
        "它说明不了更低的阈值，也不计预警带来的变化：此时未得到预警的人，之后仍可能得到。`ringfence study sweep` 会在多个世界中逐一运行各个阈值。",
    },
    legend: [
      { name: STRICTER, colour: INK.muted, mark: "solid" },
      { name: THIS_RUN, colour: INK.ours, mark: "diamond" },
    ],
    table: {
      head: [{ en: "Pushed at an exposure of", zh: "推送时的暴露值" }, PRECISION, RECALL],
      rows: points.map(({ exposure, precision, recall }) => [
        exposure.toFixed(2),
        rateWords(precision),
        rateWords(recall),
      ]),
    },
    picture:
      lowest === undefined
        ? {
            en: "Nobody was warned, or nobody was in an episode (n = 0), so there is neither precision nor recall.",
            zh: "没有人得到预警，或没有人遭遇诈骗（n = 0），所以既无精确率，也无召回率。",
          }
        : curvesPicture({
            x: { name: { en: "recall: episodes warned, of all", zh: "召回率：得到预警的诈骗占全部诈骗" }, ...share },
            y: {
              name: { en: "precision: warnings to people in an episode", zh: "精确率：发给正遭遇诈骗者的预警" },
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
                  return tipOf(point, { en: `pushed at ${exposure} or more`, zh: `推送时的暴露值不低于 ${exposure}` });
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
