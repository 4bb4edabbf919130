/** How many times better each contender is, beside what was to be reached. */
import { both, joined } from "../../src/core/words.ts";
import { decades } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type IntervalMark, intervalPicture } from "../../src/ui/chart/intervals.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { range, threeDigits } from "../../src/report/figure-words.ts";
import { type Comparison, targetWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
import { inBoth, limitText, MEASURED, withInterval } from "./bench-words.ts";

/** Null where nothing was compared. */
export function comparisonChart({ comparisons }: BenchResult): Chart | null {
  if (comparisons.length === 0) return null;
  const hasTargets = comparisons.some(({ atLeast }) => atLeast !== null);
  const drawn = comparisons.filter(({ value }) => value > 0);
  const values = drawn.flatMap(({ value, low, high, atLeast, aim }) =>
    [value, low, high, atLeast, aim, 1].filter((one) => one !== null && one > 0),
  ) as number[];
  return {
    id: "times-better",
    title: { en: "How many times better is each than the other?", zh: "各自比对方好多少倍？" },
    sentence: joined(
      [
        {
          en: "The median over rounds of the ratio, on a logarithmic axis; bars are 95 % intervals. Left of the dashed line it is worse.",
          zh: "比值在各轮的中位数，对数刻度；横条为 95 % 区间。虚线左侧为更差。",
        },
        ...(hasTargets
          ? [
              {
                en: "Rings are what was asked at least, diamonds what was aimed at.",
                zh: "圆环为最低要求，菱形为期望。",
              },
            ]
          : []),
      ],
      " ",
    ),
    legend: [
      { name: MEASURED, colour: INK.ours, mark: "dot" },
      ...(hasTargets
        ? ([
            { name: { en: "asked at least", zh: "最低要求" }, colour: INK.muted, mark: "ring" },
            { name: { en: "aimed at", zh: "期望" }, colour: INK.reference, mark: "diamond" },
          ] as const)
        : []),
    ],
    table: {
      head: [
        { en: "Comparison", zh: "比较" },
        { en: "times better", zh: "倍数" },
        "95 %",
        { en: "rounds", zh: "轮次" },
        { en: "at least", zh: "至少" },
        { en: "aim", zh: "期望" },
        { en: "target", zh: "目标" },
      ],
      rows: comparisons.map((one) => [
        one.name,
        threeDigits(one.value),
        range(one.low, one.high, threeDigits),
        String(one.n),
        one.atLeast === null ? "" : threeDigits(one.atLeast),
        one.aim === null ? "" : threeDigits(one.aim),
        inBoth(targetWords(one)),
      ]),
    },
    picture:
      drawn.length === 0
        ? { en: "No ratio is above 0.", zh: "没有大于 0 的比值。" }
        : intervalPicture({
            axis: { name: { en: "times better", zh: "倍数" }, scale: "log", ...decades(values) },
            rule: { at: 1, name: { en: "no better", zh: "不分上下" } },
            rows: drawn.map((one) => {
              const verdict = inBoth(targetWords(one));
              const interval = range(one.low, one.high, threeDigits);
              return {
                name: one.name,
                text: verdict === "" ? threeDigits(one.value) : both`${threeDigits(one.value)}, ${verdict}`,
                tip: joined(
                  [
                    {
                      en: `${one.contender} against ${one.against}`,
                      zh: `${one.contender} 与 ${one.against} 相比`,
                    },
                    both`${withInterval({ en: `${threeDigits(one.value)} times better`, zh: `${threeDigits(one.value)} 倍` }, interval)}, n = ${String(one.n)}`,
                    ...(one.atLeast === null ? [] : [both`${limitText(one.atLeast, null, threeDigits)}: ${verdict}`]),
                  ],
                  "\n",
                ),
                marks: [
                  target(one.atLeast, "ring", INK.muted),
                  target(one.aim, "diamond", INK.reference),
                  measured(one),
                ],
              };
            }),
          }),
  };
}

function measured({ value, low, high }: Comparison): IntervalMark {
  return { value, low, high, mark: "dot", colour: INK.ours };
}

function target(value: number | null, mark: IntervalMark["mark"], colour: string): IntervalMark {
  return { value, low: null, high: null, mark, colour };
}
