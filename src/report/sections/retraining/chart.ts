/** A model that is trained again: whether it still knows what gangs write, beside the model that stays. */
import { both, joined } from "../../../core/words.ts";
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import { percentOf } from "../../figure-words.ts";
import { WEEK, weekWords } from "../week-words.ts";
import type { RetrainingReport } from "./schema.ts";
import { NOT_RETRAINED, percent } from "./tables.ts";

const HOURS_PER_WEEK = 168;
/** More would hide the lines. */
const MAX_RULES = 60;

export function retrainingChart({ weeks, without, trainings }: RetrainingReport): Omit<Chart, "table"> {
  const runs = [
    { name: { en: "trained again", zh: "反复训练" }, colour: INK.defended, mark: "solid", weeks } as const,
    ...(without ? [{ name: NOT_RETRAINED, colour: INK.undefended, mark: "dotted", weeks: without } as const] : []),
  ];
  const inForce = trainings.flatMap(({ inForceFromHour }) => (inForceFromHour === null ? [] : [inForceFromHour]));
  return {
    id: "retraining-recall",
    title: { en: "Does the model still know what gangs write?", zh: "模型还认得团伙写的话吗？" },
    sentence: {
      en: "The share of messages of gangs that the model takes for fraud, week by week, on one seed. A rule marks when a new model came into force.",
      zh: "团伙短信中被模型认作诈骗的比例，逐周，一个种子。竖线表示新模型生效的时间。",
    },
    legend: runs.map(({ name, colour, mark }) => ({ name, colour, mark })),
    picture:
      weeks.length === 0
        ? { en: "There was no week.", zh: "没有一周。" }
        : curvesPicture({
            x: { name: WEEK, min: 0, max: weeks.length },
            y: {
              name: { en: "named, of fraud messages", zh: "被模型认出，占诈骗短信" },
              min: 0,
              max: 1,
              format: (value) => percentOf(value, 0),
            },
            heightPx: 280,
            curves: runs.map(({ name, colour, mark, weeks: each }) => ({
              name,
              colour,
              mark,
              points: each.flatMap(({ fraud, fraudNamed }, at) =>
                fraud === 0 ? [] : [[at + 0.5, fraudNamed / fraud] as const],
              ),
            })),
            rules: (inForce.length > MAX_RULES ? [] : inForce).map(
              (hour) => ({ axis: "x", at: hour / HOURS_PER_WEEK, name: "" }) as const,
            ),
            stretches: weeks.map((_, at) => ({
              from: at,
              to: at + 1,
              tip: joined(
                [
                  weekWords(at),
                  ...runs.map((run) => both`${run.name}: ${percent(run.weeks[at], "fraudNamed", "fraud")}`),
                ],
                "\n",
              ),
            })),
          }),
  };
}
