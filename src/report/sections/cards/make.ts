/** The trade in cards in a report. */
import { type CardArm, pairWeeks } from "../../../metrics/card-weeks.ts";
import type { CardsOfRun } from "../../../metrics/loop-input.ts";
import type { CardsReport } from "./schema.ts";

export function cardsReport(
  { statement, withoutCrackdown, fromHour }: CardsOfRun,
  episodes: CardArm["episodes"],
  hours: number,
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
