/** What each setting costs and what it is good for: recall at a precision floor against speed. */
import { joined, t, word } from "../../src/ui/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { figureOf } from "../../src/report/statement.ts";
import { figureWords, written } from "../../src/report/written.ts";
import { formatCount, range, threeDigits } from "../../src/ui/format.ts";
import type { BenchResult } from "../harness/result.ts";
import type { Place } from "../pareto/frontier.ts";
import { type ParetoPoint, paretoDetailsIn, placesRemark } from "../pareto/points.ts";

const IN_THE_RUNNING: ReadonlySet<string> = new Set<Place>(["frontier", "dominated"]);

export function paretoChart(result: BenchResult): Chart {
  const found = paretoDetailsIn(result);
  const points = found?.points ?? [];
  const placed = points.filter(
    ({ place, eventsPerSecond, recall }) =>
      IN_THE_RUNNING.has(place) && eventsPerSecond !== null && recall?.value != null,
  );
  const frontier = placed
    .filter(({ place }) => place === "frontier")
    .toSorted((a, b) => a.eventsPerSecond! - b.eventsPerSecond!);
  const rows = points.filter(({ kind, recall }) => kind === "reference" && recall?.value != null);
  const speeds = placed.flatMap(({ eventsPerSecond, eventsPerSecondLow: low, eventsPerSecondHigh: high }) =>
    [eventsPerSecond, low, high].filter((one) => one !== null && one > 0),
  ) as number[];
  return {
    id: "frontier",
    title: t`Which setting is worth its time?`,
    sentence: t`Recall at a precision of at least ${found?.precisionFloor ?? "?"} against speed: right is faster, up finds more. Diamonds on the line are worth choosing; rings, which the table names, are ${placesRemark(points)}. Settings that miss the floor, or tell too little of it, are in the table alone. ${
      found
        ? t`Recall and precision are those of ${formatCount(found.testEvents)} events of ${found.source}, ${formatCount(found.testFraud)} of them fraud: half of all, on which no score was chosen.`
        : ""
    }`,
    legend: [
      { name: word("worth choosing"), colour: INK.ours, mark: "diamond" },
      { name: word("dominated"), colour: INK.muted, mark: "ring" },
      { name: t`to read against`, colour: INK.reference, mark: "dashed" },
    ],
    table: {
      head: [t`Setting`, t`events/s`, "95 %", t`recall`, t`precision`, t`place`],
      rows: points.map((point) => [
        point.name,
        point.eventsPerSecond === null ? "" : formatCount(point.eventsPerSecond),
        range(point.eventsPerSecondLow, point.eventsPerSecondHigh, formatCount),
        point.recall === null ? "" : figureWords("share", figureOf(point.recall)),
        point.precision === null ? "" : figureWords("share", figureOf(point.precision)),
        word(point.place),
      ]),
    },
    picture:
      placed.length === 0
        ? t`No setting reaches the precision floor, so none has a place.`
        : curvesPicture({
            x: {
              name: t`events/s, one thread`,
              scale: "log",
              ...decades(speeds),
              format: shortNumber,
            },
            y: {
              name: t`recall at the floor`,
              min: 0,
              max: 1,
              format: (value) => written("share", value),
            },
            heightPx: 400,
            rules: rows.map(({ name, recall }) => ({ axis: "y" as const, at: recall!.value!, name })),
            curves: [
              {
                name: word("worth choosing"),
                colour: INK.ours,
                mark: "solid",
                points: frontier.map((point) => [point.eventsPerSecond!, point.recall!.value!] as const),
              },
            ],
            marks: [
              ...placed.filter(({ place }) => place !== "frontier").map((point) => markOf(point, false)),
              ...frontier.map((point) => markOf(point, true)),
            ],
          }),
  };
}

function markOf(point: ParetoPoint, isFrontier: boolean): MarkedPoint {
  const { name, place, eventsPerSecond, eventsPerSecondLow: low, eventsPerSecondHigh: high } = point;
  const recall = point.recall!;
  return {
    x: eventsPerSecond!,
    y: recall.value!,
    mark: isFrontier ? "diamond" : "ring",
    colour: isFrontier ? INK.ours : INK.muted,
    tip: joined(
      [
        t`${name}: ${word(place)}`,
        t`${threeDigits(eventsPerSecond!)} events/s`,
        t`recall ${figureWords("share", figureOf(recall))}`,
      ],
      "\n",
    ),
    ...(isFrontier ? { name } : {}),
    ...(low === null || high === null || low <= 0 ? {} : { spreadX: [low, high] as const }),
    ...(recall.low === null || recall.high === null ? {} : { spreadY: [recall.low, recall.high] as const }),
  };
}
