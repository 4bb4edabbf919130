/** The schema of the report's sections on the closed loop. */
import { z } from "zod";
import { TYPOLOGIES } from "../event/taxonomy.ts";
import { DELIVERY_CHANNELS, SPOKEN_REPLIES, WARNING_LEVELS } from "../record/warning.ts";
import { REPORTED_PERIODS } from "../record/reported-period.ts";
import { FIGURE_IDS, type FigureId } from "./reported-periods.ts";
import { count, laterClusteredRate, rate, share } from "./schema-parts.ts";

const yuan = z.number().nonnegative();
/** Between two runs, so that it may be below 0. */
const difference = z.number();

const amount = z.number().nonnegative().nullable();

type ReplyShape = Record<(typeof SPOKEN_REPLIES)[number], typeof count>;

export const episodesSection = z.strictObject({
  total: count,
  lost: count.describe("money was transferred"),
  heeded: count.describe("a warning was heeded before any money went"),
  sawThrough: count.describe("the subscriber saw through it unaided"),
  lostContact: count.describe("the gang could not get through any more"),
  contacts: count.describe("made by gangs over the network after the first one"),
  siteBlocked: count
    .optional()
    .describe("kept from the gang's site or app, as it was blocked; left out by earlier versions"),
  noAccount: count.optional().describe("the gang had no account to send money to; left out by earlier versions"),
  blocked: count.describe("of these contacts"),
  chats: count.optional().describe("steps that followed in a chat app; left out by earlier versions"),
});

const funnel = {
  pushed: count,
  onTarget: count.describe("pushed to a subscriber in an episode, repeats included"),
  repeats: count.describe("on target behind an earlier warning for the same episode: not effective again"),
  effective: count.describe(
    "on target, the first for its episode, and delivered by any channel before the episode ended",
  ),
  kept: count.describe("effective, and no money was lost"),
};

export const warningsSection = z.strictObject({
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
  singleSignalShare: share
    .nullable()
    .optional()
    .describe(
      "of those pushed, of how many a single signal made nine tenths of the exposure or more; null of none; left out by earlier versions",
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
    .optional()
    .describe(
      "what would be left from each exposure on, above the threshold of the run; what warnings change is not in it; left out by earlier versions",
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
      success: laterClusteredRate.describe(
        "kept of strongest, by gang. It does not say what the channel does: whoever is still there for a visit refused before. `channels` does",
      ),
    }),
  ),
  attemptsPerSuccess: amount.describe("as dissuasion.attemptsPerSuccess"),
  falseAlarmsPer1000SubscriberDays: amount.describe("warnings to people in no episode"),
});

export const funnelRateShape = {
  accuracy: laterClusteredRate.describe(
    "on target of pushed; clusters are the gang of an episode, and for a false alarm the number or host that it names",
  ),
  reach: laterClusteredRate.describe("effective of on target, by gang"),
  success: laterClusteredRate.describe("kept of effective, by gang; its cluster bounds are those of the reference row"),
  keptOfPushed: laterClusteredRate.describe("kept of pushed; clusters as of accuracy"),
  coverage: laterClusteredRate.describe("episodes that were warned while open, of all, by gang"),
};

const minutes = z.number().nullable();

export const leadTimeSection = z
  .strictObject({
    p10: minutes,
    p50: minutes,
    p90: minutes,
    n: count.describe("episodes whose first on-target warning reached the person, in time or not"),
    beforeHarm: laterClusteredRate.describe("of these: above 0, and delivered before the episode ended; by gang"),
    curve: z
      .array(z.strictObject({ minutes: z.number(), share: z.number().min(0).max(1) }))
      .describe("share of lead times of at least so many minutes"),
    byHour: z
      .strictObject({
        from: z.int().describe("the first hour, below 0 where warnings came too late"),
        counts: z.array(count).describe("lead times within that hour and each after it; the sum is n"),
      })
      .optional()
      .describe("left out by earlier versions"),
  })
  .describe("when money was due to go, less when a warning first reached the person; negative when too late");

