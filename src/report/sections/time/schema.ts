import { z } from "zod";
import { SPOKEN_REPLIES } from "../../../record/warning.ts";
import { clusteredRate, count, share } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const minutes = z.number().nullable();
const amount = z.number().nonnegative().nullable();

type ReplyShape = Record<(typeof SPOKEN_REPLIES)[number], typeof count>;

/** Eleven years: more than any scenario and its drain. */
const MAX_HOURS = 100_000;
const byHour = z.array(count).max(MAX_HOURS);

export const timeSchema = {
  leadTimeMinutes: z
    .strictObject({
      p10: minutes,
      p50: minutes,
      p90: minutes,
      n: count.describe("episodes whose first on-target warning reached the person, in time or not"),
      beforeHarm: clusteredRate.describe("of these: above 0, and delivered before the episode ended; by gang"),
      curve: z
        .array(z.strictObject({ minutes: z.number(), share: z.number().min(0).max(1) }))
        .describe("share of lead times of at least so many minutes"),
      byHour: z.strictObject({
        from: z.int().describe("the first hour, below 0 where warnings came too late"),
        counts: z.array(count).describe("lead times within that hour and each after it; the sum is n"),
      }),
    })
    .describe("when money was due to go, less when a warning first reached the person; negative when too late"),
  timeline: z
    .strictObject({
      hours: count.describe("hours told of: until the last outcome"),
      engaged: byHour.describe("episodes that began"),
      warnings: byHour.describe("pushed"),
      onTarget: byHour.describe("of these, to a subscriber in an episode"),
      queues: z.strictObject({
        telephone: byHour.describe("jobs waiting at the end of each hour of the scenario"),
        visit: byHour,
      }),
      lossYuan: z.strictObject({
        withDefences: byHour.describe("whole yuan lost in the hour"),
        interceptionOnly: byHour.nullable().describe("null without paired runs"),
        withoutDefences: byHour.nullable().describe("null without paired runs"),
      }),
    })
    .describe("hour by hour of simulated time, from the first"),
  dissuasion: z.strictObject({
    teams: z.array(
      z.strictObject({
        channel: z.enum(["telephone", "visit"]),
        size: count.describe("agents, or teams"),
        attempts: count,
        delivered: count,
        refused: count,
        busy: count,
        away: count,
        replies: z
          .strictObject(Object.fromEntries(SPOKEN_REPLIES.map((reply) => [reply, count])) as ReplyShape)
          .describe("what subscribers said to those who got through"),
        utilisation: share.describe("time spent of the time there was"),
        queueMean: amount.describe("jobs waiting, over the hours"),
        queueMax: count,
      }),
    ),
    attemptsPerSuccess: amount.describe("calls and visits, those about false alarms included, for each person kept"),
  }),
};

export type TimeFields = Fields<typeof timeSchema>;
