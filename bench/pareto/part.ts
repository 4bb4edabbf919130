/** What each setting costs and what it is good for: recall at a precision floor against speed. */
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { formatCount, percentOf, range, rateWords, threeDigits } from "../../src/ui/format.ts";
import { joined, t, word, type Text } from "../../src/ui/words.ts";
import type { Rate } from "../../src/metrics/rates.ts";
import { type Part, tableOf } from "../harness/part.ts";
import { type Place, UNSURE_FACTOR } from "./frontier.ts";
import type { ParetoDetails, ParetoPoint } from "./points.ts";
import { MIN_FLAGGED } from "./recall-at-floor.ts";

/** Behind a precision whose best estimate is below the floor, though its interval reaches it. */
const UNSURE = "*";

/** What the words in the last column mean, where they occur. */
const LEGEND: readonly (readonly [Place, Text])[] = [
  ["floor missed", t`floor missed: the score chosen on the first half is surely below the floor on the second`],
  [
    "too few",
    t`too few: only scores that take fewer than ${MIN_FLAGGED} events for fraud reach the floor on the first half, at most as many as in brackets: they tell nothing`,
  ],
  ["below floor", t`below floor: no score reaches it on the first half`],
];

/** The fastest first, and the rows to read against last. */
export function paretoPart(details: ParetoDetails): Part {
  const { points, precisionFloor, source, tuningEvents, testEvents, testFraud } = details;
  const ordered = points.toSorted((a, b) => (b.eventsPerSecond ?? 0) - (a.eventsPerSecond ?? 0));
  const isUnsure = ({ place, precision }: ParetoPoint): boolean =>
    place !== "floor missed" && precision?.value != null && precision.value < precisionFloor;
  const table = tableOf<ParetoPoint>(
    t`at precision ${precisionFloor}`,
    ordered,
    ({ name }) => name,
    [
      [t`events/s`, ({ eventsPerSecond }) => (eventsPerSecond === null ? "" : formatCount(eventsPerSecond))],
      [t`recall`, ({ recall }) => share(recall?.value)],
      ["95 %", ({ recall }) => interval(recall)],
      [t`precision`, (point) => share(point.precision?.value) + (isUnsure(point) ? UNSURE : "")],
      ["95 %", ({ precision }) => interval(precision)],
      [t`place`, placeText],
    ],
    [
      t`${source}, cut in two at random: on the first half (${formatCount(tuningEvents)} events) the score is chosen from which an event counts as fraud; recall and precision are those on the second half (${formatCount(testEvents)} events, ${formatCount(testFraud)} of them fraud)`,
      placesNote(points),
      ...(ordered.some(isUnsure)
        ? [t`${UNSURE} below the floor on the second half, by no more than chance may do`]
        : []),
      ...LEGEND.flatMap(([place, words]) => (points.some((point) => point.place === place) ? [words] : [])),
    ],
  );
  return { ...table, chart: chartOf(points) };
}

function placeText({ place, tuningFlagged }: ParetoPoint): Text {
  if (place === "reference") return "";
  return place === "too few" ? t`${word(place)} (${tuningFlagged!})` : word(place);
}

function placesNote(points: readonly ParetoPoint[]): Text {
  const isBare = points.some(({ kind, eventsPerSecondLow }) => kind === "setting" && eventsPerSecondLow === null);
  const equal = isBare
    ? t`within a factor of ${UNSURE_FACTOR}, as they have no error bars,`
    : t`whose error bars overlap`;
  return t`dominated: one of the frontier is as good in recall and in speed, and better in one of them; speeds ${equal} count as equal`;
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
    title: t`Which setting is worth its time?`,
    sentence: t`Right is faster, up finds more. Diamonds on the line are worth choosing, rings are dominated; those without room for a name are named in the table. Settings that miss the floor, or tell too little of it, are in the table alone.`,
    legend: [
      { name: word("worth choosing"), colour: INK.ours, mark: "diamond" },
      { name: word("dominated"), colour: INK.muted, mark: "ring" },
      { name: t`to read against`, colour: INK.reference, mark: "dashed" },
    ],
    picture:
      placed.length === 0
        ? t`No setting reaches the precision floor, so none has a place.`
        : curvesPicture({
            x: { name: t`events/s, one thread`, scale: "log", ...decades(speeds), format: shortNumber },
            y: { name: t`recall at the floor`, min: 0, max: 1, format: (value) => percentOf(value, 0) },
            heightPx: 400,
            rules: read.map(({ name, recall }) => ({ axis: "y" as const, at: recall!.value!, name })),
            curves: [
              {
                name: word("worth choosing"),
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
    tip: joined(
      [t`${name}: ${word(place)}`, t`${threeDigits(eventsPerSecond!)} events/s`, t`recall ${rateWords(recall)}`],
      "\n",
    ),
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
