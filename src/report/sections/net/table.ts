/** The net effect of warnings as a table: for people, for money, and for the work that it took. */
import type { Words } from "../../../core/words.ts";
import type { GangRatio, GangSum } from "../../../metrics/gang-sum.ts";
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
import type { WarningsFields } from "../warnings/schema.ts";
import type { NetFields } from "./schema.ts";

export const NET_HEAD: Words = { en: "What warnings changed", zh: "预警改变了什么" };
export const SAVED: Words = { en: "people saved", zh: "救下的人" };

export function netTable({ netEffect, warnings }: NetFields & Pick<WarningsFields, "warnings">): ReportTable {
  const head = [NET_HEAD, "", "95 %"];
  if (netEffect === null) return { head, rows: [], notes: [UNKNOWN] };
  const net = netEffect;
  return {
    head,
    rows: [
      [{ en: "lost money, interception alone", zh: "受骗的人，只有拦截" }, formatCount(net.lostUnwarned), ""],
      [{ en: "lost money, with warnings too", zh: "受骗的人，另有预警" }, formatCount(net.lost), ""],
      [SAVED, formatCount(net.saved.value), amountInterval(whole(net.saved))],
      [
        { en: "  of those who would have lost", zh: "  占本会受骗的人" },
        formatPercent(net.savedShare, 1),
        formatPercentInterval(net.savedShare, 1),
      ],
      [{ en: "  for 100 warnings", zh: "  每 100 条预警" }, ...figure(net.savedPer100Warnings)],
      [{ en: "  for 100 hours worked", zh: "  每 100 工时" }, ...figure(net.savedPer100Hours)],
      [
        { en: "money saved by warnings, yuan", zh: "预警挽回的钱款，元" },
        amountText(net.savedYuan.value),
        amountInterval(net.savedYuan),
      ],
      [
        { en: "  of what would have been lost", zh: "  占本会损失的钱款" },
        formatPercent(net.savedYuanShare, 1),
        formatPercentInterval(net.savedYuanShare, 1),
      ],
      [{ en: "  for a warning", zh: "  每条预警" }, ...yuan(net.savedYuanPerWarning)],
      [{ en: "  for an hour worked", zh: "  每工时" }, ...yuan(net.savedYuanPerHour)],
    ],
    notes: [whatKeptMeans(warnings.kept), OVER_GANGS],
  };
}

function whole({ low, high }: GangSum): Pick<GangSum, "low" | "high"> {
  return { low: low && Math.round(low), high: high && Math.round(high) };
}

function figure(ratio: GangRatio): [string, string] {
  return [formatFigure(ratio, 1), formatInterval(ratio, 1)];
}

function yuan(ratio: GangRatio): [string | Words, string | Words] {
  return ratio.value === null ? [NONE, ""] : [amountText(ratio.value), amountInterval(ratio)];
}

function whatKeptMeans(kept: number): Words {
  const people = formatCount(kept);
  return {
    en:
      `saved: lost with interception alone, less lost with warnings too. Beside it, ${people} were kept: warned in time, and paid ` +
      "nothing. Some of them would have paid nothing anyway. The more fraud gets through, the more people are warned and kept: so kept " +
      "grows where interception gets worse",
    zh:
      `救下：只有拦截时受骗的人，减去另有预警时受骗的人。另有 ${people} 人保住钱款：及时收到预警，没有付钱。其中一些人本来也不会付钱。` +
      "放过的诈骗越多，得到预警、保住钱款的人也越多：所以拦截变差时这个数反而变大",
  };
}

const OVER_GANGS: Words = {
  en: "95 %: where the figure would lie if the gangs were drawn again; a study compares seeds instead. Warnings and hours are taken as they are",
  zh: "95 %：若重新抽取团伙，数值所在的范围；研究则比较多个种子。预警数与工时视为不变",
};

const UNKNOWN: Words = {
  en: "unknown, as the paired runs were left out",
  zh: "无从得知，因为没有做配对运行",
};
