/** What the gateway takes and what it answers, as JSON: its OpenAPI document is made from these. */
import { z } from "zod";
import { DECISIONS } from "../event/findings.ts";
import { ROUTES } from "../event/event-batch.ts";
import { TIME_SOURCES } from "./event-time.ts";
import { ROLES } from "./tokens.ts";

const number = z.union([z.string(), z.int().min(0)]);

/** By a longer one no event is found again. */
export const MAX_ID_UNITS = 255;

/** Read by the screener itself, which says what is wrong in its own words: this is for those who write clients. */
export const eventSchema = z
  .looseObject({
    id: z
      .string()
      .nullish()
      .describe("by which it can be explained, at most 255 letters; left out: the gateway gives one"),
    text: z.string().nullish().describe("of a message; a call has none"),
    caller: number.nullish().describe("number or name of the sender"),
    callee: number.nullish().describe("who is called: with it counts what the caller did before"),
    time: z.union([z.string(), z.number()]).nullish().describe("ISO 8601, or seconds or milliseconds since 1970"),
    duration: z.number().min(0).nullish().describe("seconds that a call lasted"),
    answered: z.boolean().nullish(),
    direction: z.enum(["received", "sent"]).nullish(),
    route: z.enum(ROUTES).nullish().describe("by which network it came"),
  })
  .describe("A message where it has a text, else a call. It has a text or a caller.");

export const VERDICTS = [...DECISIONS, "unscreened"] as const;
export type VerdictName = (typeof VERDICTS)[number];

export const verdictSchema = z.strictObject({
  id: z.string(),
  verdict: z.enum(VERDICTS).describe("unscreened: the gateway had no time for it, and lets it pass"),
  risk: z.number().nullable().describe("from 0 to 1; null where the model was not set on your own messages"),
  score: z.int().nullable().describe("prior and weights of the evidence, in hundredths of a nat"),
  modelScore: z.number().nullable().describe("what the model makes of the text, to rank by"),
  evidence: z.array(z.strictObject({ kind: z.string(), weight: z.int() })).describe("weights in hundredths of a nat"),
  script: z.string().nullable().describe("the nearest known script"),
  similarity: z.number().nullable(),
  tables: z.int().describe("number of the tables that it was screened with: GET /v1/tables"),
  time: z.enum(TIME_SOURCES).describe("which time counts: its own, its arrival, or none"),
  micros: z.int().describe("microseconds that screening took, of an array its mean"),
});
export type Verdict = z.output<typeof verdictSchema>;

export const CLASSES = ["call", "message"] as const;
export type EventClass = (typeof CLASSES)[number];

export const problemSchema = z.strictObject({ error: z.string() });

export const MAX_TEXT_UNITS = 4000;
const text = z.string().trim().min(1).max(MAX_TEXT_UNITS);
const entry = z.string().trim().min(1).max(255);

export const complaintSchema = z
  .strictObject({
    caller: number.optional().describe("number or name that the complaint is about"),
    domain: entry.optional().describe("domain that the complaint is about"),
    text: text.optional().describe("of the message, which may become a script to match"),
    event: z
      .string()
      .max(MAX_ID_UNITS)
      .optional()
      .describe("id of an event that was screened lately: its caller and text"),
    reporter: entry.optional().describe("who complains, by a name of yours: each counts once"),
  })
  .refine((one) => Object.values(one).some((value) => value !== undefined), "expected a caller, domain, text or event");
export type ComplaintRequest = z.output<typeof complaintSchema>;

export const CASE_STATES = ["pending", "fraud", "benign"] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const caseSchema = z.strictObject({
  id: z.string(),
  about: z.enum(["caller", "domain", "text"]),
  subject: z.string().describe("the number, masked unless the role is feed; the domain; the text"),
  state: z.enum(CASE_STATES),
  complaints: z.int(),
  reporters: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  texts: z.array(z.string()),
  decidedBy: z.string().nullable(),
});
export type CaseAnswer = z.output<typeof caseSchema>;

