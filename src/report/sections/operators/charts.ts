/** How much it matters that operators block what is listed later, or never. */
import { both, en, joined, zh } from "../../../core/words.ts";
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { intervalPicture, oneMark } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { clusterFigure, percentOf, rateWords } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { named } from "../names.ts";
import type { OperatorsReport } from "./schema.ts";

export function operatorChart({ operators }: OperatorsReport): Omit<Chart, "table"> {
  return {
    id: "operators-interception",
    title: { en: "Whose customers does a listing protect?", zh: "列入名单保护了谁的客户？" },
    sentence: {
      en:
        "Fraud contacts intercepted, by the operator of the person called. All are screened alike: what differs is how soon an operator blocks what " +
        "is listed, and how much of it. Bars are 95 % intervals over gangs.",
      zh: "被拦截的诈骗接触，按被叫所属运营商。筛查方式相同，差别在于运营商多快、多大程度上拦截名单上的对象。横条为按团伙的 95 % 区间。",
    },
    legend: [],
    picture: intervalPicture({
      axis: {
        name: { en: "share of fraud contacts intercepted", zh: "被拦截的诈骗接触所占比例" },
        format: (value) => percentOf(value, 0),
      },
      rows: operators.map(({ name, interception, passed, contacts }) => {
        const operator = named(name);
        const [share, all] = [percentOf(interception.value ?? 0), formatCount(passed.late + passed.refused)];
        const [late, refused, of] = [passed.late, passed.refused, contacts].map(formatCount);
        return {
          name: { en: `${en(operator)} operator`, zh: `${zh(operator)}运营商` },
          text: { en: `${share}, ${all} passed`, zh: `${share}，漏过 ${all}` },
          tip: joined(
            [
              both`${operator}: ${rateWords(clusterFigure(interception))}`,
              {
                en: `${late} late, ${refused} refused, of ${of}`,
                zh: `${of} 条中，${late} 条因迟、${refused} 条因拒而漏过`,
              },
            ],
            "\n",
          ),
          marks: oneMark(clusterFigure(interception)),
        };
      }),
    }),
  };
}

const LOOKS = [
  { colour: INK.ours, mark: "solid" },
  { colour: INK.defended, mark: "dashed" },
  { colour: INK.muted, mark: "dotted" },
] as const;

export function lateChart({ operators }: OperatorsReport): Chart {
  const late = operators.reduce((sum, { passed }) => sum + passed.late, 0);
  const spans = operators[0]!.passed.byHour;
  const last = spans.findLastIndex((_, span) => operators.some(({ passed }) => passed.byHour[span]!.contacts > 0));
  const hours = spans.slice(0, last + 2).map(({ from }) => from);
  const lines = operators.map(({ name, passed }, index) => ({ ...LOOKS[index]!, name: named(name), passed }));
  return {
    id: "operators-late",
    title: { en: "How long after a listing do its contacts still pass?", zh: "列入名单后，还漏过多久？" },
    sentence: {
      en: "Fraud contacts that passed at an operator that had not enacted the notice yet, added up by the hours since the platform listed the number or site.",
      zh: "因运营商尚未执行通知而漏过的诈骗接触，按平台列入号码或网站后的小时数累计。",
    },
    legend: lines.map(({ name, colour, mark }) => ({ name, colour, mark })),
    table: {
      head: [{ en: "Hours since the listing, from", zh: "列入名单后的小时数，自" }, ...lines.map(({ name }) => name)],
      rows: spans
        .slice(0, last + 1)
        .map(({ from }, span) => [
          String(from),
          ...lines.map(({ passed }) => formatCount(passed.byHour[span]!.contacts)),
        ]),
    },
    picture:
      late === 0
        ? { en: "No contact passed at an operator that was late.", zh: "没有接触因运营商迟缓而漏过。" }
        : curvesPicture({
            x: { name: { en: "hours since the listing", zh: "列入名单后的小时数" }, min: 0 },
            y: {
              name: { en: "fraud contacts passed, added up", zh: "漏过的诈骗接触，累计" },
              min: 0,
              format: (y) => formatCount(y),
            },
            curves: lines.map(({ name, colour, mark, passed }) => ({
              name,
              colour,
              mark,
              points: hours.map((hour, span): [number, number] => [hour, sumBefore(passed.byHour, span)]),
            })),
          }),
  };
}

function sumBefore(spans: OperatorsReport["operators"][number]["passed"]["byHour"], span: number): number {
  return spans.slice(0, span).reduce((sum, { contacts }) => sum + contacts, 0);
}
