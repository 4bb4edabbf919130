/** Gangs that change: recall over the weeks beside the same gangs with their habit, and what each knob brought. */
import { both, en, joined, type Text, zh } from "../../../core/words.ts";
import { USUAL } from "../../../record/knobs.ts";
import { amountText, formatCount, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { stageName } from "../names.ts";
import { weekWords } from "../week-words.ts";
import type { AdversaryReport } from "./schema.ts";
import { knobName, MODES, settingShare } from "./words.ts";

type Week = AdversaryReport["weeks"][number];

export function weekTable({ weeks, fixedHabit, noLoop, mode, profitYuan }: AdversaryReport): ReportTable {
  const earned = [profitYuan, fixedHabit?.profitYuan, noLoop?.profitYuan].map((yuan) =>
    yuan === undefined ? NONE_TEXT : amountText(Math.round(yuan)),
  );
  const [english, chinese] = [earned.map(en), earned.map(zh)];
  return {
    head: [
      { en: "Recall by week", zh: "逐周召回率" },
      MODES[mode].short,
      { en: "habit kept", zh: "照旧" },
      { en: "no investigations", zh: "无核查" },
      { en: "contacts", zh: "接触" },
    ],
    rows: weeks.map((week, at) => [
      weekWords(at),
      recall(week),
      recall(fixedHabit?.weeks[at]),
      recall(noLoop?.weeks[at]),
      formatCount(week.contacts),
    ]),
    notes: [
      {
        en: "recall: fraud contacts that were blocked. habit kept: the same seed with gangs that change nothing. no investigations: gangs change and nobody looks into complaints; what is missing there, the loop of complaints and new templates wins back.",
        zh: "召回率：被拦截的诈骗接触。照旧：同一种子，团伙什么都不改。无核查：团伙应变而无人核查投诉；其差距正是投诉和新模板挽回的。",
      },
      {
        en: `Gangs earned ${english[0]} yuan net; with their habit ${english[1]}, without investigations ${english[2]}.`,
        zh: `团伙净赚 ${chinese[0]} 元；照旧时 ${chinese[1]}，无核查时 ${chinese[2]}。`,
      },
    ],
  };
}

const NONE_TEXT: Text = { en: NONE, zh: "无" };

/** First and last week, as what lies between is in report.json. */
export function stageTable({ weeks, fixedHabit, mode }: AdversaryReport): ReportTable {
  const stages = weeks[0]?.stages ?? [];
  const last = Math.max(0, weeks.length - 1);
  const habit = { en: "habit", zh: "照旧" };
  return {
    head: [
      { en: "Seen by stage", zh: "各环节所见" },
      both`${MODES[mode].short}, ${weekWords(0)}`,
      weekWords(last),
      both`${habit}, ${weekWords(0)}`,
      weekWords(last),
    ],
    rows: stages.map(({ stage }, at) => [
      stageName(stage),
      ...[weeks, fixedHabit?.weeks ?? []].flatMap((run) =>
        [0, last].map((week) => shareOf(run[week], (each) => each.stages[at]!.seen)),
      ),
    ]),
    notes: [
      {
        en: "Share of fraud contacts that the stage had evidence on, whether they were blocked or not.",
        zh: "该环节有证据的诈骗接触所占比例，无论是否拦截。",
      },
    ],
  };
}

export function knobTable({ knobs }: AdversaryReport): ReportTable {
  return {
    head: [
      { en: "Knob", zh: "选项" },
      { en: "changes", zh: "改变次数" },
      { en: "yuan", zh: "元" },
      { en: "per yuan before", zh: "之前每元" },
      { en: "after", zh: "之后" },
      { en: "gangs at the end", zh: "最后的团伙" },
    ],
    rows: knobs.map(({ knob, changes, costYuan, perYuanBefore, perYuanAfter, settings }) => [
      knobName(knob),
      formatCount(changes),
      amountText(costYuan),
      ratio(perYuanBefore),
      ratio(perYuanAfter),
      joined(
        settings
          .filter(({ byWeek }, code) => code === USUAL || (byWeek.at(-1) ?? 0) > 0)
          .map(({ setting, byWeek }) => settingShare(knob, setting, `${(100 * (byWeek.at(-1) ?? 0)).toFixed(0)} %`)),
        "\n",
      ),
    ]),
    notes: [
      {
        en: "per yuan: what the victims engaged in the week before a change, and after it, brought for each yuan spent then, over all changes. Other knobs turn meanwhile, and a change may follow a bad week: this is no effect of the knob alone.",
        zh: "每元：改变前一周和后一周上钩的受害人，为当时花费的每一元带来多少，合计所有改变。其他选项同时在变，改变也可能紧跟在坏的一周之后：这不是该选项单独的效果。",
      },
    ],
  };
}

function shareOf(week: Week | undefined, count: (week: Week) => number): string {
  return week === undefined || week.contacts === 0 ? NONE : `${((100 * count(week)) / week.contacts).toFixed(1)} %`;
}

function recall(week: Week | undefined): string {
  return shareOf(week, ({ blocked }) => blocked);
}

function ratio(value: number | null): string {
  return value === null ? NONE : value.toFixed(1);
}
