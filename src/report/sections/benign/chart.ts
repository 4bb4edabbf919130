import { joined, t, word } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { intervalPicture, oneMark } from "../../../ui/chart/intervals.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { clusterFigure, inBrackets, range } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import type { BenignFields } from "./schema.ts";

export function benignChart({ benign }: BenignFields): Omit<Chart, "table"> {
  const found = Object.entries(benign.byClass)
    .map(([name, row]) => ({ ...row, ...clusterFigure(row.interceptedPer10000), name: word(name) }))
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => b.value! - a.value!);
  return {
    id: "benign",
    title: t`Whom does it hurt?`,
    sentence: t`Benign calls and messages blocked, of 10,000 of their class, the most first. Bars are 95 % intervals over callers and over texts, which stand and fall together; a class where few of either were hit has none, as they say too little of all.`,
    legend: [],
    picture:
      found.length === 0
        ? t`There was no benign traffic (n = 0).`
        : intervalPicture({
            axis: { name: t`blocked, per 10,000 of the class`, min: 0 },
            rows: found.map(({ name, value, low, high, intercepted, total }) => {
              const [rate, some, all] = [twoDigits(value!), formatCount(intercepted), formatCount(total)];
              const perClass = t`${rate} per 10,000`;
              return {
                name,
                text: `${value!.toFixed(1)}, n = ${all}`,
                tip: joined(
                  [t`${name}: ${perClass}${inBrackets(range(low, high, twoDigits))}`, t`${some} of ${all}`],
                  "\n",
                ),
                marks: oneMark({ value, low, high }, INK.benign),
              };
            }),
          }),
  };
}

function twoDigits(value: number): string {
  return value.toFixed(2);
}
