import { both, en, joined, type Text, zh } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { intervalPicture } from "../../../ui/chart/intervals.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { percentOf, threeDigits } from "../../figure-words.ts";
import { amountInterval, amountText, divisorText, formatCount, formatPercentInterval, NONE } from "../../format.ts";
import type { RunFields } from "../run/schema.ts";
import { FIGURES, reportedPeriod } from "./reported-periods.ts";
import type { ReferenceFields } from "./schema.ts";
import { COUNTED_BY, figureName } from "./table.ts";

type Row = ReferenceFields["reference"][number];

/** Smaller counts say little of a ratio. */
const FEW = 30;
/** With fewer expected warnings, seeds differ widely. */
const SMALL_WORLD = 1000;

export function referenceChart(report: ReferenceFields & Pick<RunFields, "hours" | "reproduce">): Omit<Chart, "table"> {
  const known = report.reference.filter(({ ratio }) => ratio !== null);
  const byReported = { en: "simulated by reported", zh: "仿真值÷公开值" };
  return {
    id: "reference-figures",
    title: { en: "Does the simulation come to what was reported?", zh: "仿真与公开数据相符吗？" },
    sentence: sentence(report),
    legend: [
      { name: byReported, colour: INK.ours, mark: "dot" },
      ...(known.some(isWeak)
        ? [
            {
              name: { en: `n below ${FEW}, or no interval: says little`, zh: `n 小于 ${FEW} 或没有区间：说明不了什么` },
              colour: INK.ours,
              mark: "ring",
            } as const,
          ]
        : []),
    ],
    picture:
      known.length === 0
        ? { en: "Nothing to compare: no figure was simulated.", zh: "没有可比较的：没有仿真数字。" }
        : intervalPicture({
            axis: { name: byReported, format: (value) => String(Number(value.toFixed(3))) },
            rule: { at: 1, name: { en: "as reported", zh: "与公开数字相同" } },
            rows: known.map((row) => ({
              name: figureName(row),
              text: ratioText(row),
              tip: tipOf(row),
              marks: [
                {
                  value: row.ratio,
                  low: scaled(row, row.low),
                  high: scaled(row, row.high),
                  mark: isWeak(row) ? "ring" : "dot",
                  colour: INK.ours,
                },
              ],
            })),
          }),
  };
}

/** How to read the chart, and why the dashed line is no test. */
function sentence({
  reference,
  referencePeriod: { name, countedBy, months },
  hours,
  reproduce,
}: ReferenceFields & Pick<RunFields, "hours" | "reproduce">): Text {
  const { period } = reportedPeriod(name);
  const by = COUNTED_BY[countedBy];
  const warnings = reference.find(({ id }) => id === "effectiveWarnings" || id === "warnings");
  const [scale, here] = [formatCount(hours.reference), formatCount(hours.scenario)];
  const sentences: [isSaid: boolean, english: string, chinese: string][] = [
    [
      true,
      "Each simulated figure divided by the part of the reported one that the scenario stands for: at the dashed line they are equal. Bars are 95 % intervals over gangs. No reported figure is a parameter.",
      "每个仿真数字除以场景所代表的那一部分公开数字：在虚线处两者相等。横条为按团伙的 95 % 区间。公开数字都不是参数。",
    ],
    [
      true,
      `Reported for ${period.en}${months === null ? "" : `, of which the scenario stands for a month of ${months}`}, counted by the ${by.en}; offices count different things, up to threefold.`,
      `公开数字的时期为 ${period.zh}${months === null ? "" : `，场景代表其 ${months} 个月中的一个月`}，由${by.zh}统计；各机关统计口径不同，可差三倍。`,
    ],
    [
      hours.reference !== hours.scenario,
      `The scale is for ${scale} hours and this scenario has ${here}: counts and sums have no ratio.`,
      `比例按 ${scale} 小时设定，而本场景为 ${here} 小时：数量和金额没有比值。`,
    ],
    [
      reproduce.includes(" --set "),
      "Settings were changed in this run, and the scale (report.referenceScale) does not follow them: differences may come from that alone.",
      "本次运行改了设置，而比例（report.referenceScale）不随之改变：差别可能仅由此而来。",
    ],
    [
      (warnings?.scaled ?? SMALL_WORLD) < SMALL_WORLD,
      "This is a small world: its figures vary widely from seed to seed, so a place near the line or far from it says little.",
      "这是一个小世界：数字随种子变化很大，离虚线远近都说明不了什么。",
    ],
  ];
  const said = sentences.filter(([isSaid]) => isSaid);
  return {
    en: said.map(([, english]) => english).join(" "),
    zh: said.map(([, , chinese]) => chinese).join(""),
  };
}

function isWeak(row: Row): boolean {
  return row.low === null || isFew(row);
}

function isFew({ id, simulated: count }: Row): boolean {
  return FIGURES[id].unit === "count" && count !== null && count < FEW;
}

function scaled({ scaled: unit }: Row, bound: number | null): number | null {
  return bound === null || unit === 0 ? null : bound / unit;
}

function simulated(row: Row): Text {
  if (row.simulated === null) return NONE;
  return isShare(row) ? percentOf(row.simulated) : amountText(row.simulated);
}

function divisor(row: Row): Text {
  return isShare(row) ? percentOf(row.scaled) : divisorText(row.scaled);
}

function isShare({ id }: Row): boolean {
  return FIGURES[id].unit === "share";
}

function ratioText(row: Row): Text {
  const [ours, theirs] = [simulated(row), divisor(row)];
  return {
    en: `${en(ours)} : ${en(theirs)}${isFew(row) ? ", n small" : ""}`,
    zh: `${zh(ours)} : ${zh(theirs)}${isFew(row) ? "，n 很小" : ""}`,
  };
}

function tipOf(row: Row): Text {
  const interval = isShare(row) ? formatPercentInterval(row, 1) : amountInterval(row);
  return joined(
    [
      both`${figureName(row)}: ${simulated(row)}`,
      ...(interval === "" ? [] : [both`95 %: ${interval}`]),
      both`${{ en: "reported, scaled", zh: "公开值，按比例" }}: ${divisor(row)}`,
      both`${{ en: "ratio", zh: "比值" }} ${threeDigits(row.ratio!)}`,
    ],
    "\n",
  );
}
