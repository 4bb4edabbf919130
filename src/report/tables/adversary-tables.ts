/** Gangs that change: recall over the weeks beside the same gangs with their habit, and what each knob brought. */
import { formatAmount, formatCount, NONE } from "../format.ts";
import type { Report } from "../schema.ts";
import type { ReportTable } from "./report-table.ts";

type Section = NonNullable<Report["adversary"]>;
type Week = Section["weeks"][number];

export function adversaryTables(section: Section): ReportTable[] {
  return [weekTable(section), stageTable(section), knobTable(section)];
}

function weekTable({ weeks, fixedHabit, noLoop, mode, profitYuan }: Section): ReportTable {
  const beside = (runs: Section["fixedHabit"], week: number): string =>
    shareOf(runs?.weeks[week], (each) => each.blocked);
  return {
    head: ["Recall by week", mode, "habit kept", "no investigations", "contacts"],
    rows: weeks.map((week, at) => [
      `week ${at + 1}`,
      shareOf(week, (each) => each.blocked),
      beside(fixedHabit, at),
      beside(noLoop, at),
      formatCount(week.contacts),
    ]),
    notes: [
      "recall: fraud contacts that were blocked. habit kept: the same seed with gangs that change nothing. no investigations: gangs change and nobody looks into complaints; what is missing there, the loop of complaints and new templates wins back.",
      `Gangs earned ${formatAmount(Math.round(profitYuan))} yuan net; with their habit ${earned(fixedHabit)}, without investigations ${earned(noLoop)}.`,
    ],
  };
}

/** First and last week, as what lies between is in report.json. */
function stageTable({ weeks, fixedHabit, mode }: Section): ReportTable {
  const stages = weeks[0]?.stages ?? [];
  const ends = [0, weeks.length - 1];
  return {
    head: ["Seen by stage", `${mode}, week 1`, `week ${weeks.length}`, "habit, week 1", `week ${weeks.length}`],
    rows: stages.map(({ stage }, at) => [
      stage,
      ...[weeks, fixedHabit?.weeks ?? []].flatMap((run) =>
        ends.map((week) => shareOf(run[week], (each) => each.stages[at]!.seen)),
      ),
    ]),
    notes: ["Share of fraud contacts that the stage had evidence on, whether they were blocked or not."],
  };
}

function knobTable({ knobs }: Section): ReportTable {
  return {
    head: ["Knob", "changes", "yuan", "per yuan before", "after", "gangs at the end"],
    rows: knobs.map(({ knob, changes, costYuan, perYuanBefore, perYuanAfter, settings }) => [
      knob,
      formatCount(changes),
      formatAmount(costYuan),
      ratio(perYuanBefore),
      ratio(perYuanAfter),
      settings.map(({ setting, byWeek }) => `${setting} ${percent(byWeek.at(-1) ?? 0)}`).join("\n"),
    ]),
    notes: [
      "per yuan: what the victims engaged in the week before a change, and after it, brought for each yuan spent then, over all changes. Other knobs turn meanwhile, and a change may follow a bad week: this is no effect of the knob alone.",
    ],
  };
}

function shareOf(week: Week | undefined, count: (week: Week) => number): string {
  return week === undefined || week.contacts === 0 ? NONE : `${((100 * count(week)) / week.contacts).toFixed(1)} %`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function ratio(value: number | null): string {
  return value === null ? NONE : value.toFixed(1);
}

function earned(run: Section["fixedHabit"]): string {
  return run === null ? NONE : formatAmount(Math.round(run.profitYuan));
}
