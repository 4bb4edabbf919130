/** The schema of `ringfence screen --json`, from which its type and JSON Schema follow. */
import { z } from "zod";
import { EVIDENCE } from "../detect/evidence.ts";
import { FRAUD_EVIDENCE } from "../detect/learned/found.ts";
import { SHAPE_TRAITS, shapeOf, tenthsOf, unlikeIn } from "../detect/learned/message-shape.ts";
import { type ModelCard, OWN_ROWS } from "../detect/learned/model-card.ts";
import { matthews, rate } from "../metrics/rates.ts";
import { COLUMN_ROLES, type ColumnRole } from "../rows/choose-columns.ts";
import { TIME_FORMS } from "../rows/event-values.ts";
import type { RowSourceFacts } from "../rows/read-rows.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../rows/row.ts";
import { type Confusion, POSITIVE_VERDICTS, type PositiveVerdict, type ScreenTally } from "./screen-tally.ts";
import type { ScreeningSetup } from "./setup.ts";
import { STAGES, type Stage } from "./stages.ts";

/** Raised if a field is removed or changes its meaning. */
const SCREEN_SCHEMA_VERSION = 2;

/** The most templates that are listed as used. */
const MAX_TEMPLATES_LISTED = 10;

const count = z.int().nonnegative();
const share = z.number().min(0).max(1).nullable();
const correlation = z.number().min(-1).max(1).nullable();

const rateSchema = z
  .strictObject({ value: share, low: share, high: share, n: count })
  .meta({ description: "A proportion, its 95 % Wilson interval, and its trials; null over nothing" });

const correlationSchema = z
  .strictObject({ value: correlation, low: correlation, high: correlation, n: count })
  .meta({ description: "Matthews' correlation with its 95 % interval; null when nothing varies" });

const confusionSchema = z.strictObject({ tp: count, fp: count, tn: count, fn: count });

const qualitySchema = z.strictObject({
  confusion: confusionSchema,
  precision: rateSchema,
  recall: rateSchema,
  mcc: correlationSchema,
});

const firstLines = z.array(count).describe("numbers of the first such lines");

const columnName = z.string().nullable();

