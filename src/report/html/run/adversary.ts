/** Gangs that change: what becomes of recall over the weeks, and which knobs they turn. */
import type { Chart } from "../../chart/chart.ts";
import { type Curve, curvesPicture } from "../../chart/curves.ts";
import { heatMapPicture } from "../../chart/heat-map.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { percentOf } from "../words.ts";

type Section = NonNullable<Report["adversary"]>;
type Week = Section["weeks"][number];

interface Run {
  readonly name: string;
  readonly colour: string;
  readonly mark: Curve["mark"];
  readonly weeks: readonly Week[];
}

export function adversaryRecallChart({ mode, weeks, fixedHabit, noLoop }: Section): Chart {
  const runs: Run[] = [
    { name: `${mode} gangs`, colour: INK.fraud, mark: "solid", weeks },
    { name: "gangs that keep their habit", colour: INK.defended, mark: "dashed", weeks: fixedHabit?.weeks ?? [] },
    { name: `${mode}, no investigations`, colour: INK.undefended, mark: "dotted", weeks: noLoop?.weeks ?? [] },
  ];
  const shown = runs.filter((run) => run.weeks.length > 0);
  return {
    id: "adversary-recall",
    title: "How much is still caught once gangs answer?",
    sentence:
      "The share of fraud contacts that were blocked, week by week, on one seed. Between the first two lines lies what gangs gain by changing; " +
      "between the first and the third, what complaints and new templates win back.",
    legend: shown.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: ["Week", ...shown.map(({ name }) => name)],
      rows: weeks.map((_, at) => [`week ${at + 1}`, ...shown.map((run) => recallWords(run.weeks[at]))]),
    },
    picture: curvesPicture({
      x: { name: "week", min: 0, max: weeks.length },
      y: { name: "blocked, of fraud contacts", min: 0, max: 1, format: (value) => percentOf(value, 0) },
      heightPx: 280,
      curves: shown.map(({ name, colour, mark, weeks: each }) => ({
        name,
        colour,
        mark,
        points: each.flatMap((week, at) =>
          week.contacts === 0 ? [] : [[at + 1, week.blocked / week.contacts] as const],
        ),
      })),
      stretches: weeks.map((_, at) => ({
        from: at,
        to: at + 1,
        tip: [`week ${at + 1}`, ...shown.map((run) => `${run.name}: ${recallWords(run.weeks[at])}`)].join("\n"),
      })),
    }),
  };
}

export function knobsChart({ knobs, weeks }: Section): Chart {
  const columns = weeks.map((_, at) => `week ${at + 1}`);
  const rows = knobs.flatMap(({ knob, settings }) =>
    settings
      .filter(({ setting }) => setting !== "usual")
      .map(({ setting, byWeek }) => ({ name: `${knob} ${setting}`, byWeek })),
  );
  return {
    id: "adversary-knobs",
    title: "What do gangs turn to?",
    sentence:
      "Per cent of gangs that work otherwise than usual on the last day of each week, by knob and setting. The stronger the colour, the more of them.",
    legend: [],
    table: {
      head: ["Setting", ...columns],
      rows: rows.map(({ name, byWeek }) => [name, ...byWeek.map((share) => percentOf(share, 0))]),
    },
    picture:
      rows.length === 0 || weeks.length === 0
        ? "There was no gang (n = 0)."
        : heatMapPicture({
            columns,
            rows: rows.map(({ name, byWeek }) => ({
              name,
              cells: columns.map((column, at) => ({
                share: byWeek[at] ?? null,
                tip: `${name}, ${column}: ${percentOf(byWeek[at] ?? 0, 0)} of gangs`,
              })),
            })),
            gapBefore: 0,
            heading: "per cent of gangs",
            colour: INK.fraud,
          }),
  };
}

function recallWords(week: Week | undefined): string {
  if (week === undefined || week.contacts === 0) return "–";
  return `${percentOf(week.blocked / week.contacts)}, n = ${formatCount(week.contacts)}`;
}
