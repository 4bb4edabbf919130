/** What a bench shows: tables, which terminal and page have, with charts, which the page draws. */
import { groupBy } from "../../src/core/group-by.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type IntervalRow, intervalPicture, oneMark } from "../../src/ui/chart/intervals.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import { type Comparison, type Measurement, reachedWords, targetWords } from "./measurement.ts";
import type { BenchResult } from "./result.ts";

export interface Part {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes?: readonly string[];
  readonly chart?: Omit<Chart, "table">;
}

export type Column<T> = readonly [head: string, cell: (item: T) => string];

/** A row an item. A column that is empty in all rows is left out. */
export function tableOf<T>(
  title: string,
  items: readonly T[],
  name: (item: T) => string,
  columns: readonly Column<T>[],
  notes: readonly string[] = [],
): Part {
  const shown = columns.filter(([, cell]) => items.some((item) => cell(item) !== ""));
  return {
    head: [title, ...shown.map(([head]) => head)],
    rows: items.map((item) => [name(item), ...shown.map(([, cell]) => cell(item))]),
    notes,
  };
}

export function commonParts({ measurements, comparisons }: BenchResult): Part[] {
  const groups = [...groupBy(measurements, ({ group }) => group).values()];
  const hasRounds = commonRounds(measurements) === null;
  return [
    ...groups.map((group, at) => groupPart(group, `group-${at + 1}`, hasRounds)),
    ...(comparisons.length > 0 ? [comparisonPart(comparisons)] : []),
  ];
}

/** Null if some were measured more often than others. */
export function commonRounds(measurements: readonly Measurement[]): number | null {
  const counts = new Set(measurements.map(({ samples }) => samples.length));
  return counts.size === 1 ? [...counts][0]! : null;
}

/** From this ratio of the greatest to the least on, a linear axis would hide the small ones. */
const WIDE_RATIO = 20;

function groupPart(group: readonly Measurement[], id: string, hasRounds: boolean): Part {
  const { group: title, unit, better } = group[0]!;
  const isMixed = group.some((one) => one.unit !== unit);
  const errors = [...new Set(group.flatMap(({ error }) => error?.what ?? []))];
  const table = tableOf<Measurement>(
    title,
    group,
    ({ name }) => name,
    [
      [isMixed ? "" : unit, (one) => (isMixed ? `${threeDigits(one.value)} ${one.unit}` : threeDigits(one.value))],
      ["95 %", ({ low, high }) => range(low, high, threeDigits)],
      ["rounds", ({ samples }) => (hasRounds ? formatCount(samples.length) : "")],
      ["B/key", ({ bytesPerEntry }) => (bytesPerEntry === null ? "" : bytesPerEntry.toFixed(1))],
      ["error", ({ error }) => share(error?.measured)],
      ["n", ({ error }) => (error === null ? "" : formatCount(error.n))],
      ["theory", ({ error }) => share(error?.expected)],
      ["asked", asked],
      ["aim", ({ aim }) => (aim === null ? "" : threeDigits(aim))],
      ["target", reachedWords],
    ],
    [...(errors.length === 0 ? [] : [`error: ${errors.join(", ")}, of n that were tried`]), ...notesOf(group)],
  );
  return isMixed || group.length === 1 ? table : { ...table, chart: groupChart(group, id, unit, better) };
}

function asked({ atLeast, atMost }: Measurement): string {
  if (atLeast !== null) return `at least ${threeDigits(atLeast)}`;
  return atMost === null ? "" : `at most ${threeDigits(atMost)}`;
}

export function share(value: number | null | undefined): string {
  return value == null ? "" : `${Number((100 * value).toPrecision(3))} %`;
}

/** What is said of several is said once, with the names of those that it is said of. */
function notesOf(group: readonly Measurement[]): string[] {
  return [...new Set(group.flatMap(({ notes }) => notes))].map((text) => {
    const names = group.filter(({ notes }) => notes.includes(text)).map(({ name }) => name);
    return names.length === group.length && group.length > 1 ? text : `${names.join("; ")}: ${text}`;
  });
}

