import type { Localised } from "../../../core/words.ts";
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

const NET_HEAD: Localised = { en: "What warnings changed", zh: "预警改变了什么" };
const SAVED: Localised = { en: "people saved", zh: "救下的人" };

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
        banks === null
          ? { en: "lost money, interception alone", zh: "损失钱款的人，只有拦截" }
          : { en: "lost money, interception and banks alone", zh: "损失钱款的人，只有拦截和银行" },
        formatCount(net.lostUnwarned),
        "",
      ],
      [{ en: "lost money, with warnings too", zh: "损失钱款的人，另有预警" }, formatCount(net.lost), ""],
      [SAVED, formatCount(net.saved.value), amountInterval(whole(net.saved))],
      [
        { en: "people saved, of those who would have lost", zh: "救下的人，占本会损失钱款的人" },
        formatPercent(net.savedShare, 1),
        formatPercentInterval(net.savedShare, 1),
      ],
      [{ en: "people saved for 100 warnings", zh: "每 100 条预警救下的人" }, ...figure(net.savedPer100Warnings)],
      [{ en: "hours worked by agents and teams", zh: "劝阻员和上门组的工时" }, formatCount(net.workedHours), ""],
      [{ en: "people saved for 100 hours worked", zh: "每 100 工时救下的人" }, ...figure(net.savedPer100Hours)],
      [
        { en: "money saved, yuan", zh: "挽回的钱款，元" },
        amountText(net.savedYuan.value),
        amountInterval(net.savedYuan),
      ],
      [
        { en: "money saved, of what would have been lost", zh: "挽回的钱款，占本会损失的" },
        formatPercent(net.savedYuanShare, 1),
        formatPercentInterval(net.savedYuanShare, 1),
      ],
      [{ en: "money saved for a warning, yuan", zh: "每条预警挽回的钱款，元" }, ...yuan(net.savedYuanPerWarning)],
      [{ en: "money saved for an hour worked, yuan", zh: "每工时挽回的钱款，元" }, ...yuan(net.savedYuanPerHour)],
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
      ? { en: "", zh: "" }
      : {
          en: ` ${formatCount(keptAnyway)} of these would have paid nothing anyway, and ${formatCount(keptUnmatched)} cannot be compared.`,
          zh: `其中 ${formatCount(keptAnyway)} 人本来也不会付钱，${formatCount(keptUnmatched)} 人无从比较。`,
        };
  return {
    en:
      `saved: people who lost money with interception alone, less those who did with warnings too. Beside it, ${people} were kept: ` +
      `warned in time, and paid nothing.${compared.en} The more fraud gets through, the more people are warned and kept: so kept grows ` +
      "where interception gets worse",
    zh:
      `救下：只有拦截时损失钱款的人，减去另有预警时损失钱款的人。另有 ${people} 人保住钱款：及时收到预警，没有付钱。${compared.zh}` +
      "放过的诈骗越多，得到预警、保住钱款的人也越多：所以拦截变差时这个数反而变大",
  };
}

const PEOPLE: Localised = {
  en: "people: episodes that lost money; somebody whom two gangs rob counts twice",
  zh: "人数按损失钱款的诈骗计：被两个团伙骗的人算两次",
};

const OVER_GANGS: Localised = {
  en: "95 %: where the figure would lie if the gangs were drawn again; a study compares seeds instead. Numbers of warnings and hours are taken for fixed",
  zh: "95 %：若重新抽取团伙，数值所在的范围；研究则比较多个种子。预警数与工时视为不变",
};

const UNKNOWN: Localised = {
  en: "unknown, as the paired runs were left out",
  zh: "无从得知，因为没有做配对运行",
};
