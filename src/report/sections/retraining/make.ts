/** What training a model again did and cost, and what the model caught week by week. */
import { messageWeeks } from "../../../metrics/message-weeks.ts";
import type { Tally } from "../../../metrics/tally.ts";
import type { RetrainingInput } from "../../run-input.ts";
import type { RetrainingReport } from "./schema.ts";

export function retrainingReport(tally: Tally, { statement, without }: RetrainingInput): RetrainingReport {
  const { trainings, labelledFraud, labelledBenign, drawn, quiet, yuan } = statement;
  return {
    trainings: trainings.map(({ tick, fromTick, fraud, benign, reason }) => ({
      hour: tick,
      inForceFromHour: fromTick,
      fraud,
      benign,
      reason,
    })),
    labelled: { fraud: labelledFraud, benign: labelledBenign },
    drawn,
    quiet,
    costYuan: yuan,
    weeks: messageWeeks(tally.columns.messageWeeks),
    without: without && messageWeeks(without.columns.messageWeeks),
  };
}
