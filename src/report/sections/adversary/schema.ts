import { z } from "zod";
import { KNOB_NAMES } from "../../../record/knobs.ts";
import { count } from "../../schema-parts.ts";

const MAX_WEEKS = 60;
const MAX_STAGES = 100;

const weekCounts = z.strictObject({
  contacts: count.describe("of fraud, in the week"),
  blocked: count.describe("of these"),
  stages: z
    .array(z.strictObject({ stage: z.string(), seen: count.describe("of these contacts, with evidence of the stage") }))
    .max(MAX_STAGES),
});

const weeks = z.array(weekCounts).max(MAX_WEEKS);

const ratio = z.number().nullable();

const adversarySection = z
  .strictObject({
    mode: z.enum(["scripted", "adaptive"]),
    profitYuan: z.number().describe("what gangs earned, less what they paid"),
    weeks: weeks.describe("the last holds what is later, too"),
    fixedHabit: z
      .strictObject({ profitYuan: z.number(), weeks })
      .nullable()
      .describe("the same with gangs that keep today's habit; null where the paired runs were left out"),
    noLoop: z
      .strictObject({ profitYuan: z.number(), weeks })
      .nullable()
      .describe("the same with complaints that nobody investigates: what complaints and templates win back"),
    knobs: z
      .array(
        z.strictObject({
          knob: z.enum(KNOB_NAMES as unknown as [string, ...string[]]),
          changes: count.describe("by gangs of their own accord"),
          costYuan: z.number().nonnegative().describe("paid for these"),
          perYuanBefore: ratio.describe("income for each yuan spent in the week before a change, over all changes"),
          perYuanAfter: ratio.describe("the same in the week after"),
          settings: z
            .array(z.strictObject({ setting: z.string(), byWeek: z.array(z.number().min(0).max(1)).max(MAX_WEEKS) }))
            .max(MAX_STAGES)
            .describe("share of gangs on the last day of each week"),
        }),
      )
      .max(KNOB_NAMES.length),
  })
  .describe("left out where gangs keep their habit");

export const adversarySchema = { adversary: adversarySection.exactOptional() };

export type AdversaryReport = z.infer<typeof adversarySection>;
