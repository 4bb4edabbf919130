import { t, type Localised } from "../../../ui/words.ts";
import type { GangSum } from "../../../metrics/gang-sum.ts";
import type { Interval } from "../../../metrics/rates.ts";
import {
  amountInterval,
  amountText,
  formatCount,
  formatFigure,
  formatInterval,
  formatPercent,
  formatPercentInterval,
  NONE,
} from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { BanksFields } from "../banks/schema.ts";
import type { WarningsFields } from "../warnings/schema.ts";
import type { NetFields } from "./schema.ts";

const NET_HEAD = t`What warnings changed`;
const SAVED = t`people saved`;

export function netTable({
  netEffect,
  warnings,
  banks,
}: NetFields & BanksFields & Pick<WarningsFields, "warnings">): ReportTable {
  const head = [NET_HEAD, "", "95 %"];
  if (netEffect === null) return { head, rows: [], notes: [UNKNOWN] };
  const net = netEffect;
  return {
    head,
    rows: [
      [
        banks === null ? t`lost money, interception alone` : t`lost money, interception and banks alone`,
        formatCount(net.lostUnwarned),
        "",
      ],
      [t`lost money, with warnings too`, formatCount(net.lost), ""],
      [SAVED, formatCount(net.saved.value), amountInterval(whole(net.saved))],
      [
        t`people saved, of those who would have lost`,
        formatPercent(net.savedShare, 1),
        formatPercentInterval(net.savedShare, 1),
      ],
      [t`people saved for 100 warnings`, ...figure(net.savedPer100Warnings)],
      [t`hours worked by agents and teams`, formatCount(net.workedHours), ""],
      [t`people saved for 100 hours worked`, ...figure(net.savedPer100Hours)],
      [t`money saved, yuan`, amountText(net.savedYuan.value), amountInterval(net.savedYuan)],
      [
        t`money saved, of what would have been lost`,
        formatPercent(net.savedYuanShare, 1),
        formatPercentInterval(net.savedYuanShare, 1),
      ],
      [t`money saved for a warning, yuan`, ...yuan(net.savedYuanPerWarning)],
      [t`money saved for an hour worked, yuan`, ...yuan(net.savedYuanPerHour)],
    ],
    notes: [whatKeptMeans(warnings), PEOPLE, OVER_GANGS],
  };
}

function whole({ low, high }: GangSum): Pick<GangSum, "low" | "high"> {
  return { low: low && Math.round(low), high: high && Math.round(high) };
}

function figure(ratio: Interval): [string, string] {
  return [formatFigure(ratio, 1), formatInterval(ratio, 1)];
}

function yuan(ratio: Interval): [string | Localised, string | Localised] {
  return ratio.value === null ? [NONE, ""] : [amountText(ratio.value), amountInterval(ratio)];
}

function whatKeptMeans({ kept, keptAnyway, keptUnmatched }: WarningsFields["warnings"]): Localised {
  const people = formatCount(kept);
  const compared =
    keptAnyway === null || keptUnmatched === null
      ? ""
      : t` ${formatCount(keptAnyway)} of these would have paid nothing anyway, and ${formatCount(keptUnmatched)} cannot be compared.`;
  return t`saved: people who lost money with interception alone, less those who did with warnings too. Beside it, ${people} were kept: warned in time, and paid nothing.${compared} The more fraud gets through, the more people are warned and kept: so kept grows where interception gets worse`;
}

const PEOPLE = t`people: episodes that lost money; somebody whom two gangs rob counts twice`;

const OVER_GANGS = t`95 %: where the figure would lie if the gangs were drawn again; a study compares seeds instead. Numbers of warnings and hours are taken for fixed`;

const UNKNOWN = t`unknown, as the paired runs were left out`;
