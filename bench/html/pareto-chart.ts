/** What each setting costs and what it is good for: recall at a precision floor against speed. */
import { both, joined } from "../../src/core/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type MarkedPoint, curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { percentOf, range, rateWords, threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import type { BenchResult } from "../harness/result.ts";
import { inBoth } from "./bench-words.ts";
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
    title: { en: "Which setting is worth its time?", zh: "哪种设置值得花时间？" },
    sentence: {
      en:
        `Recall at a precision of at least ${found?.precisionFloor ?? "?"} against speed: right is faster, up finds more. Diamonds on the line are worth choosing; ` +
        `rings, and diamonds that have no room for a name, are named in the table; rings are ${placesRemark(points)}. Settings that miss the floor, or tell too little of it, are in the table alone. ` +
        (found
          ? `Recall and precision are those of ${formatCount(found.testEvents)} events of ${found.source}, ${formatCount(found.testFraud)} of them fraud: half of all, on which no score was chosen.`
          : ""),
      zh:
        `精确率至少 ${found?.precisionFloor ?? "?"} 时的召回率与速度：越右越快，越上找到的越多。线上的菱形值得选；圆环不如别的；没有地方写名字的见表格。达不到下限或数据太少的设置只列在表格中。` +
        (found
          ? `召回率和精确率来自 ${found.source} 的 ${formatCount(found.testEvents)} 条事件，其中诈骗 ${formatCount(found.testFraud)} 条：为全部的一半，未用于选择得分。`
          : ""),
    },
    legend: [
      { name: inBoth("worth choosing"), colour: INK.ours, mark: "diamond" },
      { name: inBoth("dominated"), colour: INK.muted, mark: "ring" },
      { name: { en: "to read against", zh: "参照" }, colour: INK.reference, mark: "dashed" },
    ],
    table: {
      head: [
        { en: "Setting", zh: "设置" },
        { en: "events/s", zh: "事件/秒" },
        "95 %",
        { en: "recall", zh: "召回率" },
        { en: "precision", zh: "精确率" },
        { en: "place", zh: "位置" },
      ],
      rows: points.map((point) => [
        point.name,
        point.eventsPerSecond === null ? "" : formatCount(point.eventsPerSecond),
        range(point.eventsPerSecondLow, point.eventsPerSecondHigh, formatCount),
        point.recall === null ? "" : rateWords(point.recall),
        point.precision === null ? "" : rateWords(point.precision),
        inBoth(point.place),
      ]),
    },
    picture:
      placed.length === 0
        ? {
            en: "No setting reaches the precision floor, so none has a place.",
            zh: "没有设置达到精确率下限，所以都没有位置。",
          }
        : curvesPicture({
            x: {
              name: { en: "events/s, one thread", zh: "事件/秒，单线程" },
              scale: "log",
              ...decades(speeds),
              format: shortNumber,
            },
            y: {
              name: { en: "recall at the floor", zh: "下限处的召回率" },
              min: 0,
              max: 1,
              format: (value) => percentOf(value, 0),
            },
            heightPx: 400,
            rules: rows.map(({ name, recall }) => ({ axis: "y" as const, at: recall!.value!, name })),
            curves: [
              {
                name: inBoth("worth choosing"),
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
        both`${name}: ${inBoth(place)}`,
        { en: `${threeDigits(eventsPerSecond!)} events/s`, zh: `每秒 ${threeDigits(eventsPerSecond!)} 条` },
        both`${{ en: "recall", zh: "召回率" }} ${rateWords(recall)}`,
      ],
      "\n",
    ),
    ...(isFrontier ? { name } : {}),
    ...(low === null || high === null || low <= 0 ? {} : { spreadX: [low, high] as const }),
    ...(recall.low === null || recall.high === null ? {} : { spreadY: [recall.low, recall.high] as const }),
  };
}
