/** Gangs that change: what becomes of recall over the weeks, and which knobs they turn. */
import { both, joined, type Text, type Words } from "../../../core/words.ts";
import type { Chart } from "../../chart/chart.ts";
import { type Curve, curvesPicture } from "../../chart/curves.ts";
import { heatMapPicture } from "../../chart/heat-map.ts";
import { INK } from "../../chart/palette.ts";
import { USUAL } from "../../../record/knobs.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { WEEK, weekWords } from "../week-words.ts";
import type { AdversaryReport } from "./schema.ts";
import { MODES, settingName } from "./words.ts";

type Week = AdversaryReport["weeks"][number];

interface Run {
  readonly name: Words;
  readonly colour: string;
  readonly mark: Curve["mark"];
  readonly weeks: readonly Week[];
  /** What its distance from the first line tells. */
  readonly meaning?: Words;
}

export function recallChart({ mode, weeks, fixedHabit, noLoop }: AdversaryReport): Omit<Chart, "table"> {
  const { gangs, short } = MODES[mode];
  const runs: Run[] = [
    { name: gangs, colour: INK.fraud, mark: "solid", weeks },
    {
      name: { en: "gangs that keep their habit", zh: "照旧的团伙" },
      colour: INK.defended,
      mark: "dashed",
      weeks: fixedHabit?.weeks ?? [],
      meaning: {
        en: "Between the solid line and the dashed one lies what gangs gain by changing.",
        zh: "实线与虚线之间，是团伙应变所得。",
      },
    },
    {
      name: both`${short}, ${{ en: "no investigations", zh: "无核查" }}`,
      colour: INK.undefended,
      mark: "dotted",
      weeks: noLoop?.weeks ?? [],
      meaning: {
        en: "Between the solid line and the dotted one lies what complaints and new templates win back.",
        zh: "实线与点线之间，是投诉和新模板挽回的。",
      },
    },
  ];
  const shown = runs.filter((run) => run.weeks.length > 0);
  return {
    id: "adversary-recall",
    title: { en: "How much is still caught once gangs answer?", zh: "团伙应变之后，还能拦下多少？" },
    sentence: joined(
      [
        {
          en: "The share of fraud contacts that were blocked, week by week, on one seed.",
          zh: "被拦截的诈骗接触所占比例，逐周，一个种子。",
        },
        ...shown.flatMap(({ meaning }) => meaning ?? []),
      ],
      " ",
    ),
    legend: shown.map(({ name, colour, mark }) => ({ name, colour, mark })),
    picture: curvesPicture({
      x: { name: WEEK, min: 0, max: weeks.length },
      y: {
        name: { en: "blocked, of fraud contacts", zh: "诈骗接触中被拦截的" },
        min: 0,
        max: 1,
        format: (value) => percentOf(value, 0),
      },
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
        tip: joined([weekWords(at), ...shown.map((run) => both`${run.name}: ${recallWords(run.weeks[at])}`)], "\n"),
      })),
    }),
  };
}

export function knobsChart({ knobs, weeks }: AdversaryReport): Chart {
  const columns = weeks.map((_, at) => weekWords(at));
  const rows = knobs.flatMap(({ knob, settings }) =>
    settings
      .filter(({ byWeek }, code) => code !== USUAL && byWeek.some((share) => share > 0))
      .map(({ setting, byWeek }) => ({ name: settingName(knob, setting), byWeek })),
  );
  return {
    id: "adversary-knobs",
    title: { en: "What do gangs turn to?", zh: "团伙转向什么？" },
    sentence: {
      en: "Per cent of gangs that work otherwise than usual on the last day of each week, by knob and setting. The stronger the colour, the more of them.",
      zh: "每周最后一天做法异于平常的团伙百分比，按选项和取值。颜色越深，团伙越多。",
    },
    legend: [],
    table: {
      head: [{ en: "Setting", zh: "取值" }, ...columns],
      rows: rows.map(({ name, byWeek }) => [name, ...byWeek.map((share) => percentOf(share, 0))]),
    },
    picture:
      rows.length === 0 || weeks.length === 0
        ? { en: "There was no gang (n = 0).", zh: "没有团伙（n = 0）。" }
        : heatMapPicture({
            columns,
            rows: rows.map(({ name, byWeek }) => ({
              name,
              cells: columns.map((column, at) => {
                const share = percentOf(byWeek[at] ?? 0, 0);
                const gangs = { en: `${share} of gangs`, zh: `${share} 的团伙` };
                return { share: byWeek[at] ?? null, tip: both`${name}, ${column}: ${gangs}` };
              }),
            })),
            gapBefore: 0,
            heading: { en: "per cent of gangs", zh: "团伙的百分比" },
            colour: INK.fraud,
          }),
  };
}

function recallWords(week: Week | undefined): Text {
  if (week === undefined || week.contacts === 0) return "–";
  return both`${percentOf(week.blocked / week.contacts)}, n = ${formatCount(week.contacts)}`;
}
