import { t, word, type Text, type Localised } from "../../../ui/words.ts";
import { amountText, formatCount, formatPercent, NONE } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
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
    head: [t`Losses`, t`yuan`, t`of the loss without`],
    rows: [
      ...row(t`without defences`, withoutDefences),
      ...row(
        banks === null ? t`avoided by interception` : t`avoided by interception and banks`,
        byMechanism && byMechanism.interception,
      ),
      ...row(t`avoided by warnings`, byMechanism && byMechanism.warnings),
      ...row(t`avoided in all`, avoided),
      ...row(t`with defences`, withDefences),
    ],
    notes: avoided === null ? [t`avoided: unknown, as the paired runs were left out`] : [],
    isFolded: true,
  };
}

export function lossByTypologyTable({ lossYuan }: LossesFields): ReportTable {
  return {
    head: [t`Losses by typology`, t`episodes`, t`lost`, t`without`, t`with`, t`avoided`],
    rows: lossYuan.byTypology.map((row) => [
      word(row.name),
      formatCount(row.episodes),
      formatCount(row.lost),
      amount(row.withoutDefences),
      amount(row.withDefences),
      amount(row.avoided),
    ]),
    notes: [t`episodes, and how many of them lost money, are of the run with all defences`],
    isFolded: true,
  };
}

function amount(value: number | null): Text {
  return value === null ? NONE : amountText(value);
}
