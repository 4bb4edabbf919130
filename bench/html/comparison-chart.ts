/** How many times better each contender is, beside what was to be reached. */
import { decades } from "../../src/report/chart/axes.ts";
import type { Chart } from "../../src/report/chart/chart.ts";
import { type IntervalMark, intervalPicture } from "../../src/report/chart/intervals.ts";
import { INK } from "../../src/report/chart/palette.ts";
import { range, threeDigits } from "../../src/report/figure-words.ts";
import { type Comparison, targetWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";

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
    title: "How many times better is each than the other?",
    sentence:
      "The median over rounds of the ratio, on a logarithmic axis; bars are 95 % intervals. Left of the dashed line it is worse." +
      (hasTargets ? " Rings are what was asked at least, diamonds what was aimed at." : ""),
    legend: [
      { name: "measured", colour: INK.ours, mark: "dot" },
      ...(hasTargets
        ? ([
            { name: "asked at least", colour: INK.muted, mark: "ring" },
            { name: "aimed at", colour: INK.reference, mark: "diamond" },
          ] as const)
        : []),
    ],
    table: {
      head: ["Comparison", "times better", "95 %", "rounds", "at least", "aim", "target"],
      rows: comparisons.map((one) => [
        one.name,
        threeDigits(one.value),
        range(one.low, one.high, threeDigits),
        String(one.n),
        one.atLeast === null ? "" : threeDigits(one.atLeast),
        one.aim === null ? "" : threeDigits(one.aim),
        targetWords(one),
      ]),
    },
    picture:
      drawn.length === 0
        ? "No ratio is above 0."
        : intervalPicture({
            axis: { name: "times better", scale: "log", ...decades(values) },
            rule: { at: 1, name: "no better" },
            rows: drawn.map((one) => {
              const verdict = targetWords(one);
              const interval = range(one.low, one.high, threeDigits);
              return {
                name: one.name,
                text: `${threeDigits(one.value)}${verdict === "" ? "" : `, ${verdict}`}`,
                tip: [
                  `${one.contender} against ${one.against}`,
                  `${threeDigits(one.value)} times better${interval === "" ? "" : ` (${interval})`}, n = ${one.n}`,
                  ...(one.atLeast === null ? [] : [`at least ${threeDigits(one.atLeast)}: ${verdict}`]),
                ].join("\n"),
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
