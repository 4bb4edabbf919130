import { z } from "zod";
import { count } from "../../schema-parts.ts";

const MAX_WEEKS = 60;
/** Four a day for a year. */
const MAX_TRAININGS = 1500;

const week = z.strictObject({
  fraud: count.describe("messages of gangs in the week"),
  fraudBlocked: count.describe("of these, by whatever evidence"),
  fraudNamed: count.describe("of these, taken for fraud by the model, likely or for sure"),
  benign: count.describe("benign messages"),
  benignBlocked: count,
  benignNamed: count,
});

const weeks = z.array(week).max(MAX_WEEKS);

const training = z.strictObject({
  hour: count.describe("texts known before it were trained on"),
  inForceFromHour: count.nullable().describe("null where no model was trained"),
  fraud: count.describe("texts trained on, of fraud as investigators decided"),
  benign: count.describe("texts trained on, taken for benign"),
  reason: z.string().nullable().describe("why no model was trained; null where one was"),
});

const retrainingSection = z
  .strictObject({
    trainings: z.array(training).max(MAX_TRAININGS),
    labelled: z.strictObject({
      fraud: count.describe("texts of complaints in cases that found fraud, rightly or wrongly"),
      benign: count.describe("texts of complaints in cases that were dismissed, rightly or wrongly"),
    }),
    drawn: count.describe("allowed messages drawn at random"),
    quiet: count.describe("of these, taken for benign, as nobody complained and nothing of them was listed"),
    costYuan: z.number().nonnegative().describe("of trainings and of labelled texts"),
    weeks: weeks.describe("the last holds what is later, too"),
    without: weeks
      .nullable()
      .describe("the same world with the model that it began with; null where the paired runs were left out"),
  })
  .describe("left out where the model stays as it is");

export const retrainingSchema = { retraining: retrainingSection.exactOptional() };

export type RetrainingReport = z.output<typeof retrainingSection>;
