/** The trade in cards in a report, and the reported figures of the campaign. */
import { type CardArm, pairWeeks } from "../metrics/card-weeks.ts";
import type { CardsOfRun } from "../metrics/loop-input.ts";
import type { CardsReport } from "./cards-schema.ts";
import { type CampaignFigureId, FIGURES, REPORTED_OF_CAMPAIGN } from "./reported-periods.ts";
import type { Report } from "./schema.ts";

export function cardsReport(
  { statement, withoutCampaign, fromHour }: CardsOfRun,
  episodes: CardArm["episodes"],
  hours: number,
): CardsReport {
  const { campaign, failedTransfers, returnedTransfers, silentSlots, linesAbroad, broke } = statement;
  return {
    campaign: { ...campaign },
    failedTransfers,
    returnedTransfers,
    silentSlots,
    linesAbroad,
    brokeGangs: broke,
    campaignFromHour: fromHour,
    weeks: pairWeeks({ episodes, cards: statement }, withoutCampaign, hours),
  };
}

/** None where there is no campaign. */
export function campaignRows(cards: CardsOfRun | null | undefined): Report["reference"] {
  if (!cards || cards.fromHour === null) return [];
  const { scale, isWhole, statement } = cards;
  return (Object.keys(REPORTED_OF_CAMPAIGN) as CampaignFigureId[]).map((id) => {
    const reported = REPORTED_OF_CAMPAIGN[id];
    const scaled = reported * scale;
    const simulated = statement.campaign[id];
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
