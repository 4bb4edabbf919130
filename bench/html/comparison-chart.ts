/** How many times better each contender is, beside what was to be reached. */
import { joined, t, word } from "../../src/ui/words.ts";
import { decades } from "../../src/ui/chart/axes.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { type IntervalMark, intervalPicture } from "../../src/ui/chart/intervals.ts";
import { INK } from "../../src/ui/chart/palette.ts";
import { range, threeDigits } from "../../src/ui/format.ts";
import { type Comparison, targetWords } from "../harness/measurement.ts";
import type { BenchResult } from "../harness/result.ts";
import { limitText, MEASURED, withInterval } from "./bench-words.ts";

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
    title: t`How many times better is each than the other?`,
    sentence: joined(
      [
        t`The median over rounds of the ratio, on a logarithmic axis; bars are 95 % intervals. Left of the dashed line it is worse.`,
        ...(hasTargets ? [t`Rings are what was asked at least, diamonds what was aimed at.`] : []),
      ],
      " ",
    ),
    legend: [
      { name: MEASURED, colour: INK.ours, mark: "dot" },
      ...(hasTargets
        ? ([
            { name: t`asked at least`, colour: INK.muted, mark: "ring" },
            { name: t`aimed at`, colour: INK.reference, mark: "diamond" },
          ] as const)
        : []),
    ],
    table: {
      head: [t`Comparison`, t`times better`, "95 %", t`rounds`, t`at least`, t`aim`, t`target`],
      rows: comparisons.map((one) => [
        one.name,
        threeDigits(one.value),
        range(one.low, one.high, threeDigits),
        String(one.n),
        one.atLeast === null ? "" : threeDigits(one.atLeast),
        one.aim === null ? "" : threeDigits(one.aim),
        word(targetWords(one)),
      ]),
    },
    picture:
      drawn.length === 0
        ? t`No ratio is above 0.`
        : intervalPicture({
            axis: { name: t`times better`, scale: "log", ...decades(values) },
            rule: { at: 1, name: t`no better` },
            rows: drawn.map((one) => {
              const verdict = word(targetWords(one));
              const interval = range(one.low, one.high, threeDigits);
              return {
                name: one.name,
                text: targetWords(one) === "" ? threeDigits(one.value) : t`${threeDigits(one.value)}, ${verdict}`,
                tip: joined(
                  [
                    t`${one.contender} against ${one.against}`,
                    t`${withInterval(t`${threeDigits(one.value)} times better`, interval)}, n = ${String(one.n)}`,
                    ...(one.atLeast === null ? [] : [t`${limitText(one.atLeast, null, threeDigits)}: ${verdict}`]),
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