export const casesSchema = z.strictObject({
  cases: z
    .array(caseSchema)
    .describe("the latest complaint first; of a text the first 500 letters: GET /v1/cases/{id}"),
  more: z.int().describe("that come after these"),
  total: z.int().describe("in this state"),
});
export type CasesAnswer = z.output<typeof casesSchema>;

/** Who complains may not read what others had screened, nor what they complained about. */
export const filedCaseSchema = caseSchema
  .partial()
  .required({ id: true, state: true })
  .describe("id and state alone, unless the token has the role read");
export type FiledCase = z.output<typeof filedCaseSchema>;
export const filedSchema = z.strictObject({ cases: z.array(filedCaseSchema) });

const MAX_ENTRIES = 10_000;

export const listSchema = z
  .strictObject({
    add: z.array(entry).max(MAX_ENTRIES).default([]).describe("numbers, senders' names and domains to list"),
    remove: z.array(entry).max(MAX_ENTRIES).default([]),
    addTemplates: z.array(text).max(MAX_ENTRIES).default([]).describe("texts to match as scripts"),
    removeTemplates: z.array(text).max(MAX_ENTRIES).default([]).describe("of those that were added here"),
    why: z.string().max(1000).optional().describe("for the journal"),
  })
  .refine(
    ({ add, remove, addTemplates, removeTemplates }) =>
      add.length + remove.length + addTemplates.length + removeTemplates.length > 0,
    "expected something to add or to remove",
  );
export type ListRequest = z.output<typeof listSchema>;

export const listedSchema = z.strictObject({
  listed: z.int().describe("entries of the blocklist now"),
  templates: z.int().describe("scripts that were added here"),
  tables: z.int().describe("number of the tables in which this is in force"),
});

export const decisionSchema = z.strictObject({
  decision: z.enum(["fraud", "benign"]),
  templates: z.boolean().default(true).describe("texts of a case of fraud become scripts, two at most"),
});
export type DecisionRequest = z.output<typeof decisionSchema>;

const loadedSchema = z
  .strictObject({ source: z.string(), entries: z.int().nullable(), since: z.iso.datetime() })
  .nullable();
export const tablesSchema = z.strictObject({
  number: z.int(),
  blocklist: loadedSchema,
  templates: loadedSchema,
  model: loadedSchema,
});

export const explanationSchema = z.strictObject({
  event: z.record(z.string(), z.unknown()).describe("as it was given, numbers masked"),
  verdict: verdictSchema,
  stages: z.record(z.string(), z.unknown()).describe("what each stage found"),
});

const byClass = z.strictObject({ call: z.int(), message: z.int() });
const byVerdict = <T extends z.ZodType>(one: T) =>
  z.strictObject({ allow: one, flag: one, block: one, unscreened: one });

const wordsSchema = z.strictObject({ en: z.string(), zh: z.string() });

const driftSchema = z
  .strictObject({
    index: z.number().describe("population stability index: below 0.1 nothing to speak of, from 0.25 on a shift"),
    byChance: z.number().describe("what it would be about, had nothing changed"),
    tenths: z.array(
      z.strictObject({
        to: z.int().nullable().describe("its highest score; null: no end"),
        first: z.number().describe("share of the first day"),
        last: z.number().describe("share of the last"),
      }),
    ),
  })
  .nullable();

const share = z.number().min(0).max(1);
const marksSchema = z.strictObject({
  flagScore: z.int(),
  blockScore: z.int(),
  flagged: share.describe("that is flagged or blocked from these scores on"),
  blocked: share,
});

export const thresholdsSchema = z.strictObject({
  from: z.iso.datetime().describe("when the first hour of the last day began"),
  events: z.int().describe("of that day"),
  decidedFraud: z.int().describe("listed when they came, or their caller was since; all others count as benign"),
  sampled: z.int().describe("events that count as benign by which the shares were found"),
  advises: z.boolean().describe("whether the model only advises: it flags a message, and blocks none by itself"),
  asked: z.strictObject({ blockedBenign: share, flaggedBenign: share }),
  now: marksSchema,
  suggested: marksSchema,
});
export type ThresholdsAnswer = z.output<typeof thresholdsSchema>;

