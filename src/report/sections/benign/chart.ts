import { both, joined, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { intervalPicture, oneMark } from "../../../ui/chart/intervals.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { clusterFigure, inBrackets, range } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { named } from "../names.ts";
import type { BenignFields } from "./schema.ts";

export function benignChart({ benign }: BenignFields): Omit<Chart, "table"> {
  const found = Object.entries(benign.byClass)
    .map(([name, row]) => ({ ...row, ...clusterFigure(row.interceptedPer10000), name: named(name) }))
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => b.value! - a.value!);
  return {
    id: "benign",
    title: { en: "Whom does it hurt?", zh: "误伤了谁？" },
    sentence: {
      en:
        "Benign calls and messages blocked, of 10,000 of their class, the most first. Bars are 95 % intervals over callers and over texts, which stand and fall together; " +
        "a class where few of either were hit has none, as they say too little of all.",
      zh: "每 10,000 条该类正常电话和短信中误拦多少，从多到少。横条为按主叫和文本的 95 % 区间，因为它们同进同退；被误拦者很少的类别没有区间，因为说明不了全体。",
    },
    legend: [],
    picture:
      found.length === 0
        ? { en: "There was no benign traffic (n = 0).", zh: "没有正常流量（n = 0）。" }
        : intervalPicture({
            axis: { name: { en: "blocked, per 10,000 of the class", zh: "每 10,000 条该类中误拦" }, min: 0 },
            rows: found.map(({ name, value, low, high, intercepted, total }) => {
              const [rate, some, all] = [twoDigits(value!), formatCount(intercepted), formatCount(total)];
              const perClass: Localised = { en: `${rate} per 10,000`, zh: `每 10,000 条 ${rate} 条` };
              return {
                name,
                text: `${value!.toFixed(1)}, n = ${all}`,
                tip: joined(
                  [
                    both`${name}: ${perClass}${inBrackets(range(low, high, twoDigits))}`,
                    { en: `${some} of ${all}`, zh: `${all} 条中的 ${some} 条` },
                  ],
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
