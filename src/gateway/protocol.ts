/** Requests and answers of the gateway, as JSON. The OpenAPI document is made from these schemas. */
import { z } from "zod";
import { DECISIONS } from "../event/findings.ts";
import { ROUTES } from "../event/event-batch.ts";
import { NO_RISK } from "../screen/stated-risk.ts";
import { TIME_SOURCES } from "./event-time.ts";

const number = z.union([z.string(), z.int().min(0)]);

/** Events with longer ids cannot be found again. */
export const MAX_ID_UNITS = 255;

/** For people who write clients. The screener checks events. */
export const eventSchema = z
  .looseObject({
    id: z
      .string()
      .nullish()
      .describe("to find the event again, at most 255 characters; left out: the gateway gives one"),
    text: z.string().nullish().describe("of a message; a call has none"),
    caller: number.nullish().describe("number or name of the sender"),
    callee: number
      .nullish()
      .describe("who is called; without callee and time the history of the caller does not count"),
    time: z
      .union([z.string(), z.number()])
      .nullish()
      .describe("ISO 8601, or a number of the unit that gateway.times states"),
    duration: z.number().min(0).nullish().describe("seconds that a call lasted"),
    answered: z.boolean().nullish(),
    direction: z.enum(["received", "sent"]).nullish(),
    route: z.enum(ROUTES).nullish().describe("network from which it came"),
  })
  .describe("A message where it has a text, else a call. It has a text or a caller.")
  .meta({ id: "Event" });

export const VERDICTS = [...DECISIONS, "unscreened"] as const;

export const verdictSchema = z
  .strictObject({
    id: z.string(),
    verdict: z.enum(VERDICTS).describe("unscreened: the gateway had no time to screen it, and lets it pass"),
    risk: z.number().nullable().describe("probability of fraud by the text, from 0 to 1; null where none is known"),
    noRisk: z
      .enum(NO_RISK)
      .nullable()
      .describe(
        "why the risk is null: no model of your messages; one of too few for a threshold; no text to read; decided without the model",
      ),
    score: z.int().nullable().describe("prior and weights of the evidence, in hundredths of a nat"),
    modelScore: z.number().nullable().describe("score of the text by the model, to rank by"),
    evidence: z.array(z.strictObject({ kind: z.string(), weight: z.int() })).describe("weights in hundredths of a nat"),
    script: z.string().nullable().describe("the nearest known script"),
    similarity: z.number().nullable(),
    tables: z.int().describe("version of the tables that screened it"),
    time: z
      .enum(TIME_SOURCES)
      .describe("which time counts: the time of the event, its arrival, or none: without history"),
    micros: z.int().describe("microseconds of screening; for an array the mean"),
  })
  .meta({ id: "Verdict" });
export type Verdict = z.output<typeof verdictSchema>;

export const problemSchema = z.strictObject({ error: z.string() }).meta({ id: "Problem" });

export const MAX_TEXT_UNITS = 4000;
const text = z.string().trim().min(1).max(MAX_TEXT_UNITS);
const entry = z.string().trim().min(1).max(255);

export const complaintSchema = z
  .strictObject({
    caller: number.optional().describe("number or name that the complaint is about"),
    domain: entry.optional().describe("domain that the complaint is about"),
    text: text.optional().describe("text of the message, which may become a script to match"),
    event: z.string().max(MAX_ID_UNITS).optional().describe("id of one of the last events, for its caller and text"),
    reporter: entry.optional().describe("your name for the person who complains: each person counts once"),
  })
  .refine((one) => Object.values(one).some((value) => value !== undefined), "expected a caller, domain, text or event")
  .meta({ id: "Complaint" });
export type ComplaintRequest = z.output<typeof complaintSchema>;

export const CASE_STATES = ["pending", "fraud", "benign"] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const caseSchema = z
  .strictObject({
    id: z.string(),
    about: z.enum(["caller", "domain", "text"]),
    subject: z.string().describe("the number, the domain or the text"),
    state: z.enum(CASE_STATES),
    complaints: z.int(),
    reporters: z.int(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    texts: z.array(z.string()),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: "Case" });
export type CaseAnswer = z.output<typeof caseSchema>;

export const filedSchema = z.strictObject({ cases: z.array(caseSchema) }).meta({ id: "Filed" });

export const casesSchema = z
  .strictObject({
    cases: z.array(caseSchema).describe("the latest complaint first"),
    more: z.int().describe("number of cases after these"),
    total: z.int().describe("number of cases in this state"),
  })
  .meta({ id: "Cases" });
export type CasesAnswer = z.output<typeof casesSchema>;

const MAX_ENTRIES = 10_000;

export const listSchema = z
  .strictObject({
    add: z.array(entry).max(MAX_ENTRIES).default([]).describe("numbers, senders' names and domains to list"),
    remove: z.array(entry).max(MAX_ENTRIES).default([]),
    addTemplates: z.array(text).max(MAX_ENTRIES).default([]).describe("texts to match as scripts"),
    removeTemplates: z.array(text).max(MAX_ENTRIES).default([]).describe("texts that were added here"),
    why: z.string().max(1000).optional().describe("for the journal"),
  })
  .refine(
    ({ add, remove, addTemplates, removeTemplates }) =>
      add.length + remove.length + addTemplates.length + removeTemplates.length > 0,
    "expected something to add or to remove",
  )
  .meta({ id: "ListChange" });
export type ListRequest = z.output<typeof listSchema>;

export const listedSchema = z
  .strictObject({
    listed: z.int().describe("entries of the blocklist now"),
    removed: z.int().describe("entries and scripts of the request that were there, and are removed"),
    templates: z.int().describe("scripts that were added here"),
    tables: z.int().describe("version of the tables that have this change"),
  })
  .meta({ id: "Listed" });
export type ListedAnswer = z.output<typeof listedSchema>;

export const decisionSchema = z
  .strictObject({
    decision: z.enum(["fraud", "benign"]),
    templates: z.boolean().default(true).describe("whether texts of a fraud case become scripts, two at most"),
  })
  .meta({ id: "Decision" });
export type DecisionRequest = z.output<typeof decisionSchema>;

export const explanationSchema = z
  .strictObject({
    event: z.record(z.string(), z.unknown()).describe("its fields, numbers masked"),
    verdict: verdictSchema,
    stages: z.record(z.string(), z.unknown()).describe("what each stage found"),
  })
  .meta({ id: "Explanation" });
export type Explanation = z.output<typeof explanationSchema>;

export const lastSchema = z
  .strictObject({
    events: z
      .array(
        z.strictObject({
          at: z.iso.datetime(),
          caller: z.string().nullable(),
          text: z.string().nullable().describe("the beginning"),
          verdict: verdictSchema,
        }),
      )
      .describe("the last that were flagged or blocked, the latest first; numbers are masked"),
  })
  .meta({ id: "Last" });
export type LastAnswer = z.output<typeof lastSchema>;

export const readySchema = z.strictObject({ ready: z.boolean() }).meta({ id: "Ready" });
