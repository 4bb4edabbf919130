/** Checks a stage from a module, when it is loaded: its descriptor, and whether it can screen. */
import { z } from "zod";
import { COLUMN_TYPES, type ColumnType } from "../core/columns.ts";
import { describeValue, isRecord } from "../core/describe-value.ts";
import { printable } from "../core/terminal/printable.ts";
import { unitsOf } from "../core/units.ts";
import { EventBatch, KIND_CALL, KIND_MESSAGE } from "../event/event-batch.ts";
import { Findings } from "../event/findings.ts";
import { attachNormaliser } from "./normaliser/normaliser.ts";
import { loadNormaliserTable } from "./normaliser/stored-normaliser.ts";
import { attacherOf, markValue, type Stage } from "./stage.ts";

const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, "expected a name of letters and digits that begins with a small letter");
const text = z
  .string()
  .min(1)
  .max(120)
  .refine((one) => printable(one) === one, "expected characters that can be shown");
const columnType = z.enum(Object.keys(COLUMN_TYPES) as [ColumnType, ...ColumnType[]]);
const wanted = z.custom((value) => typeof value === "function", "expected a function");
const optional = wanted.optional();

const mark = z
  .object({
    default: z.number(),
    min: z.number(),
    max: z.number(),
    unit: z.enum(["similarity", "share", "count", "seconds"]),
    words: text,
  })
  .refine(
    ({ min, max, default: usual }) => min <= usual && usual <= max,
    "expected min, default and max in this order",
  );

const descriptor = z
  .looseObject({
    name,
    title: text,
    question: text,
    summary: text,
    columns: z.record(name, columnType),
    // The weight as a scenario may set one, in hundredths of a nat.
    evidence: z.record(name, z.object({ weight: z.int().min(-3000).max(3000), words: text })),
    marks: z.record(name, mark).optional(),
    screen: wanted,
    open: optional,
    attacher: optional,
    readEvidence: optional,
    lasting: optional,
    clear: optional,
    context: optional,
    kept: optional,
    saw: optional,
    explain: optional,
    record: optional,
    found: optional,
  })
  .refine(({ evidence, readEvidence }) => Object.keys(evidence).length === 0 || readEvidence !== undefined, {
    message: "expected a function that reads the evidence",
    path: ["readEvidence"],
  })
  .refine(({ saw, explain }) => saw === undefined || explain !== undefined, {
    message: "expected a function that says in words what saw returns",
    path: ["explain"],
  });

/** What is wrong with a module's default export as a stage; null: nothing. */
export function problemOfStage(exported: unknown): string | null {
  if (!isRecord(exported)) return `expected a stage as its default export, found ${describeValue(exported)}`;
  const { error } = descriptor.safeParse(exported, { reportInput: true });
  if (error === undefined) return null;
  const { path, message, input } = error.issues[0]!;
  return `${path.join(".")}: ${printable(message)}, found ${describeValue(input)}`;
}

/** Screens a call and a message. Throws what the stage throws, and where it names evidence that it does not have. */
export function tryStage(stage: Stage): void {
  const events = EventBatch.allocate(2);
  events.kind.set([KIND_CALL, KIND_MESSAGE]);
  events.text.set(unitsOf(SAMPLE_TEXT));
  events.textStart.set([0, 0, SAMPLE_TEXT.length]);
  events.count = 2;
  const findings = Findings.allocate(2);
  // As it goes to another thread.
  const handle = structuredClone(stage.open ? stage.open(1)(0) : stage.lasting!());
  if (handle === null) return;
  const attacher = attacherOf(stage, attachNormaliser(loadNormaliserTable()));
  stage.screen(events, findings, attacher.attach(handle, { side: 0, claimant: undefined }));
  const marks = Object.entries(stage.marks ?? {}).map(
    ([called, one]) => [called, markValue(one, one.default)] as const,
  );
  const settings = { weights: {}, prior: 0, flagScore: 0, blockScore: 0, marks: Object.fromEntries(marks) };
  if (stage.readEvidence === undefined) return;
  const reader = stage.readEvidence(events, findings, settings, (kind) => {
    if (kind in stage.evidence) return 1;
    throw new Error(`it names the evidence "${kind}", which it does not have`);
  });
  for (let row = 0; row < events.count; row++) reader(row);
}

const SAMPLE_TEXT = "hello";
