import { z } from "zod";
import { clusteredCorrelation, clusteredRate, MAX_ROWS, share } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

/** The funnel's rates, each over another group. */
const funnelRateShape = {
  accuracy: clusteredRate.describe(
    "on target of pushed; clusters are the gang of an episode, and for a false alarm the number or host that it names",
  ),
  reach: clusteredRate.describe("effective of on target, by gang"),
  success: clusteredRate.describe("kept of effective, by gang; its cluster bounds are those of the reference row"),
  keptOfPushed: clusteredRate.describe("kept of pushed; clusters as of accuracy"),
  coverage: clusteredRate.describe("episodes that were warned while open, of all, by gang"),
};

export const ratesSchema = {
  rates: z.strictObject({
    interceptionCalls: clusteredRate,
    interceptionMessages: clusteredRate,
    interception: clusteredRate,
    falseInterception: clusteredRate,
    falseInterceptionCalls: clusteredRate,
    falseInterceptionMessages: clusteredRate,
    precision: clusteredRate,
    precisionCalls: clusteredRate,
    precisionMessages: clusteredRate,
    recall: clusteredRate,
    flaggedFraud: clusteredRate.describe("let through, by gang"),
    flaggedBenign: clusteredRate.describe("let through, by caller"),
    prevalence: clusteredRate,
    mcc: clusteredCorrelation,
    ...funnelRateShape,
  }),
  precisionByPrevalence: z
    .array(
      z.strictObject({
        prevalence: share,
        basis: z.enum(["scenario", "re-weighted"]),
        precision: clusteredRate.describe("of blocking"),
        accuracy: clusteredRate.describe(
          "of warnings; re-weighted, false alarms that name no gang's number or host grow with benign traffic",
        ),
      }),
    )
    .max(MAX_ROWS),
};

export type RatesFields = Fields<typeof ratesSchema>;