export const ScreenDocument = z
  .strictObject({
    schemaVersion: z.literal(SCREEN_SCHEMA_VERSION),
    file: z.string(),
    format: z.enum(["csv", "tsv", "jsonl", "parquet"]).nullable(),
    columns: z
      .strictObject(
        Object.fromEntries(COLUMN_ROLES.map((role) => [role, columnName])) as Record<ColumnRole, typeof columnName>,
      )
      .nullable(),
    leftOut: z
      .array(z.strictObject({ column: z.string(), role: z.enum(COLUMN_ROLES).nullable(), why: z.string() }))
      .describe("columns of the file that are not used, the first hundred: what their names stand for, and why not"),
    timeForm: z
      .enum(TIME_FORMS)
      .nullable()
      .describe(
        "how the file writes its times, told by the first of them; a date without a zone is in UTC; null without times",
      ),
    readAs: z
      .strictObject({ encoding: z.string(), isGuess: z.boolean() })
      .nullable()
      .describe("the encoding of the file, where it is not UTF-8, and whether it was guessed"),
    delimiter: z
      .enum([",", ";", "\t"])
      .nullable()
      .describe("what parts the fields of CSV, by its first line, or of TSV; null: it is neither"),
    rows: count.describe("rows of the file: screened + quarantined"),
    screened: count,
    quarantined: count.describe("lines set aside"),
    verdicts: z.strictObject({ allow: count, flag: count, block: count }),
    messages: count,
    calls: count.describe("rows without a text"),
    callersElsewhere: count
      .nullable()
      .describe(
        "callers whose numbers are written as nobody in China writes them; null where --country says of where they are",
      ),
    messagesCut: count.describe("messages longer than is screened"),
    multiLineRows: count,
    quarantine: z
      .partialRecord(z.enum(Object.keys(SET_ASIDE_REASONS) as SetAsideReason[]), count)
      .describe("lines set aside, by reason"),
    evidence: z.partialRecord(z.enum([...EVIDENCE]), count).describe("events that showed it"),
    order: z
      .strictObject({
        outOfOrder: count.describe("rows that came behind a later one, and counted in their own hour"),
        late: count.describe("rows that came later still, and counted in the present hour"),
        untimed: count.describe("rows without a time, or with one ten years ahead, which counted in the present hour"),
        sortedWithinSeconds: z.number().min(0),
      })
      .nullable()
      .describe("how far rows were in the order of time; null without the stage behaviour"),
    performance: z
      .strictObject({ seconds: z.number().min(0), rowsPerSecond: z.number().min(0), workers: count })
      .describe("by the clock: all else is the same every time"),
    stages: z.record(z.enum([...STAGES]), z.boolean()),
    settings: z
      .strictObject({
        file: z.string().nullable(),
        set: z.array(z.string()),
        passedOver: z.array(z.string()).describe("parameters of the file on which nothing depends here"),
        flagScore: z.int(),
        blockScore: z.int(),
        weights: z.record(z.string(), z.int()).describe("hundredths of a nat, by kind of evidence"),
      })
      .optional()
      .describe("of --settings and --set, and what was screened by; left out where neither was given"),
    model: z
      .strictObject({
        source: z.string().describe("`starter`, or the file"),
        trainedOn: z.strictObject({
          rows: count,
          fraud: count,
          files: z.array(z.string()),
          date: z.string().nullable(),
        }),
        advises: z
          .boolean()
          .describe("its thresholds were not set on the user's own messages: the text alone flags, and never blocks"),
        blockThreshold: z.number().nullable().describe("null: the text alone never blocks"),
        flagThreshold: z.number().nullable().describe("null: the model ranks, and flags nothing"),
        blockedBenign: share.describe("of benign messages, what may be blocked; null: not stated"),
        flaggedBenign: share.describe("what may be flagged or blocked"),
        basis: z.string().describe("what the thresholds were set on"),
        unlike: z
          .array(z.enum(["sender", ...SHAPE_TRAITS, "flags"]))
          .describe("in what the file is unlike the model's rows of training, so that its figures may not hold"),
        unseen: share.describe(
          "of what the model reads of the messages, what it never met; of a sample; null: not told",
        ),
        tenths: z
          .array(z.number())
          .nullable()
          .describe(
            "of a sample of the messages that were not flagged, the share in each tenth of the scores of benign messages that set the thresholds, the lowest first: 0.1 each where nothing has shifted; null: not told",
          ),
        mcc: z.number().nullable().describe("on rows of training, each by a model that saw no near-duplicate of it"),
        limits: z.array(z.string()),
      })
      .nullable()
      .describe("of the stage learned; null: it was off"),
    templates: z
      .strictObject({
        source: z.string().describe("`shipped`, or the file"),
        count,
        engine: z.string(),
        threshold: z.number().min(0).max(1),
        dirty: count.describe("entries of the file without text"),
        dirtyLines: firstLines,
        repeated: count.describe("scripts that read the same, once normalised, as one before them"),
        repeatedLines: firstLines,
        tooShort: count.describe("of `count`, those of which too little is left once normalised to match anything"),
        tooShortLines: firstLines,
        used: count.describe("templates that matched at least once"),
        most: z.array(
          z.strictObject({
            template: count,
            name: z
              .string()
              .nullable()
              .describe("script, step and language of a shipped one; null for one of your own"),
            matches: count,
            text: z.string(),
          }),
        ),
      })
      .nullable(),
    blocklist: z
      .strictObject({
        source: z.string(),
        country: z
          .string()
          .describe("of which numbers and callers are read as people write them there, by two letters"),
        numbers: count,
        names: count.describe("senders' names"),
        domains: count,
        neighbours: count.describe(
          "listed numbers in its block of 1,000 from which there is evidence against a caller; 0: never",
        ),
        repeated: count,
        dirty: count.describe("lines that hold neither a number, a sender nor a domain"),
        dirtyLines: firstLines,
      })
      .nullable(),
    positiveLabels: z.array(z.string()).optional(),
    positiveVerdict: z
      .enum(POSITIVE_VERDICTS)
      .optional()
      .describe("events from this verdict on count as taken for fraud"),
    unlabelled: count.optional(),
    confusion: confusionSchema.optional(),
    precision: rateSchema.optional(),
    recall: rateSchema.optional(),
    mcc: correlationSchema.optional(),
    byPositiveVerdict: z.strictObject({ flag: qualitySchema, block: qualitySchema }).optional(),
    byLabel: z
      .array(z.strictObject({ label: z.string(), positive: z.boolean(), allow: count, flag: count, block: count }))
      .optional(),
  })
  .meta({ title: "Ringfence screening of a file" });

