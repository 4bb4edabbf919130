/** The run over simulated time: warnings, queues, and what was lost with and without defences. */
import { sumOf } from "../../../core/sum.ts";
import type { Chart, LegendItem } from "../../chart/chart.ts";
import { type Curve, curvesPicture } from "../../chart/curves.ts";
import { shortNumber } from "../../chart/axes.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";

const NO_DATA = "No data: this report is of a version before 0.4.0, which did not count by the hour.";
/** Hours that are drawn together, so that a month is as easy to read as a day. */
const STRETCHES = [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672] as const;
const MAX_STRETCHES = 72;
const HOURS_A_DAY = 24;
/** An axis that ends at a multiple of it has a label there. */
const ROUND = 5;

/** A quantity over stretches of so many hours each. */
interface Track {
  readonly name: string;
  readonly colour: string;
  readonly mark: Curve["mark"];
  readonly values: readonly number[];
}

interface TimeChart {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly unit: string;
  readonly hoursEach: number;
  readonly tracks: readonly Track[];
  /** Where a day is not over before it begins. */
  readonly nothing: string | null;
  readonly filled?: boolean;
}

export function warningsChart({ timeline, hours }: Report): Chart {
  const each = hoursEach(Math.max(timeline?.hours ?? 0, timeline?.warnings.length ?? 0, timeline?.engaged.length ?? 0));
  const track = (name: string, colour: string, mark: Track["mark"], byHour: readonly number[]): Track => {
    return { name, colour, mark, values: sums(byHour, each) };
  };
  const { engaged = [], warnings = [], onTarget = [] } = timeline ?? {};
  return timeChart({
    id: "warnings",
    title: "When were people taken in, and when warned?",
    sentence:
      `Episodes that began, warnings pushed, and those of them that were on target, in stretches of ${hoursWords(each)}. ` +
      `First contacts end after ${hoursWords(hours.scenario)}; episodes that are under way then go on.`,
    unit: `number in ${hoursWords(each)}`,
    hoursEach: each,
    tracks: [
      track("episodes that began", INK.fraud, "dotted", engaged),
      track("warnings pushed", INK.flagged, "dashed", warnings),
      track("of them on target", INK.defended, "solid", onTarget),
    ],
    nothing:
      timeline === undefined ? NO_DATA : isZero(engaged, warnings) ? "Nobody was taken in or warned (n = 0)." : null,
  });
}

export function queuesChart({ timeline, hours, dissuasion }: Report): Chart {
  const { telephone = [], visit = [] } = timeline?.queues ?? {};
  const each = hoursEach(Math.max(hours.scenario, telephone.length, visit.length));
  const size = (channel: string): string => {
    const team = dissuasion.teams.find((one) => one.channel === channel);
    return team === undefined ? "" : `, ${formatCount(team.size)} ${channel === "telephone" ? "agents" : "teams"}`;
  };
  return timeChart({
    id: "queues",
    title: "Did those who warn keep up?",
    sentence:
      `Warnings that waited for an agent or a team, the most in each stretch of ${hoursWords(each)}. ` +
      "A queue that keeps growing is a team too small: warnings then come too late.",
    unit: "jobs waiting, at most",
    hoursEach: each,
    tracks: [
      { name: `telephone${size("telephone")}`, colour: INK.ours, mark: "solid", values: peaks(telephone, each) },
      { name: `visits${size("visit")}`, colour: INK.reference, mark: "dashed", values: peaks(visit, each) },
    ],
    nothing:
      timeline === undefined
        ? NO_DATA
        : dissuasion.teams.length === 0
          ? "There was no team, so there was no queue."
          : isZero(telephone, visit)
            ? "No job waited at the end of any hour: the teams kept up."
            : null,
  });
}

