import { t } from "../../../ui/words.ts";
import { pairWeeks } from "../../../metrics/card-weeks.ts";
import type { LoopInput } from "../../../metrics/loop-input.ts";
import type { Section } from "../section.ts";
import { cardCharts } from "./charts.ts";
import { type CardsReport, cardsSchema } from "./schema.ts";
import { cardsTable } from "./table.ts";

export const cardsSection: Section<typeof cardsSchema> = {
  id: "cards",
  title: t`Cards and the crackdown`,
  schema: cardsSchema,
  make: ({ loop }) => (loop.cards ? { cards: cardsReport(loop.cards, loop) } : {}),
  show: ({ cards }) =>
    cards === undefined ? [] : [...cardCharts(cards).map((chart) => ({ chart })), { table: cardsTable(cards) }],
};

function cardsReport(
  { statement, withoutCrackdown, fromHour }: NonNullable<LoopInput["cards"]>,
  { episodes, hours }: LoopInput,
): CardsReport {
  const { crackdown, innocents, failedTransfers, returnedTransfers, silentSlots, linesAbroad, broke } = statement;
  return {
    crackdown: { ...crackdown },
    innocents: { ...innocents },
    failedTransfers,
    returnedTransfers,
    silentSlots,
    linesAbroad,
    brokeGangs: broke,
    crackdownFromHour: fromHour,
    weeks: pairWeeks({ episodes, cards: statement }, withoutCrackdown, hours),
  };
}