export type ScreenDocument = z.infer<typeof ScreenDocument>;
type Quality = z.infer<typeof qualitySchema>;

interface DocumentParts {
  readonly file: string;
  readonly facts: RowSourceFacts;
  readonly tally: ScreenTally;
  readonly setup: ScreeningSetup;
  readonly positiveLabels: readonly string[];
  readonly positiveVerdict: PositiveVerdict;
  readonly isCountryGiven: boolean;
  /** Null if the stage behaviour was off. */
  readonly order: (Readonly<Record<"outOfOrder" | "late" | "untimed", number>> & { readonly windowMs: number }) | null;
  readonly performance: { readonly seconds: number; readonly workers: number };
}

export function describeScreening(parts: DocumentParts): ScreenDocument {
  const { file, facts, tally, setup, order } = parts;
  const [allow, flag, block] = tally.verdicts;
  return {
    schemaVersion: SCREEN_SCHEMA_VERSION,
    file,
    format: facts.format,
    columns: facts.columns,
    leftOut: facts.leftOut.map((one) => ({ ...one })),
    timeForm: facts.timeForm,
    readAs: facts.readAs && { ...facts.readAs },
    delimiter: facts.delimiter,
    rows: tally.rows,
    screened: tally.screened,
    quarantined: tally.quarantined,
    verdicts: { allow, flag, block },
    messages: tally.messages,
    calls: tally.calls,
    callersElsewhere: parts.isCountryGiven ? null : tally.elsewhere,
    messagesCut: tally.cut,
    multiLineRows: facts.lines.multiLineRows,
    quarantine: Object.fromEntries(Object.entries(tally.setAside).filter(([, lines]) => lines > 0)),
    evidence: Object.fromEntries(
      EVIDENCE.map((name, bit) => [name, tally.evidence[bit]!] as const).filter(([, events]) => events > 0),
    ),
    order: order && {
      outOfOrder: order.outOfOrder,
      late: order.late,
      untimed: order.untimed,
      sortedWithinSeconds: order.windowMs / 1000,
    },
    performance: describePerformance(tally.rows, parts.performance),
    stages: Object.fromEntries(STAGES.map((stage) => [stage, setup.stages.has(stage)])) as Record<Stage, boolean>,
    ...describeSettings(setup),
    templates: describeTemplates(tally.templates, setup),
    model: describeModel(setup, tally, facts),
    blocklist: describeBlocklist(setup),
    ...describeLabels(parts),
  };
}

function describePerformance(
  rows: number,
  { seconds, workers }: DocumentParts["performance"],
): ScreenDocument["performance"] {
  return { seconds, rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0, workers };
}

function describeSettings({ settingsUsed, classifier }: ScreeningSetup): Pick<ScreenDocument, "settings"> {
  if (settingsUsed === null) return {};
  const { file, set, passedOver } = settingsUsed;
  const { flagScore, blockScore, weights } = classifier;
  return { settings: { file, set: [...set], passedOver: [...passedOver], flagScore, blockScore, weights } };
}

/** Limits of a plausible share of flags. */
const FLAGS_TIMES = 5;
const FLAGS_SHARE = 0.1;
const FEWEST_JUDGED = 30;

