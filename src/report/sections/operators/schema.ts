import { z } from "zod";
import { OPERATORS, RECIPIENTS } from "../../../record/operator.ts";
import { clusteredRate, count } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const notices = {
  notices: count.describe("sent during the run: of numbers and sites to operators, of apps to stores"),
  enacted: count.describe("of these, when the run ended"),
  medianDelayHours: z
    .number()
    .nonnegative()
    .nullable()
    .describe("from listing to enactment, of the notices that are ever enacted; null where there are none"),
};

/** More rows than there are spans of hours. */
const MAX_SPANS = 100;

const operatorRow = z.strictObject({
  name: z.enum(OPERATORS),
  ...notices,
  contacts: count.describe("of gangs with its customers"),
  intercepted: count,
  interception: clusteredRate.describe("by gang"),
  passed: z
    .strictObject({
      late: count.describe("contacts of gangs, as the notice was not enacted yet"),
      refused: count.describe("contacts of gangs, as it never is"),
      benign: count.describe("benign events, for either reason"),
      byHour: z
        .array(z.strictObject({ from: count.describe("hours since the listing, to the next row's"), contacts: count }))
        .max(MAX_SPANS)
        .describe("the late ones"),
    })
    .describe("calls and messages that rest on a listing and passed for want of an enacted notice"),
  sitesPassed: count.describe("look-ups of listed sites that it did not refuse yet, or never does"),
});

const operatorsSection = z
  .strictObject({
    operators: z.array(operatorRow).length(OPERATORS.length),
    stores: z.strictObject({
      name: z.literal(RECIPIENTS[OPERATORS.length]!),
      ...notices,
      appsPassed: count.describe("installs of listed apps that they did not refuse yet, or never do"),
    }),
  })
  .describe("what each operator made of the platform's notices; null where all enact every notice at once");

export const operatorsSchema = { operators: operatorsSection.nullable() };

export type OperatorsFields = Fields<typeof operatorsSchema>;
export type OperatorsReport = NonNullable<OperatorsFields["operators"]>;
