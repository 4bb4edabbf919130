/** What was measured, group by group: those in one picture were asked the same. */
import { groupBy } from "../../src/core/group-by.ts";
import { joined, t, word, type Text, type Localised } from "../../src/ui/words.ts";
import { decades } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type IntervalRow, intervalPicture, oneMark } from "../../src/ui/chart/intervals.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { renderReportTable } from "../../src/ui/page/figure.ts";
import type { Markup } from "../../src/ui/page/markup.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import { figureWords, intervalOf, written } from "../../src/report/written.ts";
import { type Measurement, notesOf, reachedWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
import { limitText, MEASURED, roundsText, withInterval } from "./bench-words.ts";

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
  return renderReportTable({
    head: [t`One of its kind`, t`value`, t`rounds of operations`],
    rows: singles.map((one): Text[] => [
      `${sentenceCase(one.group)}: ${one.name}`,
      joined(
        [
          `${threeDigits(one.value)} ${one.unit}`,
          range(one.low, one.high, threeDigits),
          one.bytesPerEntry === null ? "" : bytesText(one.bytesPerEntry),
          targetOf(one),
        ].filter((line) => line !== ""),
        "\n",
      ),
      `${formatCount(one.samples.length)} × ${formatCount(one.n)}`,
    ]),
    notes: [t`Medians over rounds; below each its 95 % interval where there were rounds enough.${notes.join("")}`],
  });
}

/** "at least 600,000, aim 1,500,000: reached"; empty where nothing was set. */
function targetOf(one: Measurement): Text {
  if (one.aim === null) return "";
  const aim = t`aim ${threeDigits(one.aim)}`;
  return t`${limitText(one.atLeast, one.atMost, threeDigits)}, ${aim}: ${word(reachedWords(one))}`;
}

function bytesText(bytes: number): Localised {
  return t`${bytes.toFixed(1)} bytes an entry`;
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
    title: t`${sentenceCase(name)}: what does each come to?`,
    sentence: joined(
      [
        t`Medians over rounds in ${unit}, ${better === "higher" ? t`higher` : t`lower`} is better; bars are 95 % intervals where there were rounds enough.`,
        ...(isLog ? [t`The axis is logarithmic.`] : []),
        ...notes,
      ],
      " ",
    ),
    legend: [],
    table: {
      head: [
        sentenceCase(name),
        unit,
        "95 %",
        t`rounds`,
        t`operations each`,
        t`bytes an entry`,
        ...(hasTarget ? [t`target`] : []),
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
          text: one.aim === null ? words : t`${words}, ${word(reachedWords(one))}`,
          tip: joined(
            [
              withInterval(`${one.name}: ${words}`, interval),
              roundsText(one.samples.length, one.n),
              ...(one.aim === null ? [] : [targetOf(one)]),
            ],
            "\n",
          ),
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

const THEORY = t`theory`;

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
    title: t`Do approximate answers err as seldom as theory says?`,
    sentence: t`Measured error rates with 95 % Wilson intervals, and rings for what theory expects: a dot right of its ring errs more often than promised.`,
    legend: [
      { name: MEASURED, colour: INK.ours, mark: "dot" },
      { name: THEORY, colour: INK.reference, mark: "ring" },
    ],
    table: {
      head: [t`Contender`, t`what`, MEASURED, "95 %", THEORY, "n"],
      rows: rows.map(({ name, what, measured, low, high, expected, n }) => [
        name,
        what,
        written("share", measured),
        intervalOf("share", { value: measured, low, high }),
        expected === null ? "" : written("share", expected),
        formatCount(n),
      ]),
    },
    picture: intervalPicture({
      axis: {
        name: t`error rate`,
        format: (value) => `${Number((value * 100).toPrecision(2))} %`,
        ...(isLog ? { scale: "log" as const, ...decades([...values, ...rows.map(({ low }) => low)]) } : { min: 0 }),
      },
      rows: rows.map(({ name, what, measured, low, high, expected, n }) => ({
        name,
        text: written("share", measured),
        tip: joined(
          [
            `${name}, ${what}`,
            figureWords("share", { value: measured, low, high, n }),
            ...(expected === null ? [] : [t`${THEORY} ${written("share", expected)}`]),
          ],
          "\n",
        ),
        marks: [
          { value: expected, low: null, high: null, mark: "ring", colour: INK.reference },
          { value: measured, low, high, mark: "dot", colour: INK.ours },
        ],
      })),
    }),
  };
}
