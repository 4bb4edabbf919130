/** The form of scripts, benign messages and fillers, as their authors write them. */
import { z } from "zod";

import { BENIGN_CLASSES, TYPOLOGIES } from "../../event/taxonomy.ts";
import { slotProblem } from "./slots.ts";
import { MAX_FILLER_UNITS, MAX_SEGMENTS } from "./slots.ts";

/** Limits that the composer's fixed arrays rely on. */
const MAX_WORDINGS = 16;
const MAX_WORDING_UNITS = 160;

/** Control, private-use and unpaired units have no place in a wording: slots and obfuscation use some of them. */
const FORBIDDEN = /[\p{Cc}\p{Co}\p{Cs}\p{Cf}]/u;

const plainText = z
  .string({ error: "expected quoted text" })
  .refine((text) => !FORBIDDEN.test(text), "control, invisible, private-use or unpaired characters are not allowed");

const wording = plainText
  .min(1, "an empty wording")
  .max(MAX_WORDING_UNITS, `a wording has at most ${MAX_WORDING_UNITS} units`)
  .superRefine((text, context) => {
    const problem = slotProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `${problem}, in "${text}"` });
  });

const wordings = z
  .array(wording, { error: "expected a list of wordings" })
  .min(1, "a segment needs at least one wording")
  .max(MAX_WORDINGS, `a segment has at most ${MAX_WORDINGS} wordings`);

/** A twin's segment that reads as the script's own at this place. */
export const SAME = "same";

const segment = z.preprocess(
  (value) => (value === SAME ? { words: [SAME] } : Array.isArray(value) ? { words: value } : value),
  z.strictObject({ swap: z.boolean().default(false), words: wordings }),
);

const segments = z
  .array(segment, { error: "expected a list of segments" })
  .min(1, "at least one segment is needed")
  .max(MAX_SEGMENTS, `at most ${MAX_SEGMENTS} segments`);

const scriptWording = z.strictObject({ segments, paraphrase: segments });
const benignWording = z.strictObject({ segments, paraphrase: segments.optional() });

const afterHours = z
  .number()
  .min(0)
  .max(24 * 60);

const messageStep = z.strictObject({ channel: z.literal("message"), afterHours, zh: scriptWording, en: scriptWording });

const callStep = z.strictObject({
  channel: z.literal("call"),
  afterHours,
  durationMedianS: z.number().min(1).max(7200),
});

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "expected kebab-case, as loan-quota");

const script = z.strictObject({
  id,
  steps: z
    .array(z.discriminatedUnion("channel", [messageStep, callStep]))
    .min(1)
    .max(8),
});

export const scriptFile = z.strictObject({ typology: z.enum(TYPOLOGIES), scripts: z.array(script).min(1) });

/** A genuine message that a script copies: segments that are SAME read as the script's do; the others differ. */
const twin = z.strictObject({
  /** The id of the script, and which of its steps, from 0. */
  of: id,
  step: z.int().min(0).default(0),
  /**
   * What tells it from the script: `link`, an institution's own domain where the script has another; `sender`, the
   * number that it comes from, and names; `ask`, what the reader is to do, or must never do.
   */
  differs: z.array(z.enum(["link", "sender", "ask"])).min(1),
});

const benignMessage = z.strictObject({
  id,
  /** Relative to the other twins of the class, or to its other messages. */
  weight: z.number().positive().default(1),
  twin: twin.optional(),
  zh: benignWording,
  en: benignWording,
});

export const benignFile = z.strictObject({
  class: z.enum(BENIGN_CLASSES),
  /** Share of the class's messages that are twins; assumed. */
  twinShare: z.number().min(0).max(0.9).default(0),
  messages: z.array(benignMessage).min(1),
});

const filler = plainText
  .max(MAX_FILLER_UNITS, `a filler has at most ${MAX_FILLER_UNITS} units`)
  .refine((text) => !/[{}]/.test(text), "a filler has no slots");
const words = z.array(filler.min(1, "an empty filler")).min(1, "at least one word is needed");
const groupName = z.string().regex(/^[a-z][a-z-]*$/, "expected a group name of small letters");
const groups = z.record(groupName, words);
const grouped = z.strictObject({ zh: groups, en: groups }).superRefine((lists, context) => {
  for (const [here, there] of [["zh", "en"] as const, ["en", "zh"] as const]) {
    for (const group of Object.keys(lists[here])) {
      if (Object.hasOwn(lists[there], group)) continue;
      context.addIssue({ code: "custom", path: [here, group], message: `group "${group}" is missing in ${there}` });
    }
  }
});
const both = z.strictObject({ zh: words, en: words });
const wholeAmount = z.int().min(1).max(9_999_999);
const amountRange = z
  .tuple([wholeAmount, wholeAmount], { error: "expected [least, most]" })
  .refine(([least, most]) => least <= most, "the least amount must not exceed the most");
const groupNames = z.array(groupName).min(1).optional();

export const fillerFile = z
  .strictObject({
    brand: grouped,
    app: grouped,
    item: grouped,
    surname: both,
    title: both,
    place: both,
    contactPrefix: z.strictObject({ zh: z.array(filler).min(1), en: z.array(filler).min(1) }),
    uses: z.partialRecord(
      z.enum([...TYPOLOGIES, ...BENIGN_CLASSES]),
      z.strictObject({ brand: groupNames, app: groupNames, item: groupNames, amount: amountRange.optional() }),
    ),
  })
  .superRefine((fillers, context) => {
    for (const [user, uses] of Object.entries(fillers.uses)) {
      for (const slot of ["brand", "app", "item"] as const) {
        for (const group of uses?.[slot] ?? []) {
          if (Object.hasOwn(fillers[slot].zh, group)) continue;
          const known = Object.keys(fillers[slot].zh).join(", ");
          const message = `unknown group "${group}" of ${slot}; groups are ${known}`;
          context.addIssue({ code: "custom", path: ["uses", user, slot], message });
        }
      }
    }
  });

const synonymGroup = z.array(wording).min(2, "a group needs two at least");
export const synonymFile = z.strictObject({ zh: z.array(synonymGroup), en: z.array(synonymGroup) });

/** One character to its parts, left to right: { 好: 女子 }. */
export const splitFile = z.record(
  z.string().regex(/^[\u4e00-\u9fff]$/, "expected one Chinese character"),
  z.string().regex(/^[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff]{2,3}$/, "expected two or three parts of a character"),
);

/** One character to one that looks or sounds alike: { 微: 薇 }. */
export const similarFile = z.record(
  z.string().regex(/^[\u4e00-\u9fff]$/, "expected one Chinese character"),
  z.string().regex(/^[\u4e00-\u9fff]$/, "expected one Chinese character"),
);

/** One Latin letter to the letters that look like it, of other scripts or its own: { a: "аα", l: "ӏI" }. */
export const homoglyphFile = z.record(
  z.string().regex(/^[A-Za-z]$/, "expected one Latin letter"),
  z.string().regex(/^[A-Za-z\u0370-\u052f]{1,2}$/, "expected one or two Latin, Greek or Cyrillic letters"),
);

export type Segment = z.output<typeof segment>;
export type Wording = z.output<typeof benignWording>;
export type Step = z.output<typeof script>["steps"][number];
export type MessageStep = z.output<typeof messageStep>;
export type ScriptSource = z.output<typeof script>;
export type BenignSource = z.output<typeof benignFile>["messages"][number];
export type Synonyms = z.output<typeof synonymFile>;
export type Fillers = z.output<typeof fillerFile>;