export function lossesChart({ timeline }: Report): Chart {
  const { withDefences = [], interceptionOnly = null, withoutDefences = null } = timeline?.lossYuan ?? {};
  const longest = Math.max(withDefences.length, interceptionOnly?.length ?? 0, withoutDefences?.length ?? 0);
  const each = hoursEach(longest);
  const track = (name: string, colour: string, mark: Track["mark"], byHour: readonly number[] | null): Track[] => {
    if (byHour === null) return [];
    return [{ name, colour, mark, values: running(sums(padded(byHour, longest), each)) }];
  };
  return timeChart({
    id: "losses",
    title: "How much was lost, with and without defences?",
    sentence:
      "Money lost so far, in the same world with the same luck. What lies between two lines is what the defence between them kept. " +
      (withoutDefences === null ? "The paired runs were left out, so there is nothing to compare with." : ""),
    unit: "yuan lost so far",
    hoursEach: each,
    tracks: [
      ...track("no defences", INK.undefended, "dotted", withoutDefences),
      ...track("interception alone", INK.flagged, "dashed", interceptionOnly),
      ...track("all defences", INK.defended, "solid", withDefences),
    ],
    nothing:
      timeline === undefined
        ? NO_DATA
        : isZero(withDefences, interceptionOnly ?? [], withoutDefences ?? [])
          ? "Nobody lost anything (n = 0)."
          : null,
  });
}

function timeChart({ id, title, sentence, unit, hoursEach: each, tracks, nothing }: TimeChart): Chart {
  const count = tracks.reduce((most, { values }) => Math.max(most, values.length), 0);
  const [scale, name] =
    count * each >= 4 * HOURS_A_DAY ? [HOURS_A_DAY, "day of simulated time"] : [1, "hour of simulated time"];
  const end = (index: number): number => ((index + 1) * each) / scale;
  const when = (index: number): string => `hours ${formatCount(index * each)} to ${formatCount((index + 1) * each)}`;
  const figures = (index: number): string[] =>
    tracks.map(({ values }) => (index < values.length ? formatCount(values[index]!) : ""));
  return {
    id,
    title,
    sentence,
    legend: tracks.map(({ name: track, colour, mark }): LegendItem => ({ name: track, colour, mark })),
    table: {
      head: ["Simulated time", ...tracks.map(({ name: track }) => `${track}, ${unit}`)],
      rows: nothing === null ? Array.from({ length: count }, (_, index) => [when(index), ...figures(index)]) : [],
    },
    picture:
      nothing ??
      curvesPicture({
        x: { name, min: 0, max: end(count - 1), openEnd: end(count - 1) % ROUND !== 0 },
        y: { name: unit, min: 0, format: shortNumber },
        heightPx: 280,
        curves: tracks.map(({ name: track, colour, mark, values }) => ({
          name: track,
          colour,
          mark,
          points: values.map((value, index) => [end(index), value] as const),
        })),
        stretches: Array.from({ length: count }, (_, index) => ({
          from: (index * each) / scale,
          to: end(index),
          tip: [when(index), ...tracks.map(({ name: track }, at) => `${track}: ${figures(index)[at] || "–"}`)].join(
            "\n",
          ),
        })),
      }),
  };
}

function hoursEach(hours: number): number {
  return STRETCHES.find((each) => hours / each <= MAX_STRETCHES) ?? Math.ceil(hours / MAX_STRETCHES);
}

function hoursWords(hours: number): string {
  return hours === 1 ? "an hour" : `${formatCount(hours)} hours`;
}

function inStretches<T>(byHour: readonly number[], each: number, take: (part: readonly number[]) => T): T[] {
  return Array.from({ length: Math.ceil(byHour.length / each) }, (_, index) =>
    take(byHour.slice(index * each, (index + 1) * each)),
  );
}

function sums(byHour: readonly number[], each: number): number[] {
  return inStretches(byHour, each, sumOf);
}

function peaks(byHour: readonly number[], each: number): number[] {
  return inStretches(byHour, each, (part) => part.reduce((most, value) => Math.max(most, value), 0));
}

/** What was lost stays lost after an arm has ended. */
function padded(byHour: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, hour) => byHour[hour] ?? 0);
}

function running(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}

function isZero(...tracks: readonly (readonly number[])[]): boolean {
  return tracks.every((values) => values.every((value) => value === 0));
}
