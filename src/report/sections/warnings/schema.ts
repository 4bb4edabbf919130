import { z } from "zod";
import { DELIVERY_CHANNELS, WARNING_LEVELS } from "../../../record/warning.ts";
import { SIGNAL_KINDS } from "../../../record/signal.ts";
import { clusteredRate, count, rate, share } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const amount = z.number().nonnegative().nullable();

const funnel = {
  pushed: count,
  onTarget: count.describe("pushed to a subscriber in an episode, repeats included"),
  repeats: count.describe("on target behind an earlier warning for the same episode: not effective again"),
  effective: count.describe(
    "on target, the first for its episode, and delivered by any channel before the episode ended",
  ),
  kept: count.describe("effective, and no money was lost"),
};

export const warningsSchema = {
  warnings: z.strictObject({
    ...funnel,
    keptAnyway: count
      .nullable()
      .describe(
        "kept, but with interception alone the same attempt engaged the same person and cost nothing either; null without paired runs",
      ),
    keptUnmatched: count
      .nullable()
      .describe(
        "kept, and with interception alone the same attempt never engaged, as what is blocked differs by luck: not to be told",
      ),
    singleSignalShare: share.describe(
      "of those pushed, of how many a single signal made nine tenths of the exposure or more; null of none",
    ),
    tooLate: count.describe(
      "pushed to somebody in no episode who had lost money to a gang within the three days before: off target, but no mistake in whom",
    ),
    byExposure: z
      .array(
        z.strictObject({
          exposure: z.number().min(0).describe("at the push"),
          pushed: count.describe("warnings pushed at that exposure or more"),
          onTarget: count.describe("of them, to people in an episode"),
          episodesWarned: count.describe("episodes that had such a warning"),
          precision: rate.describe("onTarget of pushed"),
          recall: rate.describe("episodesWarned of all episodes"),
        }),
      )
      .max(50)
      .describe(
        "what would be left from each exposure on, above the threshold of the run; what warnings change is not in it",
      ),
    byLevel: z.array(
      z.strictObject({
        level: z.enum(WARNING_LEVELS).describe("at the push"),
        finally: count.describe("warnings whose highest level it was"),
        ...funnel,
      }),
    ),
    byChannel: z.array(
      z.strictObject({
        channel: z.enum(DELIVERY_CHANNELS),
        deliveries: count,
        warnings: count.describe("that it delivered at least once"),
        strongest: count.describe("effective warnings for which it was the strongest channel in time"),
        kept: count.describe("of these"),
        success: clusteredRate.describe(
          "kept of strongest, by gang. It does not say what the channel does: a person who is still there for a visit refused before",
        ),
      }),
    ),
    signals: z
      .strictObject({
        personDaysInEpisode: z.number().min(0).describe("of all subscribers together, worked on by a gang"),
        personDaysOtherwise: z.number().min(0),
        kinds: z.array(
          z.strictObject({
            kind: z.enum(SIGNAL_KINDS),
            inEpisode: count.describe("of each subscriber and day the first of its kind, in an episode"),
            otherwise: count.describe("the same in none"),
            likelihoodRatio: z
              .strictObject({ value: amount, low: amount, high: amount, n: count })
              .describe(
                "signals for each person-day in an episode, over those for each other one; 95 %, over gangs and benign callers; null where nothing came otherwise",
              ),
          }),
        ),
      })
      .nullable()
      .describe("what each signal is worth, from truth that the platform has not; null where nobody counted"),
    attemptsPerSuccess: amount.describe("as dissuasion.attemptsPerSuccess"),
    falseAlarmsPer1000SubscriberDays: amount.describe("warnings to people in no episode"),
  }),
};

export type WarningsFields = Fields<typeof warningsSchema>;
