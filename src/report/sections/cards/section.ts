/** The trade in cards, and the crackdown on it. */
import type { Section } from "../section.ts";
import { cardCharts } from "./charts.ts";
import { cardsReport } from "./make.ts";
import { cardsSchema } from "./schema.ts";
import { cardsTable } from "./table.ts";

export const cardsSection: Section<typeof cardsSchema> = {
  id: "cards",
  title: { en: "Cards and the crackdown", zh: "两卡与断卡行动" },
  schema: cardsSchema,
  make: ({ loop }) => (loop.cards ? { cards: cardsReport(loop.cards, loop.episodes, loop.hours) } : {}),
  show: ({ cards }) =>
    cards === undefined ? [] : [...cardCharts(cards).map((chart) => ({ chart })), { table: cardsTable(cards) }],
};
