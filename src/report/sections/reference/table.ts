import { both, joined, type Text, type Localised } from "../../../core/words.ts";
import {
  amountInterval,
  amountText,
  divisorText,
  formatCount,
  formatFigure,
  formatPercent,
  formatPercentInterval,
  NONE,
} from "../../format.ts";
import { MIN_GANGS_OF_LOSSES } from "../../../metrics/loss-sum.ts";
import type { ReportTable } from "../../report-table.ts";
import type { RunFields } from "../run/schema.ts";
import { FIGURES, reportedPeriod } from "./reported-periods.ts";
import type { ReferenceFields } from "./schema.ts";

const DEFAULT_PERIOD = "police-2020";

type Row = ReferenceFields["reference"][number];

export function referenceTable({
  reference,
  referencePeriod,
  hours,
}: ReferenceFields & Pick<RunFields, "hours">): ReportTable {
  return {
    head: [
      { en: "Reference figure", zh: "公开数字" },
      { en: "reported", zh: "公开值" },
      { en: "scaled", zh: "按比例" },
      { en: "simulated", zh: "仿真值" },
      { en: "ratio", zh: "比值" },
      "95 %",
    ],
    rows: reference.map((row) => {
      const { id, reported, scaled, simulated, ratio, low, high } = row;
      const isShare = FIGURES[id].unit === "share";
      const format = (value: number | null): Text =>
        isShare ? formatPercent({ value }, 1) : value === null ? NONE : amountText(value);
      return [
        figureName(row),
        format(reported),
        isShare ? format(scaled) : divisorText(scaled),
        format(simulated),
        formatFigure({ value: ratio }, 2),
        isShare ? formatPercentInterval({ low, high }, 1) : amountInterval({ low, high }),
      ];
    }),
    notes: [
      ...periodNotes(referencePeriod, reference),
      {
        en: "scaled: reported × report.referenceScale; other settings do not change it",
        zh: "按比例：把公开数字缩小到场景的规模（report.referenceScale，不随其他设置改变）",
      },
      ...otherHours(hours),
      intervalNote(reference),
      ...lossesOfFew(reference),
    ],
  };
}

/** A document may name a figure otherwise: that name is used. */
function figureName({ id, figure }: Row): Text {
  const { words } = FIGURES[id];
  return words.en === figure ? words : figure;
}

const COUNTED_BY: Readonly<Record<ReferenceFields["referencePeriod"]["countedBy"], Localised>> = {
  police: { en: "police", zh: "公安机关" },
  "industry ministry": { en: "industry ministry", zh: "工业和信息化部" },
};

/** Who counted, and what is missed; empty for the default period, which the guides describe. */
function periodNotes(reported: ReferenceFields["referencePeriod"], rows: readonly Row[]): Text[] {
  if (reported.name === DEFAULT_PERIOD) return [];
  const { period, source } = reportedPeriod(reported.name);
  const by = COUNTED_BY[reported.countedBy];
  const months = reported.months === null ? null : reported.months.toFixed(0);
  return [
    {
      en:
        `reported: ${period.en}, counted by the ${by.en} (${source.en}; quality ${reported.quality})` +
        (months === null ? "" : `, here a month of ${months}`),
      zh:
        `公开值：${period.zh}，由${by.zh}统计（${source.zh}；质量 ${reported.quality}）` +
        (months === null ? "" : `，此处为 ${months} 个月中的一个月`),
    },
    missedWords(
      rows.filter(({ id }) => reported.missed.includes(id)),
      rows,
    ),
  ];
}

function missedWords(missed: readonly Row[], rows: readonly Row[]): Text {
  if (missed.length > 0) {
    const words = missed.map(
      (row) =>
        both`${figureName(row)} (${row.simulated === null ? NOT_SIMULATED : formatFigure({ value: row.ratio }, 2)})`,
    );
    return both`${{ en: "missed by more than 15 %", zh: "相差超过 15 % 的" }}: ${joined(words, ", ")}`;
  }
  return rows.every(({ ratio }) => ratio === null)
    ? {
        en: "not judged: the scenario has other hours than report.referenceHours",
        zh: "未评判：场景的小时数与 report.referenceHours 不同",
      }
    : { en: "missed by more than 15 %: nothing", zh: "相差超过 15 % 的：没有" };
}

const NOT_SIMULATED: Localised = { en: "not simulated", zh: "未仿真" };

function otherHours({ scenario, reference }: RunFields["hours"]): Text[] {
  if (reference === scenario) return [];
  const [scale, here] = [formatCount(reference), formatCount(scenario)];
  return [
    {
      en:
        `ratio: of success alone, as the scale is for ${scale} hours and these are ${here}; ` +
        "report.referenceScale and report.referenceHours set another",
      zh: `比值：只有成功率有，因为比例按 ${scale} 小时设定，而此处为 ${here} 小时；可用 report.referenceScale 和 report.referenceHours 另设`,
    },
  ];
}

function intervalNote(reference: readonly Row[]): Text {
  const warnings = reference.find(({ id }) => id === "effectiveWarnings" || id === "warnings");
  return (warnings?.scaled ?? SMALL_WORLD) < SMALL_WORLD
    ? {
        en: "95 % intervals over gangs; a ratio of so small a world says little",
        zh: "95 % 区间按团伙；这样小的世界，比值说明不了什么",
      }
    : { en: "95 % intervals over gangs", zh: "95 % 区间按团伙" };
}

/** With fewer expected warnings, seeds differ widely. */
const SMALL_WORLD = 1000;

function lossesOfFew(reference: readonly Row[]): Text[] {
  const losses = reference.find(({ id }) => id === "lossAvoidedYuan");
  if (losses === undefined || losses.simulated === null || losses.low !== null) return [];
  return [
    {
      en: `no interval of loss avoided below ${MIN_GANGS_OF_LOSSES} gangs, as types of fraud are missing`,
      zh: `团伙少于 ${MIN_GANGS_OF_LOSSES} 个时，挽回损失没有区间，因为缺少一些诈骗类型`,
    },
  ];
}
