/** The trade in cards, week by week, beside the same weeks without the crackdown. */
import type { CardsReport } from "../cards-schema.ts";
import { formatAmount, formatCount } from "../format.ts";
import { type ReportTable, stack } from "./report-table.ts";

type Week = CardsReport["weeks"][number];

const LEGEND =
  "price: yuan for a set of cards; sets: opened by holders. Below, in brackets, the same without the crackdown; " +
  "of contacts, episodes and losses the difference that the crackdown makes, 95 % over gangs.";

export function cardsTable({ weeks, crackdown, crackdownFromHour, ...cards }: CardsReport): ReportTable {
  return {
    head: ["Cards, by week", "price", "sets", "contacts", "episodes", "loss, yuan"],
    rows: weeks.map((week) => [
      String(week.week + 1),
      beside(week, "priceYuan"),
      beside(week, "opened"),
      withDifference(week, "contacts"),
      withDifference(week, "episodes"),
      withDifference(week, "lossYuan"),
    ]),
    notes: [
      weeks.length === 0 ? "The run is shorter than a week: no week to show." : LEGEND,
      ...(crackdownFromHour === null
        ? []
        : [
            `The crackdown, from hour ${formatCount(crackdownFromHour)}: ${formatCount(crackdown.leads)} leads, ${formatCount(crackdown.traced)} traced, ` +
              `${formatCount(crackdown.dealersDestroyed)} dealers destroyed, ${formatCount(crackdown.suspectsArrested)} suspects arrested, ` +
              `${formatCount(crackdown.holdersPenalised)} holders penalised (${formatCount(crackdown.innocentsPenalised)} of them innocent), ` +
              `${formatCount(crackdown.outletsShut)} outlets shut, ${formatCount(crackdown.accountsFrozen)} accounts frozen.`,
          ]),
      `${formatCount(cards.failedTransfers)} transfers found no account, ${formatCount(cards.returnedTransfers)} were returned; ` +
        `${formatCount(cards.silentSlots)} times a line had no SIM, ${formatCount(cards.linesAbroad)} lines came from abroad instead; ` +
        `${formatCount(cards.brokeGangs)} gangs went broke.`,
    ],
  };
}

function beside({ with: ours, without }: Week, figure: "priceYuan" | "opened"): string {
  return stack(whole(ours[figure]), without === null ? "" : `(${whole(without[figure])})`);
}

function withDifference({ with: ours, difference }: Week, figure: "contacts" | "episodes" | "lossYuan"): string {
  const of = difference?.[figure];
  if (of === undefined) return formatAmount(ours[figure]);
  const bounds = of.low === null || of.high === null ? "" : `${signed(of.low)} to ${signed(of.high)}`;
  return stack(formatAmount(ours[figure]), bounds);
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}

function signed(value: number): string {
  return `${value < 0 ? "-" : ""}${formatAmount(Math.abs(Math.round(value)))}`;
}
