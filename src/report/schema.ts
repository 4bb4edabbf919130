/** The report as a document: its schema, from which its type and its JSON Schema follow. */
import { z } from "zod";
import { adversaryReportSection } from "./adversary-schema.ts";
import { retrainingSection } from "./retraining-schema.ts";
import { BENIGN_CLASSES } from "../event/taxonomy.ts";
import { DECISIONS } from "../event/findings.ts";
import {
  dissuasionSection,
  episodesSection,
  funnelRateShape,
  gangCostsSection,
  moneySection,
  investigationsSection,
  leadTimeSection,
  lossSection,
  referencePeriodSection,
  referenceRow,
  timelineSection,
  warningsSection,
} from "./loop-schema.ts";
import { clusteredRate, count, laterClusteredRate, rate, share } from "./schema-parts.ts";
import { cardsSection } from "./cards-schema.ts";
import { operatorsSection } from "./operators-schema.ts";

/** Raised when a field is taken away or changes its meaning; a new field does not raise it. */
export const REPORT_SCHEMA_VERSION = 2;

const per10000 = z
  .strictObject({
    value: z.number().min(0).max(10_000).nullable(),
    low: z.number().min(0).max(10_000).nullable(),
    high: z.number().min(0).max(10_000).nullable(),
    n: count,
  })
  .meta({ id: "RatePer10000", description: "A rate as a count per 10,000 events" });

const bound10000 = z.number().min(0).max(10_000).nullable().optional();

const clusteredPer10000 = z.strictObject({ ...per10000.shape, clusterLow: bound10000, clusterHigh: bound10000 }).meta({
  id: "ClusteredRatePer10000",
  description:
    "As RatePer10000, and its 95 % interval over callers, whose events stand and fall together: the one to quote, as if events were " +
    "independent where the count is 0. Earlier versions left both bounds out",
});

const coefficient = z.number().min(-1).max(1).nullable();

const correlation = z
  .strictObject({ value: coefficient, low: coefficient, high: coefficient, n: count })
  .meta({ id: "Correlation", description: "Matthews' correlation with its 95 % interval; null when nothing varies" });

const clusteredCorrelation = z
  .strictObject({ ...correlation.shape, clusterLow: coefficient, clusterHigh: coefficient })
  .meta({
    id: "ClusteredCorrelation",
    description: "A correlation, and its 95 % interval over gangs and benign callers",
  });

const laterClusteredCorrelation = z
  .strictObject({ ...correlation.shape, clusterLow: coefficient.optional(), clusterHigh: coefficient.optional() })
  .meta({
    id: "LaterClusteredCorrelation",
    description: "As ClusteredCorrelation. Earlier versions left both bounds out",
  });

const caught = z.strictObject({ contacts: count, intercepted: count });

const byChannel = z.strictObject({ calls: count, messages: count });

const channelRow = z.strictObject({
  name: z.enum(["calls", "messages"]),
  contacts: count,
  intercepted: count,
  flagged: count,
  rate: clusteredRate,
});

const breakdownRow = z
  .strictObject({
    name: z.string(),
    contacts: count,
    intercepted: count,
    flagged: count,
    rate: laterClusteredRate,
    calls: laterClusteredRate,
    messages: laterClusteredRate,
  })
  .meta({ id: "Breakdown", description: "Interception of one kind of contact, in all and by channel, each by gang" });

const benignClass = z.strictObject({
  total: count,
  intercepted: count,
  flagged: count,
  interceptedPer10000: clusteredPer10000,
  calls: z.strictObject({ total: count, intercepted: count, flagged: count }),
  messages: z.strictObject({ total: count, intercepted: count, flagged: count }),
});

const baseline = z
  .strictObject({
    name: z.enum([
      "do nothing",
      "blocklist only",
      "best single feature",
      "disguise characters",
      "character pairs",
      "ringfence",
      "oracle",
    ]),
    rule: z.string(),
    recall: laterClusteredRate,
    precision: laterClusteredRate,
    falsePer10000: clusteredPer10000,
    mcc: laterClusteredCorrelation,
  })
  .meta({
    id: "Baseline",
    description:
      "A rule, and what it would have done. Cluster bounds are null but for blocklist only and ringfence: doing nothing and the oracle are " +
      "what they are by definition, and the single feature is chosen in hindsight, by F1",
  });

/**
 * Rows of a table of the report: kinds, stages, points. None has near as many, and a page of it is drawn for people.
 */
const MAX_ROWS = 100;

const probability = z.number().min(0).max(1);

const lookUps = z
  .strictObject({ probed: count, falsePositives: count })
  .describe("look-ups in the run's own traffic, where the same keys recur: counts, no rate");

const filterSection = z.strictObject({
  promised: probability.describe("false-positive rate asked for, reached when the table is full"),
  expected: probability.describe("what theory expects at the table's fill at the end of the run"),
  measured: rate.describe("false positives over numbers drawn at random, none of them listed"),
  numbers: lookUps,
  domains: lookUps,
});

const matcherSection = z.strictObject({
  engine: z.string(),
  differing: rate.describe("decisions other than those of scan, on edited copies of the scripts in force at the end"),
});

const measures = z.strictObject({ seen: count, blocked: count, decisive: count });

const decisions = z.strictObject({ allowed: count, flagged: count, blocked: count });

const ledgerEntry = z.strictObject({ generated: count, allowed: count, flagged: count, blocked: count });

