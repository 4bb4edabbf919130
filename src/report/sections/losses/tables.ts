import type { Text, Localised } from "../../../core/words.ts";
import { amountText, formatCount, formatPercent, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { named } from "../names.ts";
import type { BanksFields } from "../banks/schema.ts";
import type { LossesFields } from "./schema.ts";

/** The run with interception alone has the scenario's banks: that row has what they avoid. */
export function lossTable({ lossYuan, banks }: LossesFields & BanksFields): ReportTable {
  const { withoutDefences, withDefences, avoided, byMechanism } = lossYuan;
  const share = (value: number): string =>
    withoutDefences === null || withoutDefences === 0 ? NONE : formatPercent({ value: value / withoutDefences }, 1);
  const row = (name: Localised, value: number | null): Text[][] =>
    value === null ? [] : [[name, amountText(value), share(value)]];
  return {
    head: [
      { en: "Losses", zh: "损失" },
      { en: "yuan", zh: "元" },
      { en: "of the loss without", zh: "占无防护时" },
    ],
    rows: [
      ...row({ en: "without defences", zh: "无防护" }, withoutDefences),
      ...row(
        banks === null
          ? { en: "avoided by interception", zh: "由拦截挽回" }
          : { en: "avoided by interception and banks", zh: "由拦截和银行挽回" },
        byMechanism && byMechanism.interception,
      ),
      ...row({ en: "avoided by warnings", zh: "由预警挽回" }, byMechanism && byMechanism.warnings),
      ...row({ en: "avoided in all", zh: "共挽回" }, avoided),
      ...row({ en: "with defences", zh: "有防护" }, withDefences),
    ],
    notes:
      avoided === null
        ? [
            {
              en: "avoided: unknown, as the paired runs were left out",
              zh: "挽回：无从得知，因为没有做配对运行",
            },
          ]
        : [],
    isFolded: true,
  };
}

export function lossByTypologyTable({ lossYuan }: LossesFields): ReportTable {
  return {
    head: [
      { en: "Losses by typology", zh: "损失，按诈骗类型" },
      { en: "episodes", zh: "诈骗" },
      { en: "lost", zh: "有损失" },
      { en: "without", zh: "无防护" },
      { en: "with", zh: "有防护" },
      { en: "avoided", zh: "挽回" },
    ],
    rows: lossYuan.byTypology.map((row) => [
      named(row.name),
      formatCount(row.episodes),
      formatCount(row.lost),
      amount(row.withoutDefences),
      amount(row.withDefences),
      amount(row.avoided),
    ]),
    notes: [
      {
        en: "episodes, and how many of them lost money, are of the run with all defences",
        zh: "诈骗及其中有损失的，按有全部防护的运行",
      },
    ],
    isFolded: true,
  };
}

function amount(value: number | null): Text {
  return value === null ? NONE : amountText(value);
}
