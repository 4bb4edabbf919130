/** A model that is trained again: whether it still knows what gangs write, beside the model that stays. */
import type { Chart } from "../../chart/chart.ts";
import { type Curve, curvesPicture } from "../../chart/curves.ts";
import { INK } from "../../chart/palette.ts";
import type { RetrainingReport } from "../../retraining-schema.ts";
import { percent, weekTable } from "../../tables/retraining-tables.ts";
import { percentOf } from "../words.ts";

type Weeks = RetrainingReport["weeks"];

const HOURS_PER_WEEK = 168;
/** More would hide the lines. */
const MAX_RULES = 60;

interface Run {
  readonly name: string;
  readonly colour: string;
  readonly mark: Curve["mark"];
  readonly weeks: Weeks;
}

export function retrainingChart(section: RetrainingReport): Chart {
  const { weeks, without, trainings } = section;
  const runs: Run[] = [
    { name: "trained again", colour: INK.defended, mark: "solid", weeks },
    ...(without ? [{ name: "not retrained", colour: INK.undefended, mark: "dotted", weeks: without } as const] : []),
  ];
  const inForce = trainings.flatMap(({ inForceFromHour }) => (inForceFromHour === null ? [] : [inForceFromHour]));
  return {
    id: "retraining",
    title: "Does the model still know what gangs write?",
    sentence:
      "The share of messages of gangs that the model takes for fraud, week by week, on one seed. A rule marks when a new model came into force.",
    legend: runs.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: weekTable(section),
    picture:
      weeks.length === 0
        ? "There was no week."
        : curvesPicture({
            x: { name: "week", min: 0, max: weeks.length },
            y: { name: "named, of fraud messages", min: 0, max: 1, format: (value) => percentOf(value, 0) },
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
              tip: [
                `week ${at + 1}`,
                ...runs.map((run) => `${run.name}: ${percent(run.weeks[at], "fraudNamed", "fraud")}`),
              ].join("\n"),
            })),
          }),
  };
}
