import { amountText, formatCount } from "../../format.ts";
import { en, type Text, type Localised, zh } from "../../../core/words.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { CardsReport } from "./schema.ts";

type Week = CardsReport["weeks"][number];

const LEGEND: Localised = {
  en:
    "price: yuan for a set of cards; sets: opened by holders. Below, in brackets, the same without the crackdown; " +
    "of contacts, episodes and losses the difference that the crackdown makes, 95 % over gangs.",
  zh: "价格：一套卡多少元；套：卖卡人开的套数。下面括号内为没有断卡行动时；接触、诈骗和损失下面是断卡行动造成的差别，95 % 区间按团伙。",
};

const TOO_SHORT: Localised = {
  en: "The run is shorter than a week: no week to show.",
  zh: "运行不足一周：没有可列的周。",
};

export function cardsTable(cards: CardsReport): ReportTable {
  const { weeks, crackdownFromHour } = cards;
  return {
    head: [
      { en: "Cards, by week", zh: "两卡，按周" },
      { en: "price", zh: "价格" },
      { en: "sets", zh: "套" },
      { en: "contacts", zh: "接触" },
      { en: "episodes", zh: "诈骗" },
      { en: "loss, yuan", zh: "损失，元" },
    ],
    rows: weeks.map((week) => [
      String(week.week + 1),
      beside(week, "priceYuan"),
      beside(week, "opened"),
      withDifference(week, "contacts"),
      withDifference(week, "episodes"),
      withDifference(week, "lossYuan"),
    ]),
    notes: [
      weeks.length === 0 ? TOO_SHORT : LEGEND,
      ...(crackdownFromHour === null
        ? []
        : [crackdownWords(cards.crackdown, formatCount(crackdownFromHour)), innocentWords(cards)]),
      tradeWords(cards),
    ],
    isFolded: true,
  };
}

function crackdownWords(counts: CardsReport["crackdown"], fromHour: string): Localised {
  const [leads, traced, dealers, suspects, holders, outlets, accounts] = [
    counts.leads,
    counts.traced,
    counts.dealersDestroyed,
    counts.suspectsArrested,
    counts.holdersPenalised,
    counts.outletsShut,
    counts.accountsFrozen,
  ].map(formatCount);
  return {
    en: `The crackdown, from hour ${fromHour}: ${leads} leads, ${traced} traced, ${dealers} dealers destroyed, ${suspects} suspects arrested, ${holders} people penalised, ${outlets} outlets shut, ${accounts} accounts frozen.`,
    zh: `断卡行动自第 ${fromHour} 小时起：线索 ${leads} 条，查到人的 ${traced} 条，打掉贩卡团伙 ${dealers} 个，抓获嫌疑人 ${suspects} 名，惩戒 ${holders} 人，关停网点 ${outlets} 个，冻结账户 ${accounts} 个。`,
  };
}

function innocentWords({ innocents, crackdown }: CardsReport): Localised {
  const [penalised, lines, calls, payments, appeals, granted] = [
    innocents.penalised,
    innocents.linesCut,
    innocents.missedCalls,
    innocents.missedPayments,
    crackdown.appeals,
    crackdown.appealsGranted,
  ].map(formatCount);
  return {
    en: `What it cost the innocent: ${penalised} of the people penalised never sold a card. They lost ${lines} lines, and missed ${calls} calls and ${payments} payments. Of ${appeals} appeals ${granted} were granted.`,
    zh: `无辜者的代价：被惩戒者中 ${penalised} 人从未卖卡。他们失去线路 ${lines} 条，错过电话 ${calls} 个、支付 ${payments} 笔。申诉 ${appeals} 次，成功 ${granted} 次。`,
  };
}

function tradeWords(cards: CardsReport): Localised {
  const [failed, returned, silent, abroad, broke] = [
    cards.failedTransfers,
    cards.returnedTransfers,
    cards.silentSlots,
    cards.linesAbroad,
    cards.brokeGangs,
  ].map(formatCount);
  return {
    en: `${failed} transfers found no account, ${returned} were returned; ${silent} times a line had no SIM, ${abroad} lines came from abroad instead; ${broke} gangs went broke.`,
    zh: `${failed} 笔转账没有可用账户，${returned} 笔被追回；线路缺卡 ${silent} 次，改用境外线路 ${abroad} 条；${broke} 个团伙破产。`,
  };
}

function beside({ with: ours, without }: Week, figure: "priceYuan" | "opened"): Text {
  return stack(whole(ours[figure]), without === null ? "" : `(${whole(without[figure])})`);
}

function withDifference({ with: ours, difference }: Week, figure: "contacts" | "episodes" | "lossYuan"): Text {
  const { low = null, high = null } = difference?.[figure] ?? {};
  if (low === null || high === null) return amountText(ours[figure]);
  const [from, to] = [amountText(Math.round(low)), amountText(Math.round(high))];
  return stack(amountText(ours[figure]), { en: `${en(from)} to ${en(to)}`, zh: `${zh(from)} 至 ${zh(to)}` });
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}