export const lossSection = z.strictObject({
  withoutDefences: yuan.nullable().describe("of the paired run with none; null where it was left out"),
  withDefences: yuan,
  avoided: difference.nullable(),
  byMechanism: z
    .strictObject({
      interception: difference.describe("loss without defences less loss with interception alone"),
      warnings: difference.describe("loss with interception alone less loss with all defences"),
    })
    .nullable(),
  byTypology: z.array(
    z.strictObject({
      name: z.enum(TYPOLOGIES),
      episodes: count,
      lost: count.describe("episodes that ended in a transfer"),
      withoutDefences: yuan.nullable(),
      withDefences: yuan,
      avoided: difference.nullable(),
    }),
  ),
});

export const referenceRow = z
  .strictObject({
    id: z.enum(FIGURE_IDS as [FigureId, ...FigureId[]]),
    figure: z.string(),
    reported: z
      .number()
      .describe("of a national platform, in the period of `referencePeriod`; 2020 where that is left out"),
    scaled: z
      .number()
      .describe(
        "the part of it that the scenario stands for, at the hours that the scale is for; a share stays as it is",
      ),
    simulated: z.number().nullable(),
    ratio: z
      .number()
      .nullable()
      .describe("simulated by scaled; null but for success where the scenario has other hours than the scale is for"),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .meta({
    id: "ReferenceFigure",
    description:
      "A reported figure beside the simulated one. low to high: 95 % interval of the simulated figure over gangs as drawn anew from " +
      "those of this world (on the scale of logarithms, with Student's t); null where they do not tell",
  });

export const referencePeriodSection = z
  .strictObject({
    name: z.enum(REPORTED_PERIODS),
    period: z.string(),
    months: z
      .number()
      .positive()
      .nullable()
      .describe("of the period: counts are scaled from a month of it; null: from the whole"),
    countedBy: z.enum(["police", "industry ministry"]).describe("they differ threefold for one year"),
    source: z.string(),
    quality: z.enum(["B", "M"]).describe("B: the project's brief; M: a news report read on a mirror"),
    missed: z
      .array(z.enum(FIGURE_IDS as [FigureId, ...FigureId[]]))
      .describe("figures that are off by more than 15 %, or that nothing simulates"),
  })
  .describe("whose figures `reference` holds; left out by earlier versions");

export const dissuasionSection = z.strictObject({
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
        .optional()
        .describe("what subscribers said to those who got through; left out by versions before 0.5.0"),
      utilisation: share.describe("time spent of the time there was"),
      queueMean: amount.describe("jobs waiting, over the hours"),
      queueMax: count,
    }),
  ),
  attemptsPerSuccess: amount.describe("calls and visits, those about false alarms included, for each person kept"),
});

export const investigationsSection = z.strictObject({
  complaints: count,
  cases: count,
  fraudulent: count.describe("cases decided so"),
  benign: count.describe("cases decided so"),
  wrong: count.describe("of the decided cases, one way or the other"),
  waiting: count.describe("cases not decided when the run ended, whether in work or not"),
});

export const gangCostsSection = z
  .strictObject({
    domains: count.describe("replaced because they were blocked"),
    apps: count.describe("the same"),
    yuan: yuan.describe("paid for these: gangs.domainYuan and gangs.appYuan each"),
  })
  .describe("what gangs paid for new domains and apps; left out by earlier versions");

export const moneySection = z
  .strictObject({
    sentYuan: yuan.describe("by victims"),
    returnedYuan: yuan.describe("of that, stopped on the way and given back"),
    lostYuan: yuan.describe("the rest"),
    capitalYuan: yuan.describe("that gangs began with"),
    launderedYuan: yuan.describe("kept by those who launder it"),
    muledYuan: yuan.describe("kept by the holders of mule accounts"),
    dealersYuan: difference.describe(
      "kept by dealers of cards; below 0 where they paid holders out of means of their own",
    ),
    holdersYuan: yuan.describe("paid by dealers to holders of cards"),
    suppliersYuan: yuan.describe("paid by gangs for all else"),
    heldYuan: difference.describe("by gangs at the end"),
  })
  .describe("lostYuan + capitalYuan = the other six that follow; left out by earlier versions");

/** Eleven years: more than any scenario and its drain. */
const MAX_HOURS = 100_000;
const byHour = z.array(count).max(MAX_HOURS);

export const timelineSection = z
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
  .describe("hour by hour of simulated time, from the first; left out by versions before 0.4.0");
