/** The trade in cards in a report, and the reported figures of the crackdown. */
import { type CardArm, pairWeeks } from "../metrics/card-weeks.ts";
import type { CardsOfRun } from "../metrics/loop-input.ts";
import type { CardsReport } from "./cards-schema.ts";
import { type CrackdownFigureId, FIGURES, REPORTED_OF_CRACKDOWN } from "./reported-periods.ts";
import type { Report } from "./schema.ts";

export function cardsReport(
  { statement, withoutCrackdown, fromHour }: CardsOfRun,
  episodes: CardArm["episodes"],
  hours: number,
): CardsReport {
  const { crackdown, failedTransfers, returnedTransfers, silentSlots, linesAbroad, broke } = statement;
  return {
    crackdown: { ...crackdown },
    failedTransfers,
    returnedTransfers,
    silentSlots,
    linesAbroad,
    brokeGangs: broke,
    crackdownFromHour: fromHour,
    weeks: pairWeeks({ episodes, cards: statement }, withoutCrackdown, hours),
  };
}

/** None where there is no crackdown. */
export function crackdownRows(cards: CardsOfRun | null | undefined): Report["reference"] {
  if (!cards || cards.fromHour === null) return [];
  const { scale, isWhole, statement } = cards;
  return (Object.keys(REPORTED_OF_CRACKDOWN) as CrackdownFigureId[]).map((id) => {
    const reported = REPORTED_OF_CRACKDOWN[id];
    const scaled = reported * scale;
    const simulated = statement.crackdown[id];
    return {
      id,
      figure: FIGURES[id].words,
      reported,
      scaled,
      simulated,
      ratio: isWhole ? simulated / scaled : null,
      low: null,
      high: null,
    };
  });
}
