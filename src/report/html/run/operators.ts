/** By how much it matters that operators block what is listed later, or never. */
import type { Chart } from "../../chart/chart.ts";
import { curvesPicture } from "../../chart/curves.ts";
import { intervalPicture, oneMark } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { operatorTables } from "../../tables/operator-tables.ts";
import { clusterFigure, percentOf, rateWords } from "../words.ts";

type Section = NonNullable<Report["operators"]>;

export function operatorChart(section: Section): Chart {
  return {
    id: "operators",
    title: "Whose customers does a listing protect?",
    sentence:
      "Fraud contacts intercepted, by the operator of the person called. All are screened alike: what differs is how soon an operator blocks what " +
      "is listed, and how much of it. Bars are 95 % intervals over gangs.",
    legend: [],
    table: operatorTables(section)[1]!,
    picture: intervalPicture({
      axis: { name: "share of fraud contacts intercepted", format: (value) => percentOf(value, 0) },
      rows: section.operators.map(({ name, interception, passed, contacts }) => ({
        name: `${name} operator`,
        text: `${percentOf(interception.value ?? 0)}, ${formatCount(passed.late + passed.refused)} passed`,
        tip: `${name}: ${rateWords(clusterFigure(interception))}\n${formatCount(passed.late)} late, ${formatCount(passed.refused)} refused, of ${formatCount(contacts)}`,
        marks: oneMark(clusterFigure(interception)),
      })),
    }),
  };
}

const MARKS = ["solid", "dashed", "dotted"] as const;
const COLOURS = [INK.ours, INK.defended, INK.muted] as const;

export function lateChart({ operators }: Section): Chart {
  const late = operators.reduce((sum, { passed }) => sum + passed.late, 0);
  const spans = operators[0]!.passed.byHour;
  const last = spans.findLastIndex((_, span) => operators.some(({ passed }) => passed.byHour[span]!.contacts > 0));
  const hours = spans.slice(0, last + 2).map(({ from }) => from);
  return {
    id: "operators-late",
    title: "How long after a listing do its contacts still pass?",
    sentence:
      "Fraud contacts that passed at an operator that had not enacted the notice yet, added up by the hours since the platform listed the number or site.",
    legend: operators.map(({ name }, index) => ({ name, colour: COLOURS[index]!, mark: MARKS[index]! })),
    table: {
      head: ["Hours since the listing, from", ...operators.map(({ name }) => name)],
      rows: spans
        .slice(0, last + 1)
        .map(({ from }, span) => [
          String(from),
          ...operators.map(({ passed }) => formatCount(passed.byHour[span]!.contacts)),
        ]),
    },
    picture:
      late === 0
        ? "No contact passed at an operator that was late."
        : curvesPicture({
            x: { name: "hours since the listing", min: 0 },
            y: { name: "fraud contacts passed, added up", min: 0, format: (y) => formatCount(y) },
            curves: operators.map(({ name, passed }, index) => ({
              name,
              colour: COLOURS[index]!,
              mark: MARKS[index]!,
              points: hours.map((hour, span): [number, number] => [hour, sumBefore(passed.byHour, span)]),
            })),
          }),
  };
}

function sumBefore(spans: Section["operators"][number]["passed"]["byHour"], span: number): number {
  return spans.slice(0, span).reduce((sum, { contacts }) => sum + contacts, 0);
}