const machine = z.strictObject({
  cpu: z.string().describe("the processor's name as the system gives it"),
  cores: count.describe("that the process may run on"),
  quotaCores: z
    .number()
    .positive()
    .nullable()
    .exactOptional()
    .describe("cores that control groups grant; null where none limits them, or that cannot be told"),
  quotaKnown: z.boolean().exactOptional().describe("whether that can be told; earlier reports do not look"),
  memoryMiB: count,
  os: z.string(),
});

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    scenario: z.string(),
    seed: z.int(),
    workers: z.int().positive(),
    digest: z.string().regex(/^[0-9a-f]{16}$/),
    reproduce: z.string().describe("the command line that repeats the run"),
    hours: z.strictObject({
      scenario: count.describe("simulated hours with benign traffic and first contacts"),
      untilLastOutcome: count.describe("with those that the run went on for its last episodes"),
      reference: count
        .optional()
        .describe("hours of the scenario that the scale of reference figures is for; left out by earlier versions"),
    }),
    events: z.strictObject({ total: count, ...byChannel.shape }),
    fraud: z.strictObject({
      contacts: byChannel,
      intercepted: byChannel.extend({
        domains: count.describe("distinct fraud domains blocked"),
        apps: count
          .optional()
          .describe("distinct apps of gangs that the network refused to somebody; left out by earlier versions"),
      }),
      flagged: byChannel,
    }),
    benign: z.strictObject({
      total: count,
      intercepted: count,
      flagged: count,
      byClass: z.record(z.enum(BENIGN_CLASSES), benignClass),
    }),
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
      flaggedFraud: laterClusteredRate.describe("let through, by gang"),
      flaggedBenign: laterClusteredRate.describe("let through, by caller"),
      prevalence: laterClusteredRate,
      mcc: clusteredCorrelation,
      ...funnelRateShape,
    }),
    reference: z.array(referenceRow).max(MAX_ROWS),
    referencePeriod: referencePeriodSection.optional(),
    episodes: episodesSection,
    warnings: warningsSection,
    leadTimeMinutes: leadTimeSection,
    lossYuan: lossSection,
    dissuasion: dissuasionSection,
    investigations: investigationsSection,
    gangCosts: gangCostsSection.optional(),
    money: moneySection.optional(),
    operators: operatorsSection.nullable().optional(),
    cards: cardsSection.exactOptional().describe("only where cards are traded"),
    timeline: timelineSection.optional(),
    adversary: adversaryReportSection.optional(),
    retraining: retrainingSection.exactOptional(),
    precisionByPrevalence: z
      .array(
        z.strictObject({ prevalence: share, basis: z.enum(["scenario", "re-weighted"]), precision: clusteredRate }),
      )
      .max(MAX_ROWS),
    interception: z.strictObject({
      channel: z.array(channelRow).max(MAX_ROWS),
      typology: z.array(breakdownRow).max(MAX_ROWS),
      obfuscation: z.array(breakdownRow).max(MAX_ROWS).describe("messages only: a call has no text to obfuscate"),
      technology: z.array(breakdownRow).max(MAX_ROWS),
      typologyByLevel: z
        .array(z.strictObject({ name: z.string(), calls: caught, messages: z.array(caught).max(MAX_ROWS) }))
        .max(MAX_ROWS)
        .optional()
        .describe("calls, and messages by level of obfuscation; left out by versions before 0.4.0"),
    }),
    filter: filterSection.nullable().describe("null when the blocklist has no filter"),
    matcher: matcherSection.exactOptional().describe("only where the matcher engine is approximate"),
    baselines: z.array(baseline).max(MAX_ROWS),
    singleFeatures: z
      .array(z.strictObject({ feature: z.string(), rule: z.string(), recall: rate, precision: rate, f1: z.number() }))
      .max(MAX_ROWS),
    precisionRecall: z
      .array(
        z.strictObject({
          channel: z.enum(["all", "calls", "messages"]),
          points: z
            .array(
              z.strictObject({
                score: z.int().describe("block from this score on, in hundredths of a nat of log-odds"),
                intercepted: count,
                falselyIntercepted: count,
                recall: share,
                precision: share,
              }),
            )
            .max(MAX_ROWS),
        }),
      )
      .max(MAX_ROWS),
    stages: z.array(z.strictObject({ stage: z.string(), fraud: measures, benign: measures })).max(MAX_ROWS),
    decidedBy: z
      .array(z.strictObject({ stage: z.string(), fraud: decisions, benign: decisions }))
      .max(MAX_ROWS)
      .refine((rows) => new Set(rows.map(({ stage }) => stage)).size === rows.length, "expected each stage once")
      .optional()
      .describe(
        'every event once, under the stage whose evidence weighed most, "none" where no stage had any; left out by versions before 0.4.0',
      ),
    evidence: z.array(z.strictObject({ name: z.string(), fraud: count, benign: count })).max(MAX_ROWS),
    ledger: ledgerEntry.extend({ byChannel: z.strictObject({ calls: ledgerEntry, messages: ledgerEntry }) }),
    performance: z.strictObject({
      wallSeconds: z.number().nonnegative(),
      eventsPerSecond: z.number().nonnegative(),
      peakRssMiB: z.number().nonnegative(),
      node: z.string(),
      machine: machine.exactOptional().describe("that the run was made on; earlier reports do not say"),
      mainThreadBusy: probability.describe("share of the wall time that the main thread was busy"),
      wallSecondsAllArms: z.number().nonnegative().describe("with the paired runs"),
    }),
  })
  .meta({
    title: "Ringfence report",
    description: `What a run intercepted, what it did not, who was warned in time, what was lost, and whom it hurt. Of ${DECISIONS.join(", ")}, blocked counts as intercepted.`,
  });

/** The document of a run, report.json: `ringfence schema report` describes each field. */
export type Report = z.infer<typeof reportSchema>;

/** The JSON Schema (draft 2020-12) of a report. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: "draft-2020-12" });
}
