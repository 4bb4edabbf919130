/** Speed as things grow, beside the line on which nothing would be lost. */
import type { Localised } from "../../src/core/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { percentOf, percentRange, threeDigits } from "../../src/report/figure-words.ts";
import { formatCount } from "../../src/report/format.ts";
import type { BenchResult } from "../harness/result.ts";
import { MEASURED } from "./bench-words.ts";
import { BEYOND_WORDS, type Series, isBeyond, seriesIn } from "../scaling/ideal-line.ts";

const IDEAL: Localised = { en: "ideal", zh: "理想" };

export function scalingCharts(result: BenchResult): Chart[] {
  return seriesIn(result).map((series, index) => scalingChart(series, `series-${index + 1}`));
}

/** Of "workers", and of "workers, data path". */
function proportionalTitle(x: string): Localised {
  const [what, ...where] = x.split(", ");
  return {
    en: `Do twice as many ${what} do twice as much${where.map((one) => `, on the ${one} alone`).join("")}?`,
    zh: `${x} 加倍，做的也加倍吗？`,
  };
}

function scalingChart({ x, unit, ideal, through, points }: Series, id: string): Chart {
  const isProportional = ideal === "proportional";
  const values = points.flatMap((point) => [point.value, point.ideal]);
  const isLog = !isProportional;
  const hasMain = points.some(({ mainThreadBusy }) => mainThreadBusy !== null);
  return {
    id,
    title: isProportional
      ? proportionalTitle(x)
      : { en: `Does speed hold with more ${x}?`, zh: `${x} 更多时，速度保持吗？` },
    sentence: {
      en:
        `Measured ${unit} against ${x}, beside the dashed line on which nothing is lost: ` +
        (isProportional
          ? `in proportion from ${formatCount(through)} on.`
          : `the same as at ${formatCount(through)}.`) +
        (isLog ? " Both axes are logarithmic." : "") +
        (points.some(isBeyond) ? ` Of ideal ${BEYOND_WORDS}.` : ""),
      zh:
        `实测 ${unit} 与 ${x}，旁边的虚线表示毫无损失：` +
        (isProportional ? `自 ${formatCount(through)} 起成正比。` : `与 ${formatCount(through)} 处相同。`) +
        (isLog ? "两轴均为对数刻度。" : "") +
        (points.some(isBeyond) ? "占理想超过 100 %：理想值所取的那一点本身较差，若当时代码仍在编译则差得多。" : ""),
    },
    legend: [
      { name: MEASURED, colour: INK.ours, mark: "solid" },
      { name: IDEAL, colour: INK.reference, mark: "dashed" },
    ],
    table: {
      head: [
        x,
        unit,
        IDEAL,
        { en: "of ideal", zh: "占理想" },
        "95 %",
        ...(hasMain
          ? [
              { en: "main thread busy", zh: "主线程占用" },
              { en: "cores busy", zh: "占用核数" },
            ]
          : []),
      ],
      rows: points.map((point) => [
        formatCount(point.x),
        threeDigits(point.value),
        threeDigits(point.ideal),
        percentOf(point.efficiency, 0),
        percentRange(point.efficiencyLow, point.efficiencyHigh, 0),
        ...(hasMain ? [point.mainThreadBusy === null ? "" : percentOf(point.mainThreadBusy, 0)] : []),
        ...(hasMain ? [point.coresBusy === null ? "" : point.coresBusy.toFixed(2)] : []),
      ]),
    },
    picture: curvesPicture({
      x: {
        name: x,
        format: shortNumber,
        ...(isLog ? { scale: "log" as const, ...decades(points.map((point) => point.x)) } : { min: 0, whole: true }),
      },
      y: { name: unit, format: shortNumber, ...(isLog ? { scale: "log" as const, ...decades(values) } : { min: 0 }) },
      curves: [
        {
          name: IDEAL,
          colour: INK.reference,
          mark: "dashed",
          points: points.map((point) => [point.x, point.ideal] as const),
        },
        {
          name: MEASURED,
          colour: INK.ours,
          mark: "solid",
          points: points.map((point) => [point.x, point.value] as const),
        },
      ],
      marks: points.map((point) => ({
        x: point.x,
        y: point.value,
        mark: "dot" as const,
        colour: INK.ours,
        name: percentOf(point.efficiency, 0),
        tip: {
          en: `${formatCount(point.x)} ${x}: ${threeDigits(point.value)} ${unit}\n${percentOf(point.efficiency, 0)} of ideal`,
          zh: `${formatCount(point.x)} ${x}：${threeDigits(point.value)} ${unit}\n为理想的 ${percentOf(point.efficiency, 0)}`,
        },
      })),
    }),
  };
}
