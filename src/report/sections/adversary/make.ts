/** What gangs changed, what it brought them, and what it did to each stage's recall, week by week. */
import { sumOf } from "../../../core/sum.ts";
import type { AdversaryStatement } from "../../../record/adversary.ts";
import { KNOB_COUNT, KNOB_NAMES, SETTINGS } from "../../../record/knobs.ts";
import type { MoneyStatement } from "../../../record/money.ts";
import { STAGES, type Tally, WEEK_COUNTS } from "../../../metrics/tally.ts";
import type { AdversaryInput, BesideRun } from "../../run-input.ts";
import type { AdversaryReport } from "./schema.ts";

type Beside = NonNullable<AdversaryReport["fixedHabit"]>;

const DAYS_PER_WEEK = 7;
const FEN = 100;

export function adversaryReport(tally: Tally, money: MoneyStatement, input: AdversaryInput): AdversaryReport {
  const { statement, fixedHabit, noLoop } = input;
  return {
    mode: statement.mode,
    ...besideOf({ tally, money }),
    fixedHabit: fixedHabit && besideOf(fixedHabit),
    noLoop: noLoop && besideOf(noLoop),
    knobs: KNOB_NAMES.map((_, knob) => knobRow(statement, knob)),
  };
}

function besideOf({ tally, money }: BesideRun): Beside {
  const { weekly } = tally.columns;
  const weeks = Array.from({ length: weekly.length / WEEK_COUNTS }, (_, week) => {
    const [contacts, blocked, ...seen] = weekly.subarray(week * WEEK_COUNTS, (week + 1) * WEEK_COUNTS);
    const stages = STAGES.map(({ name }, stage) => ({ stage: name, seen: seen[stage]! }));
    return { contacts: contacts!, blocked: blocked!, stages };
  });
  return { profitYuan: (sumOf(money.held) - sumOf(money.capital)) / FEN, weeks };
}

function knobRow(statement: AdversaryStatement, knob: number): AdversaryReport["knobs"][number] {
  const changes = statement.changes.filter((change) => change.knob === knob);
  const around = (from: number, to: number): number | null => {
    let [income, spent] = [0, 0];
    for (const { day, gang } of changes) {
      for (let each = Math.max(0, day + from); each < Math.min(statement.days, day + to); each++) {
        income += statement.incomeYuan[each * statement.gangs + gang]!;
        spent += statement.spentYuan[each * statement.gangs + gang]!;
      }
    }
    return spent > 0 ? income / spent : null;
  };
  const name = KNOB_NAMES[knob]!;
  return {
    knob: name,
    changes: changes.length,
    costYuan: changes.length * statement.changeYuan,
    perYuanBefore: around(1 - DAYS_PER_WEEK, 1),
    perYuanAfter: around(1, 1 + DAYS_PER_WEEK),
    settings: SETTINGS[name].map((setting, code) => ({ setting, byWeek: sharesByWeek(statement, knob, code) })),
  };
}

function sharesByWeek({ gangs, days, settings }: AdversaryStatement, knob: number, code: number): number[] {
  return Array.from({ length: Math.ceil(days / DAYS_PER_WEEK) }, (_, week) => {
    const day = Math.min(days, (week + 1) * DAYS_PER_WEEK) - 1;
    let count = 0;
    for (let gang = 0; gang < gangs; gang++) {
      if (settings[(day * gangs + gang) * KNOB_COUNT + knob] === code) count++;
    }
    return gangs === 0 ? 0 : count / gangs;
  });
}