const decided = z.enum(DECISIONS);
const shadowCounts = {
  since: z.iso.datetime(),
  differs: z.array(z.string()).describe("settings in which it differs"),
  problem: z.string().nullable().describe("why it is over; null: it goes on"),
  same: z.int(),
  different: z.int(),
  shed: z.int().describe("for which it had no time"),
  failed: z.int().describe("that it could not screen"),
  waiting: z.int(),
};
const decidedSchema = z.strictObject({ verdict: decided, score: z.int(), evidence: z.array(z.string()) });

export const shadowSchema = z.strictObject({
  ...shadowCounts,
  kinds: z.array(z.strictObject({ verdict: decided, shadow: decided, class: z.enum(CLASSES), events: z.int() })),
  last: z
    .array(
      z.strictObject({
        id: z.string(),
        class: z.enum(CLASSES),
        caller: z.string().nullable(),
        text: z.string().nullable().describe("how it begins"),
        decided: decidedSchema,
        shadow: decidedSchema,
      }),
    )
    .describe("the last differences, the latest first; numbers are masked"),
});
export type ShadowAnswer = z.output<typeof shadowSchema>;

export const overviewSchema = z.strictObject({
  at: z.iso.datetime(),
  since: z.iso.datetime().describe("when the gateway began, and with it all counts"),
  roles: z.array(z.enum(ROLES)).describe("of who asks"),
  verdicts: byVerdict(byClass),
  stages: z
    .array(z.strictObject({ stage: z.string(), flagged: byClass, blocked: byClass }))
    .describe(
      "events flagged and blocked on which a stage has evidence; `event`: by how it came, or that it has a link",
    ),
  evidence: z.record(z.string(), z.int()).describe("of what was flagged or blocked, by kind"),
  rate: z
    .strictObject({ stepSeconds: z.number(), steps: z.array(byVerdict(z.int())) })
    .describe("events by step of time, the oldest first; the last step is not over"),
  screening: z
    .strictObject({ count: z.int(), p50: z.int().nullable(), p99: z.int().nullable() })
    .describe("microseconds that screening of an event took, of those of the last five to ten minutes"),
  waitingMs: z.int().describe("how long the next event may have waited"),
  scoring: z
    .strictObject({ prior: z.int(), flagScore: z.int(), blockScore: z.int() })
    .nullable()
    .describe("what a score begins with, and from which a verdict flags and blocks; null: the stage classify is off"),
  drift: z
    .strictObject({ call: driftSchema, message: driftSchema })
    .nullable()
    .describe("scores of the last day against those of the first; null: that is not over"),
  shadow: z.strictObject(shadowCounts).nullable().describe("null: there is none"),
  tables: tablesSchema,
  last: z
    .array(
      z.strictObject({
        verdict: verdictSchema,
        at: z.iso.datetime(),
        class: z.enum(CLASSES),
        caller: z.string().nullable(),
        text: z.string().nullable().describe("how it begins"),
      }),
    )
    .describe("the last that were flagged or blocked, the latest first; numbers are masked"),
  words: z
    .strictObject({
      stages: z.array(z.strictObject({ name: z.string(), title: wordsSchema, question: wordsSchema })),
      evidence: z.record(z.string(), wordsSchema),
    })
    .describe("what stages and kinds of evidence are called"),
  cases: z.strictObject({
    pending: z.int(),
    fraud: z.int(),
    benign: z.int(),
    changes: z.int().describe("grows whenever a case is another"),
  }),
});
export type OverviewAnswer = z.output<typeof overviewSchema>;

export const readySchema = z.strictObject({ ready: z.boolean(), why: z.string().optional() });
