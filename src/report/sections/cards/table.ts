import { amountText, formatCount } from "../../format.ts";
import { t, type Text, type Localised } from "../../../ui/words.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { CardsReport } from "./schema.ts";

type Week = CardsReport["weeks"][number];

const LEGEND = t`price: yuan for a set of cards; sets: opened by holders. Below, in brackets, the same without the crackdown; of contacts, episodes and losses the difference that the crackdown makes, 95 % over gangs.`;

const TOO_SHORT = t`The run is shorter than a week: no week to show.`;

export function cardsTable(cards: CardsReport): ReportTable {
  const { weeks, crackdownFromHour } = cards;
  return {
    head: [t`Cards, by week`, t`price`, t`sets`, t`contacts`, t`episodes`, t`loss, yuan`],
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
  return t`The crackdown, from hour ${fromHour}: ${leads!} leads, ${traced!} traced, ${dealers!} dealers destroyed, ${suspects!} suspects arrested, ${holders!} people penalised, ${outlets!} outlets shut, ${accounts!} accounts frozen.`;
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
  return t`What it cost the innocent: ${penalised!} of the people penalised never sold a card. They lost ${lines!} lines, and missed ${calls!} calls and ${payments!} payments. Of ${appeals!} appeals ${granted!} were granted.`;
}

function tradeWords(cards: CardsReport): Localised {
  const [failed, returned, silent, abroad, broke] = [
    cards.failedTransfers,
    cards.returnedTransfers,
    cards.silentSlots,
    cards.linesAbroad,
    cards.brokeGangs,
  ].map(formatCount);
  return t`${failed!} transfers found no account, ${returned!} were returned; ${silent!} times a line had no SIM, ${abroad!} lines came from abroad instead; ${broke!} gangs went broke.`;
}

function beside({ with: ours, without }: Week, figure: "priceYuan" | "opened"): Text {
  return stack(whole(ours[figure]), without === null ? "" : `(${whole(without[figure])})`);
}

function withDifference({ with: ours, difference }: Week, figure: "contacts" | "episodes" | "lossYuan"): Text {
  const { low = null, high = null } = difference?.[figure] ?? {};
  if (low === null || high === null) return amountText(ours[figure]);
  const [from, to] = [amountText(Math.round(low)), amountText(Math.round(high))];
  return stack(amountText(ours[figure]), t`${from} to ${to}`);
}

function whole(value: number): string {
  return formatCount(Math.round(value));
}