function groupChart(
  group: readonly Measurement[],
  id: string,
  unit: string,
  better: Measurement["better"],
): NonNullable<Part["chart"]> {
  const name = group[0]!.group;
  const values = group.flatMap(({ value, low, high }) => [value, low, high].filter((one) => one !== null));
  const isLog = values.every((one) => one > 0) && Math.max(...values) > WIDE_RATIO * Math.min(...values);
  const isZeroBased = values.every((one) => one >= 0);
  return {
    id,
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)}: what does each come to?`,
    sentence: `Medians over rounds in ${unit}, ${better} is better; bars are 95 % intervals where there were rounds enough.`,
    legend: [],
    picture: intervalPicture({
      axis: {
        name: unit,
        ...(isLog ? { scale: "log" as const, ...decades(values) } : isZeroBased ? { min: 0 } : {}),
      },
      rows: group.map((one): IntervalRow => {
        const text = `${threeDigits(one.value)} ${unit}`;
        const interval = range(one.low, one.high, threeDigits);
        return { name: one.name, text, tip: `${one.name}: ${text} ${interval}`.trimEnd(), marks: oneMark(one) };
      }),
    }),
  };
}

function comparisonPart(comparisons: readonly Comparison[]): Part {
  const table = tableOf<Comparison>(
    "times better",
    comparisons,
    ({ name }) => name,
    [
      ["here", ({ value }) => threeDigits(value)],
      ["95 %", ({ low, high }) => range(low, high, threeDigits)],
      ["at least", ({ atLeast }) => (atLeast === null ? "" : threeDigits(atLeast))],
      ["aim", ({ aim }) => (aim === null ? "" : threeDigits(aim))],
      ["target", targetWords],
    ],
    [`times better: ${betterNames(comparisons)}, than what the row names; below 1: worse`],
  );
  const drawn = comparisons.filter(({ value }) => value > 0);
  if (drawn.length === 0) return table;
  const values = drawn.flatMap(({ value, low, high, atLeast, aim }) =>
    [value, low, high, atLeast, aim, 1].filter((one) => one !== null && one > 0),
  ) as number[];
  const hasTargets = comparisons.some(({ atLeast }) => atLeast !== null);
  const chart: Part["chart"] = {
    id: "times-better",
    title: "How many times better is each than the other?",
    sentence:
      "The median over rounds of the ratio, on a logarithmic axis; bars are 95 % intervals. Left of the dashed line it is worse.",
    legend: hasTargets
      ? [
          { name: "measured", colour: INK.ours, mark: "dot" },
          { name: "asked at least", colour: INK.muted, mark: "ring" },
          { name: "aimed at", colour: INK.reference, mark: "diamond" },
        ]
      : [],
    picture: intervalPicture({
      axis: { name: "times better", scale: "log", ...decades(values) },
      rule: { at: 1, name: "no better" },
      rows: drawn.map((one) => ({
        name: one.name,
        text: threeDigits(one.value),
        tip: `${one.contender} against ${one.against}`,
        marks: [
          { value: one.atLeast, low: null, high: null, mark: "ring", colour: INK.muted },
          { value: one.aim, low: null, high: null, mark: "diamond", colour: INK.reference },
          ...oneMark(one),
        ],
      })),
    }),
  };
  return { ...table, chart };
}

/** The same contender by another measure has a name that goes on. */
function betterNames(comparisons: readonly Comparison[]): string {
  const heads = [...new Set(comparisons.map(({ contender }) => contender.split(",")[0]!))];
  return heads.filter((head) => !heads.some((other) => other !== head && head.startsWith(`${other} `))).join(", ");
}

/** Bounds of a logarithmic axis: the whole decades around the values, all above 0. */
export function decades(values: readonly number[]): { readonly min: number; readonly max: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const min = Number(`1e${Math.floor(Math.log10(least))}`);
  const max = Number(`1e${Math.ceil(Math.log10(most))}`);
  return { min, max: max > min ? max : min * 10 };
}
