/** A model that is trained again: what it catches by week, beside the model that stays, and the trainings. */
import { en, type Text, type Words, zh } from "../../../core/words.ts";
import { amountText, formatCount, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { weekWords } from "../week-words.ts";
import type { RetrainingReport } from "./schema.ts";

type Week = RetrainingReport["weeks"][number];

const HOURS_PER_DAY = 24;
export const NOT_RETRAINED: Words = { en: "not retrained", zh: "不再训练" };

export function weekTable({ weeks, without }: RetrainingReport): ReportTable {
  return {
    head: [
      { en: "Messages by week", zh: "逐周短信" },
      { en: "named", zh: "被模型认出" },
      NOT_RETRAINED,
      { en: "blocked", zh: "拦截" },
      NOT_RETRAINED,
      { en: "benign named", zh: "正常短信被认作诈骗" },
      NOT_RETRAINED,
    ],
    rows: weeks.map((week, at) => [
      weekWords(at),
      ...(["fraudNamed", "fraudBlocked"] as const).flatMap((count) =>
        [week, without?.[at]].map((each) => percent(each, count, "fraud")),
      ),
      ...[week, without?.[at]].map((each) => percent(each, "benignNamed", "benign")),
    ]),
    notes: [
      {
        en: "named: messages of gangs that the model took for fraud, likely or for sure. blocked: by whatever evidence. not retrained: the same world with the model that it began with.",
        zh: "被模型认出：模型认作可能或肯定诈骗的团伙短信。拦截：凭任何证据。不再训练：同一世界，模型一直不变。",
      },
    ],
  };
}

export function trainingTable({ trainings, labelled, drawn, quiet, costYuan }: RetrainingReport): ReportTable {
  const [fraud, dismissed, allowed, benign] = [labelled.fraud, labelled.benign, drawn, quiet].map(formatCount);
  const cost = amountText(Math.round(costYuan));
  return {
    head: [
      { en: "Training", zh: "训练" },
      { en: "in force", zh: "生效" },
      { en: "fraud", zh: "诈骗" },
      { en: "benign", zh: "正常" },
    ],
    rows: trainings.map((training): Text[] => [
      dayWords(training.hour),
      training.inForceFromHour === null ? NONE : dayWords(training.inForceFromHour),
      formatCount(training.fraud),
      formatCount(training.benign),
    ]),
    notes: [
      {
        en: "fraud: texts of cases as investigators decided them. benign: texts of dismissed cases, and messages that nobody complained about. none: too few texts, and no model was trained.",
        zh: "诈骗：核查人员判定的案件文本。正常：被驳回案件的文本，以及无人投诉的短信。无：文本太少，没有训练模型。",
      },
      {
        en: `Texts with a decision: ${fraud} of fraud, ${dismissed} dismissed; of ${allowed} allowed messages ${benign} were taken for benign. Cost: ${en(cost)} yuan.`,
        zh: `有判定的文本：诈骗 ${fraud} 条，驳回 ${dismissed} 条；${allowed} 条放行短信中，${benign} 条被当作正常。费用：${zh(cost)} 元。`,
      },
    ],
  };
}

function dayWords(hour: number): Words {
  const day = String(Math.round((10 * hour) / HOURS_PER_DAY) / 10);
  return { en: `day ${day}`, zh: `第 ${day} 天` };
}

export function percent(week: Week | undefined, count: keyof Week, of: "fraud" | "benign"): string {
  return week === undefined || week[of] === 0 ? NONE : `${((100 * week[count]) / week[of]).toFixed(1)} %`;
}
