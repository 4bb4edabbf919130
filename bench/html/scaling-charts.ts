/** Speed as things grow, beside the line on which nothing would be lost. */
import { joined, t, type Localised } from "../../src/ui/words.ts";
import { decades, shortNumber } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { curvesPicture } from "../../src/ui/chart/curves.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { figureOf } from "../../src/report/statement.ts";
import { intervalOf, written } from "../../src/report/written.ts";
import { formatCount, threeDigits } from "../../src/ui/format.ts";
import type { BenchResult } from "../harness/result.ts";
import { MEASURED } from "./bench-words.ts";
import { BEYOND_WORDS, type Series, isBeyond, seriesIn } from "../scaling/ideal-line.ts";

const IDEAL = t`ideal`;

export function scalingCharts(result: BenchResult): Chart[] {
  return seriesIn(result).map((series, index) => scalingChart(series, `series-${index + 1}`));
}

/** Of "workers", and of "workers, data path". */
function proportionalTitle(x: string): Localised {
  const [what, ...where] = x.split(", ");
  const alone = where.length === 0 ? "" : t`, on the ${where.join(", ")} alone`;
  return t`Do twice as many ${what!} do twice as much${alone}?`;
}

function scalingChart({ x, unit, ideal, through, points }: Series, id: string): Chart {
  const isProportional = ideal === "proportional";
  const values = points.flatMap((point) => [point.value, point.ideal]);
  const isLog = !isProportional;
  const hasMain = points.some(({ mainThreadBusy }) => mainThreadBusy !== null);
  return {
    id,
    title: isProportional ? proportionalTitle(x) : t`Does speed hold with more ${x}?`,
    sentence: joined(
      [
        t`Measured ${unit} against ${x}, beside the dashed line on which nothing is lost: ${
          isProportional
            ? t`in proportion from ${formatCount(through)} on.`
            : t`the same as at ${formatCount(through)}.`
        }`,
        ...(isLog ? [t`Both axes are logarithmic.`] : []),
        ...(points.some(isBeyond) ? [t`Of ideal ${BEYOND_WORDS}.`] : []),
      ],
      " ",
    ),
    legend: [
      { name: MEASURED, colour: INK.ours, mark: "solid" },
      { name: IDEAL, colour: INK.reference, mark: "dashed" },
    ],
    table: {
      head: [x, unit, IDEAL, t`of ideal`, "95 %", ...(hasMain ? [t`main thread busy`, t`cores busy`] : [])],
      rows: points.map((point) => [
        formatCount(point.x),
        threeDigits(point.value),
        threeDigits(point.ideal),
        written("share", point.efficiency),
        intervalOf(
          "share",
          figureOf({ value: point.efficiency, low: point.efficiencyLow, high: point.efficiencyHigh }),
        ),
        ...(hasMain ? [point.mainThreadBusy === null ? "" : written("share", point.mainThreadBusy)] : []),
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
        name: written("share", point.efficiency),
        tip: t`${formatCount(point.x)} ${x}: ${threeDigits(point.value)} ${unit}\n${written("share", point.efficiency)} of ideal`,
      })),
    }),
  };
}
