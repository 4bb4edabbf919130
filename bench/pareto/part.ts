/** What each setting costs and what it is good for: recall at a precision floor against speed. */
import { shortNumber } from "../../src/ui/chart/axes.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import type { Rate } from "../../src/metrics/rates.ts";
import { decades, type Part, share as shareOf, tableOf } from "../harness/part.ts";
import { type Place, UNSURE_FACTOR } from "./frontier.ts";
import type { ParetoDetails, ParetoPoint } from "./points.ts";
import { MIN_FLAGGED } from "./recall-at-floor.ts";

/** Behind a precision whose best estimate is below the floor, though its interval reaches it. */
const UNSURE = "*";

/** What the words in the last column mean, where they occur. */
const LEGEND: readonly (readonly [Place, string])[] = [
  ["floor missed", "floor missed: the score chosen on the first half is surely below the floor on the second"],
  [
    "too few",
    `too few: only scores that take fewer than ${MIN_FLAGGED} events for fraud reach the floor on the first half, at most as many as in brackets: they tell nothing`,
  ],
  ["below floor", "below floor: no score reaches it on the first half"],
];

/** The fastest first, and the rows to read against last. */
export function paretoPart(details: ParetoDetails): Part {
  const { points, precisionFloor, source, tuningEvents, testEvents, testFraud } = details;
  const ordered = points.toSorted((a, b) => (b.eventsPerSecond ?? 0) - (a.eventsPerSecond ?? 0));
  const isUnsure = ({ place, precision }: ParetoPoint): boolean =>
    place !== "floor missed" && precision?.value != null && precision.value < precisionFloor;
  const table = tableOf<ParetoPoint>(
    `floor ${precisionFloor}`,
    ordered,
    ({ name }) => name,
    [
      ["events/s", ({ eventsPerSecond }) => (eventsPerSecond === null ? "" : formatCount(eventsPerSecond))],
      ["recall", ({ recall }) => share(recall?.value)],
      ["95 %", ({ recall }) => interval(recall)],
      ["precision", (point) => share(point.precision?.value) + (isUnsure(point) ? UNSURE : "")],
      ["95 %", ({ precision }) => interval(precision)],
      ["place", placeText],
    ],
    [
      `${source}, cut in two at random: on the first half (${formatCount(tuningEvents)} events) the score is chosen from which an event counts as fraud; recall and precision are those on the second half (${formatCount(testEvents)} events, ${formatCount(testFraud)} of them fraud)`,
      placesNote(points),
      ...(ordered.some(isUnsure)
        ? [`${UNSURE} below the floor on the second half, by no more than chance may do`]
        : []),
      ...LEGEND.flatMap(([place, words]) => (points.some((point) => point.place === place) ? [words] : [])),
    ],
  );
  return { ...table, chart: chartOf(points) };
}

function placeText({ place, tuningFlagged }: ParetoPoint): string {
  if (place === "reference") return "";
  return place === "too few" ? `${place} (${tuningFlagged!})` : place;
}

function placesNote(points: readonly ParetoPoint[]): string {
  const isBare = points.some(({ kind, eventsPerSecondLow }) => kind === "setting" && eventsPerSecondLow === null);
  const equal = isBare
    ? `within a factor of ${UNSURE_FACTOR}, as they have no error bars,`
    : "whose error bars overlap";
  return `dominated: one of the frontier is as good in recall and in speed, and better in one of them; speeds ${equal} count as equal`;
}

function chartOf(points: readonly ParetoPoint[]): NonNullable<Part["chart"]> {
  const placed = points.filter(
    ({ place, recall }) => ["frontier", "dominated"].includes(place) && recall?.value != null,
  );
  const frontier = placed
    .filter(({ place }) => place === "frontier")
    .toSorted((a, b) => a.eventsPerSecond! - b.eventsPerSecond!);
  const read = points.filter(({ kind, recall }) => kind === "reference" && recall?.value != null);
  const speeds = placed.flatMap(({ eventsPerSecond, eventsPerSecondLow: low, eventsPerSecondHigh: high }) =>
    [eventsPerSecond, low, high].filter((one) => one !== null && one > 0),
  ) as number[];
  return {
    id: "frontier",
    title: "Which setting is worth its time?",
    sentence:
      "Right is faster, up finds more. Diamonds on the line are worth choosing, rings are dominated; those without room for a name are named in the table. Settings that miss the floor, or tell too little of it, are in the table alone.",
    legend: [
      { name: "worth choosing", colour: INK.ours, mark: "diamond" },
      { name: "dominated", colour: INK.muted, mark: "ring" },
      { name: "to read against", colour: INK.reference, mark: "dashed" },
    ],
    picture:
      placed.length === 0
        ? "No setting reaches the precision floor, so none has a place."
        : curvesPicture({
            x: { name: "events/s, one thread", scale: "log", ...decades(speeds), format: shortNumber },
            y: { name: "recall at the floor", min: 0, max: 1, format: (value) => shareOf(value) },
            heightPx: 400,
            rules: read.map(({ name, recall }) => ({ axis: "y" as const, at: recall!.value!, name })),
            curves: [
              {
                name: "worth choosing",
                colour: INK.ours,
                mark: "solid",
                points: frontier.map((point) => [point.eventsPerSecond!, point.recall!.value!] as const),
              },
            ],
            marks: placed
              .toSorted((a, b) => Number(a.place === "frontier") - Number(b.place === "frontier"))
              .map(markOf),
          }),
  };
}

function markOf(point: ParetoPoint): MarkedPoint {
  const { name, place, eventsPerSecond, eventsPerSecondLow: low, eventsPerSecondHigh: high } = point;
  const recall = point.recall!;
  const look =
    place === "frontier"
      ? ({ mark: "diamond", colour: INK.ours, name } as const)
      : ({ mark: "ring", colour: INK.muted } as const);
  return {
    x: eventsPerSecond!,
    y: recall.value!,
    tip: `${name}: ${place}\n${threeDigits(eventsPerSecond!)} events/s\nrecall ${share(recall.value)} (${interval(recall)})`,
    ...look,
    ...(low === null || high === null || low <= 0 ? {} : { spreadX: [low, high] as const }),
    ...(recall.low === null || recall.high === null ? {} : { spreadY: [recall.low, recall.high] as const }),
  };
}

function interval(rate: Rate | null): string {
  return rate === null ? "" : range(rate.low, rate.high, share);
}

function share(value: number | null | undefined): string {
  return value == null ? "" : value.toFixed(3);
}
