/** Whom it hurts: benign traffic that was blocked, by class. */
import type { Chart } from "../../chart/chart.ts";
import { intervalPicture, oneMark } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { benignTable } from "../../tables/interception-tables.ts";
import { clusterFigure, range } from "../words.ts";

export function benignChart(report: Report): Chart {
  const rows = Object.entries(report.benign.byClass).map(
    ([name, { total, intercepted, flagged, interceptedPer10000 }]) => ({
      name,
      total,
      intercepted,
      flagged,
      ...clusterFigure(interceptedPer10000),
    }),
  );
  const found = rows.filter(({ value }) => value !== null).toSorted((a, b) => b.value! - a.value!);
  return {
    id: "benign",
    title: "Whom does it hurt?",
    sentence:
      "Benign calls and messages blocked, of 10,000 of their class, the most first. Bars are 95 % intervals over callers and over texts, which stand and fall together; " +
      "a class where few of either were hit has none, as they say too little of all.",
    legend: [],
    table: benignTable(report),
    picture:
      found.length === 0
        ? "There was no benign traffic (n = 0)."
        : intervalPicture({
            axis: { name: "blocked, per 10,000 of the class", min: 0 },
            rows: found.map(({ name, value, low, high, intercepted, total }) => ({
              name,
              text: `${value!.toFixed(1)}, n = ${formatCount(total)}`,
              tip: `${name}: ${twoDigits(value!)} per 10,000 (${range(low, high, twoDigits)})\n${formatCount(intercepted)} of ${formatCount(total)}`,
              marks: oneMark({ value, low, high }, INK.benign),
            })),
          }),
  };
}

function twoDigits(value: number): string {
  return value.toFixed(2);
}
