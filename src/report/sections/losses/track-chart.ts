import { joined, t, type Text, type Localised } from "../../../ui/words.ts";
import { shortNumber } from "../../../ui/chart/axes.ts";
import type { Chart, LegendItem } from "../../../ui/chart/chart.ts";
import { type Curve, curvesPicture } from "../../../ui/chart/curves.ts";
import { formatCount } from "../../format.ts";

/** Hours drawn together, so that a month is as easy to read as a day. */
const STRETCHES = [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672] as const;
const MAX_STRETCHES = 72;
const HOURS_A_DAY = 24;

export interface Track {
  readonly name: Text;
  readonly colour: string;
  readonly mark: Curve["mark"];
  readonly values: readonly number[];
}

interface TrackChart extends Pick<Chart, "id" | "title" | "sentence"> {
  readonly unit: Text;
  readonly hoursEach: number;
  readonly tracks: readonly Track[];
  /** Shown instead, if nothing happened. */
  readonly nothing: Text | null;
}

export function trackChart({ unit, hoursEach: each, tracks, nothing, ...chart }: TrackChart): Chart {
  const count = tracks.reduce((most, { values }) => Math.max(most, values.length), 0);
  const [scale, name] =
    count * each >= 4 * HOURS_A_DAY ? [HOURS_A_DAY, t`day of simulated time`] : [1, t`hour of simulated time`];
  const end = (index: number): number => ((index + 1) * each) / scale;
  const when = (index: number): Localised => {
    const [from, to] = [formatCount(index * each), formatCount((index + 1) * each)];
    return t`hours ${from} to ${to}`;
  };
  return {
    ...chart,
    legend: tracks.map(({ name: track, colour, mark }): LegendItem => ({ name: track, colour, mark })),
    table: {
      head: [t`Simulated time`, ...tracks.map(({ name: track }) => t`${track}, ${unit}`)],
      rows:
        nothing === null
          ? Array.from({ length: count }, (_, index) => [
              when(index),
              ...tracks.map(({ values }) => figure(values, index)),
            ])
          : [],
    },
    picture:
      nothing ??
      curvesPicture({
        x: { name, min: 0, max: end(count - 1) },
        y: { name: unit, min: 0, format: shortNumber },
        heightPx: 280,
        curves: tracks.map(({ values, ...look }) => ({
          ...look,
          points: values.map((value, index) => [end(index), value] as const),
        })),
        stretches: Array.from({ length: count }, (_, index) => ({
          from: (index * each) / scale,
          to: end(index),
          tip: joined(
            [when(index), ...tracks.map(({ name: track, values }) => t`${track}: ${figure(values, index) || "–"}`)],
            "\n",
          ),
        })),
      }),
  };
}

export function hoursEach(hours: number): number {
  return STRETCHES.find((each) => hours / each <= MAX_STRETCHES) ?? Math.ceil(hours / MAX_STRETCHES);
}

export function inStretches(
  byHour: readonly number[],
  each: number,
  take: (part: readonly number[]) => number,
): number[] {
  return Array.from({ length: Math.ceil(byHour.length / each) }, (_, index) =>
    take(byHour.slice(index * each, (index + 1) * each)),
  );
}

export function isZero(...tracks: readonly (readonly number[])[]): boolean {
  return tracks.every((values) => values.every((value) => value === 0));
}

function figure(values: readonly number[], index: number): string {
  return index < values.length ? formatCount(values[index]!) : "";
}
