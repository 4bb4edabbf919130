/** What was measured, group by group: those in one picture were asked the same. */
import { groupBy } from "../../src/core/group-by.ts";
import { decades } from "../../src/report/chart/axes.ts";
import type { Chart } from "../../src/report/chart/chart.ts";
import { type IntervalRow, intervalPicture, oneMark } from "../../src/report/chart/intervals.ts";
import { INK } from "../../src/report/chart/palette.ts";
import { renderTable } from "../../src/report/html/figure.ts";
import type { Markup } from "../../src/report/html/markup.ts";
import { percentOf, percentRange, range, threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import { type Measurement, askedWords, notesOf, reachedWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";

/** From this ratio of the greatest to the least on, a linear axis would hide the small ones. */
const WIDE_RATIO = 20;

/** Groups of at least two: a dot alone in its picture has nothing to be compared with. */
export function groupCharts({ measurements }: BenchResult): Chart[] {
  return groupsOf(measurements)
    .filter((group) => group.length > 1)
    .map((group, index) => groupChart(group, `group-${index + 1}`));
}

/** The measurements that are alone in their group, in one table; null where there are none. */
export function singleTable({ measurements }: BenchResult): Markup | null {
  const singles = groupsOf(measurements)
    .filter((group) => group.length === 1)
    .flat();
  if (singles.length === 0) return null;
  const notes = singles.flatMap((one) => one.notes.map((note) => ` ${one.name}: ${note}.`));
  return renderTable(
    {
      head: ["One of its kind", "value", "rounds of operations"],
      rows: singles.map((one) => [
        `${sentenceCase(one.group)}: ${one.name}`,
        [
          `${threeDigits(one.value)} ${one.unit}`,
          range(one.low, one.high, threeDigits),
          one.bytesPerEntry === null ? "" : `${one.bytesPerEntry.toFixed(1)} bytes an entry`,
          targetOf(one),
        ]
          .filter((line) => line !== "")
          .join("\n"),
        `${formatCount(one.samples.length)} of ${formatCount(one.n)}`,
      ]),
    },
    `Medians over rounds; below each its 95 % interval where there were rounds enough.${notes.join("")}`,
  );
}

/** "at least 600,000, aim 1,500,000: reached"; empty where nothing was set. */
function targetOf(one: Measurement): string {
  if (one.aim === null) return "";
  return `${askedWords(one, threeDigits)}, aim ${threeDigits(one.aim)}: ${reachedWords(one)}`;
}

function groupsOf(measurements: readonly Measurement[]): Measurement[][] {
  return [...groupBy(measurements, ({ group, unit }) => JSON.stringify([group, unit])).values()];
}

function groupChart(group: readonly Measurement[], id: string): Chart {
  const { group: name, unit, better } = group[0]!;
  const values = group.flatMap(({ value, low, high }) => [value, low, high].filter((one) => one !== null));
  const isLog = values.every((one) => one > 0) && Math.max(...values) > WIDE_RATIO * Math.min(...values);
  const hasTarget = group.some(({ aim }) => aim !== null);
  const notes = notesOf(group).map(({ text, names }) =>
    names.length === group.length ? `${sentenceCase(text)}.` : `${names.join("; ")}: ${text}.`,
  );
  return {
    id,
    title: `${sentenceCase(name)}: what does each come to?`,
    sentence:
      `Medians over rounds in ${unit}, ${better} is better; bars are 95 % intervals where there were rounds enough.` +
      (isLog ? " The axis is logarithmic." : "") +
      (notes.length === 0 ? "" : ` ${notes.join(" ")}`),
    legend: [],
    table: {
      head: [
        sentenceCase(name),
        unit,
        "95 %",
        "rounds",
        "operations each",
        "bytes an entry",
        ...(hasTarget ? ["target"] : []),
      ],
      rows: group.map((one) => [
        one.name,
        threeDigits(one.value),
        range(one.low, one.high, threeDigits),
        formatCount(one.samples.length),
        formatCount(one.n),
        one.bytesPerEntry === null ? "" : one.bytesPerEntry.toFixed(1),
        ...(hasTarget ? [targetOf(one)] : []),
      ]),
    },
    picture: intervalPicture({
      axis: { name: unit, ...(isLog ? { scale: "log" as const, ...decades(values) } : zeroBased(values)) },
      rows: group.map((one): IntervalRow => {
        const interval = range(one.low, one.high, threeDigits);
        const words = `${threeDigits(one.value)} ${unit}`;
        return {
          name: one.name,
          text: one.aim === null ? words : `${words}, ${reachedWords(one)}`,
          tip: `${one.name}: ${words}${interval === "" ? "" : ` (${interval})`}\n${formatCount(one.samples.length)} rounds of ${formatCount(one.n)} operations${one.aim === null ? "" : `\n${targetOf(one)}`}`,
          marks: oneMark(one),
        };
      }),
    }),
  };
}

function zeroBased(values: readonly number[]): { readonly min?: number } {
  return values.every((one) => one >= 0) ? { min: 0 } : {};
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Null where nothing approximates. */
export function errorChart({ measurements }: BenchResult): Chart | null {
  const rows = measurements.flatMap(({ name, error }) => (error === null ? [] : [{ name, ...error }]));
  if (rows.length === 0) return null;
  const values = rows.flatMap(({ expected, measured, high }) =>
    [expected, measured, high].filter((one) => one !== null),
  );
  const isLog = rows.every(({ low, expected }) => low > 0 && (expected === null || expected > 0));
  return {
    id: "error-rates",
    title: "Do approximate answers err as seldom as theory says?",
    sentence:
      "Measured error rates with 95 % Wilson intervals, and rings for what theory expects: a dot right of its ring errs more often than promised.",
    legend: [
      { name: "measured", colour: INK.ours, mark: "dot" },
      { name: "theory", colour: INK.reference, mark: "ring" },
    ],
    table: {
      head: ["Contender", "what", "measured", "95 %", "theory", "n"],
      rows: rows.map(({ name, what, measured, low, high, expected, n }) => [
        name,
        what,
        percentOf(measured, 4),
        percentRange(low, high, 4),
        expected === null ? "" : percentOf(expected, 4),
        formatCount(n),
      ]),
    },
    picture: intervalPicture({
      axis: {
        name: "error rate",
        format: (value) => `${Number((value * 100).toPrecision(2))} %`,
        ...(isLog ? { scale: "log" as const, ...decades([...values, ...rows.map(({ low }) => low)]) } : { min: 0 }),
      },
      rows: rows.map(({ name, what, measured, low, high, expected, n }) => ({
        name,
        text: percentOf(measured, 3),
        tip: `${name}, ${what}\n${percentOf(measured, 4)} (${percentRange(low, high, 4)}), n = ${formatCount(n)}${expected === null ? "" : `\ntheory ${percentOf(expected, 4)}`}`,
        marks: [
          { value: expected, low: null, high: null, mark: "ring", colour: INK.reference },
          { value: measured, low, high, mark: "dot", colour: INK.ours },
        ],
      })),
    }),
  };
}