/** For a model that only advises, only flags count: its training rows are known to differ. */
function unlikeWords(card: ModelCard, tally: ScreenTally, { columns }: RowSourceFacts) {
  const flagged = FRAUD_EVIDENCE.reduce((sum, name) => sum + tally.evidence[EVIDENCE.indexOf(name)]!, 0);
  const isMany = tally.messages >= FEWEST_JUDGED && flagged > mostFlagged(card) * tally.messages;
  const flags: "flags"[] = isMany ? ["flags"] : [];
  if (card.advice !== null || tally.messages === 0) return flags;
  return [
    ...(card.reads.sender && columns !== null && columns.caller === null ? (["sender"] as const) : []),
    ...unlikeIn(card.shape, tally.shape),
    ...flags,
  ];
}

/** The greatest plausible share of flagged messages, from the fraud among the messages that set the thresholds. */
function mostFlagged({ advice, thresholds, trainedOn: { fraud, rows } }: ModelCard): number {
  if (advice !== null) return FLAGS_SHARE;
  const known = thresholds.basis === OWN_ROWS ? fraud / rows : 0;
  return Math.max(FLAGS_SHARE, FLAGS_TIMES * thresholds.flaggedBenign, 2 * known);
}

function describeModel({ model }: ScreeningSetup, tally: ScreenTally, facts: RowSourceFacts): ScreenDocument["model"] {
  if (model === null) return null;
  const { trainedOn, thresholds, advice, figures, limits, date } = model.learned.card;
  const advises = advice !== null;
  const { rows, fraud, files } = trainedOn;
  return {
    source: model.name,
    trainedOn: { rows, fraud, files, date },
    advises,
    blockThreshold: advises ? null : thresholds.block,
    flagThreshold: advises ? advice.flag : thresholds.flag,
    blockedBenign: advises ? null : thresholds.blockedBenign,
    flaggedBenign: advises ? null : thresholds.flaggedBenign,
    basis: advises ? advice.basis : thresholds.basis,
    unlike: unlikeWords(model.learned.card, tally, facts),
    unseen: tally.shape.features === 0 ? null : shapeOf(tally.shape).unseen,
    tenths: tenthsOf(tally.shape),
    mcc: figures.byGroup.mcc,
    limits,
  };
}

function describeTemplates(
  used: ReadonlyMap<number, number>,
  { library }: ScreeningSetup,
): ScreenDocument["templates"] {
  if (library === null) return null;
  const { templates, names, source, engine, thresholdPermille, dirty, repeated, tooShort } = library;
  const most = [...used]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b)
    .slice(0, MAX_TEMPLATES_LISTED)
    .map(([template, matches]) => ({
      template,
      name: names.get(template) ?? null,
      matches,
      text: templates.textOf(template),
    }));
  return {
    source,
    count: templates.size,
    engine,
    threshold: thresholdPermille / 1000,
    dirty: dirty.count,
    dirtyLines: [...dirty.first],
    repeated: repeated.count,
    repeatedLines: [...repeated.first],
    tooShort: tooShort.count,
    tooShortLines: [...tooShort.first],
    used: used.size,
    most,
  };
}

function describeBlocklist({ blocklist }: ScreeningSetup): ScreenDocument["blocklist"] {
  if (blocklist === null) return null;
  const { numbers, names, hosts, repeated, dirty } = blocklist.file;
  return {
    source: blocklist.source,
    country: blocklist.country.code,
    numbers,
    names,
    domains: hosts.length,
    neighbours: blocklist.neighbours,
    repeated,
    dirty: dirty.count,
    dirtyLines: [...dirty.first],
  };
}

function describeLabels({ tally, positiveLabels, positiveVerdict }: DocumentParts): Partial<ScreenDocument> {
  const flag = tally.confusion("flag");
  const block = tally.confusion("block");
  if (flag === null || block === null) return {};
  const qualities = { flag: describeQuality(flag), block: describeQuality(block) };
  return {
    positiveLabels: [...positiveLabels],
    positiveVerdict,
    unlabelled: tally.unlabelled,
    ...qualities[positiveVerdict],
    byPositiveVerdict: qualities,
    byLabel: tally.labels.map((label) => ({ ...label })),
  };
}

function describeQuality({ tp, fp, tn, fn }: Confusion): Quality {
  const confusion = { tp, fp, tn, fn };
  return { confusion, precision: rate(tp, tp + fp), recall: rate(tp, tp + fn), mcc: matthews(confusion) };
}
