/** The schema of `ringfence screen --json`, from which its type and JSON Schema follow. */
import { z } from "zod";
import { BEHAVIOUR } from "../detect/behaviour/stage.ts";
import { EVIDENCE } from "../detect/evidence.ts";
import { FRAUD_EVIDENCE } from "../detect/learned/found.ts";
import { SHAPE_TRAITS, shapeOf, tenthsOf, unlikeIn } from "../detect/learned/message-shape.ts";
import { statedScale } from "../detect/learned/model.ts";
import { type ModelCard, OWN_ROWS } from "../detect/learned/model-card.ts";
import { type Confusion, matthews, rate } from "../metrics/rates.ts";
import { COLUMN_ROLES, type ColumnRole, RECORD_ROLES } from "../rows/choose-columns.ts";
import { TIME_FORMS } from "../rows/event-values.ts";
import { ROW_FORMATS } from "../rows/file-format.ts";
import type { Country } from "../rows/country.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import type { RowSourceFacts } from "../rows/read-rows.ts";
import { SET_ASIDE_REASONS, type SetAsideReason } from "../rows/row.ts";
import { sameFiles } from "../training/card-labels.ts";
import type { EventCounts } from "./screen-tally.ts";
import type { ScreenedFile } from "./screen-file.ts";
import type { ScreeningSetup } from "./setup.ts";
import { RECORD_STAGES, STAGES, type Stage } from "./stages.ts";

/** Raised if a field is removed or changes its meaning. */
const SCREEN_SCHEMA_VERSION = 3;

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

const qualitySchema = z.strictObject({
  confusion: z.strictObject({ tp: count, fp: count, tn: count, fn: count }),
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
    format: z.enum(ROW_FORMATS).nullable(),
    columns: z
      .strictObject(
        Object.fromEntries(COLUMN_ROLES.map((role) => [role, columnName])) as Record<ColumnRole, typeof columnName>,
      )
      .nullable(),
    leftOut: z
      .array(z.strictObject({ column: z.string(), role: z.enum(COLUMN_ROLES).nullable(), why: z.string() }))
      .describe(
        "the first hundred columns of the file that are not used: the role that each name suggests, and the reason",
      ),
    timeForm: z
      .enum(TIME_FORMS)
      .nullable()
      .describe("form of the times in the file, from the first time; a date without a zone is in UTC; null: no times"),
    readAs: z
      .strictObject({ encoding: z.string(), isGuess: z.boolean() })
      .nullable()
      .describe("encoding of the file if it is not UTF-8, and whether it was guessed"),
    delimiter: z
      .enum([",", ";", "\t"])
      .nullable()
      .describe("separates the fields of CSV (found from the first line) or TSV; null: the file is neither"),
    rows: count.describe("rows of the file: screened + quarantined"),
    screened: count,
    quarantined: count.describe("lines set aside"),
    verdicts: z.strictObject({ allow: count, flag: count, block: count }),
    messages: count,
    calls: count.describe("rows without a text"),
    country: z.string().describe("two letters: numbers are read as people write them in this country"),
    isCountryGuessed: z.boolean().describe("true if most numbers state it, and --country did not"),
    ruinedCallers: count.describe("callers that a spreadsheet shortened, as 1.38E+10: their digits are lost"),
    messagesCut: count.describe("messages of which only the beginning was screened, because they are too long"),
    multiLineRows: count,
    quarantine: z
      .partialRecord(z.enum(Object.keys(SET_ASIDE_REASONS) as SetAsideReason[]), count)
      .describe("lines set aside, by reason"),
    evidence: z.partialRecord(z.enum([...EVIDENCE]), count).describe("events that showed it"),
    order: z
      .strictObject({
        outOfOrder: count.describe("rows that came after a row with a later time, but were counted in their own hour"),
        late: count.describe("rows that came too late for their own hour, and were counted in the current hour"),
        untimed: count.describe(
          "rows without a time, or with a time ten years ahead, which were counted in the current hour",
        ),
        sortedWithinSeconds: z.number().min(0),
      })
      .nullable()
      .describe("whether rows were in order of time; null: the stage behaviour was off"),
    performance: z
      .strictObject({ seconds: z.number().min(0), rowsPerSecond: z.number().min(0), workers: count })
      .describe("measured by the clock: all other fields are the same in every run"),
    stages: z.record(z.enum([...STAGES]), z.boolean()),
    settings: z
      .strictObject({
        file: z.string().nullable(),
        set: z.array(z.string()),
        passedOver: z.array(z.string()).describe("parameters of the file that have no effect on screening"),
        flagScore: z.int(),
        blockScore: z.int(),
        weights: z.record(z.string(), z.int()).describe("hundredths of a nat, by kind of evidence"),
      })
      .optional()
      .describe("what --settings and --set gave, and the values used; absent if neither was given"),
    model: z
      .strictObject({
        source: z.string().describe("`starter`, or the file"),
        trainedOn: z.strictObject({ rows: count, fraud: count, files: z.array(z.string()) }),
        advises: z
          .boolean()
          .describe("its thresholds were not set on messages of the user: the text alone flags, and never blocks"),
        blockThreshold: z.number().nullable().describe("least modelScore; null: the text alone never blocks"),
        flagThreshold: z.number().nullable().describe("least modelScore; null: the model only ranks messages"),
        blockedBenign: share.describe("the share of benign messages that may be blocked; null: not stated"),
        flaggedBenign: share.describe("the share of benign messages that may be flagged or blocked; null: not stated"),
        basis: z.string().describe("the messages that set the thresholds"),
        unlike: z
          .array(z.enum(["sender", ...SHAPE_TRAITS, "flags"]))
          .describe(
            "how the file differs from the rows that trained the model: if it does, the figures of the model may not hold",
          ),
        sawFile: z
          .boolean()
          .describe("labels are judged, and a file of this name trained the model: the figures may be too good"),
        unseen: share.describe(
          "the share of features in a sample of the messages that training never met; null: unknown",
        ),
        tenths: z
          .array(z.number())
          .nullable()
          .describe(
            "how the scores of a sample of the messages that were not flagged are spread over the tenths of the scores of the benign messages that set the thresholds, lowest first: 0.1 each if nothing has shifted; null: unknown",
          ),
        mcc: z
          .number()
          .nullable()
          .describe("on the rows of training, each scored by a model that saw no near-duplicate of it"),
        limits: z.array(z.string()),
      })
      .nullable()
      .describe("null: the stage learned was off"),
    templates: z
      .strictObject({
        source: z.string().describe("`shipped`, or the file"),
        count,
        engine: z.string(),
        threshold: z.number().min(0).max(1),
        dirty: count.describe("entries of the file without text"),
        dirtyLines: firstLines,
        repeated: count.describe("scripts that equal an earlier one after normalisation"),
        repeatedLines: firstLines,
        tooShort: count.describe("those of `count` that are too short to match anything after normalisation"),
        tooShortLines: firstLines,
        used: count.describe("templates that matched at least once"),
        most: z.array(
          z.strictObject({
            template: count,
            name: z.string().nullable().describe("script, step and language of a shipped template; null: from a file"),
            matches: count,
            text: z.string(),
          }),
        ),
      })
      .nullable(),
    blocklist: z
      .strictObject({
        source: z.string(),
        country: z.string().describe("two letters: numbers and callers are read as people write them in this country"),
        numbers: count,
        names: count.describe("senders' names"),
        domains: count,
        neighbours: count.describe(
          "how many listed numbers in the same block of 1,000 are evidence against a caller; 0: never",
        ),
        repeated: count,
        dirty: count.describe("lines that hold neither a number, a sender nor a domain"),
        dirtyLines: firstLines,
      })
      .nullable(),
    positiveLabels: z.array(z.string()).optional(),
    unlabelled: count.optional(),
    byPositiveVerdict: z
      .strictObject({ flag: qualitySchema, block: qualitySchema })
      .optional()
      .describe("where events with this verdict or a stronger one are taken for fraud"),
    byLabel: z
      .array(z.strictObject({ label: z.string(), positive: z.boolean(), allow: count, flag: count, block: count }))
      .optional(),
  })
  .meta({ title: "Ringfence screening of a file" });

export type ScreenDocument = z.infer<typeof ScreenDocument>;

interface DocumentParts {
  readonly file: string;
  readonly screened: ScreenedFile;
  readonly setup: ScreeningSetup;
  readonly positive: PositiveLabels;
  readonly country: Country;
  readonly isCountryGuessed: boolean;
  readonly windowMs: number;
  readonly seconds: number;
}

export function describeScreening(parts: DocumentParts): ScreenDocument {
  const { file, setup, screened, country, isCountryGuessed, windowMs, seconds } = parts;
  const { tally, facts, remembers, order, workers } = screened;
  const { messages, verdicts, evidence, templates } = tally.counts;
  const [allow, flag, block] = verdicts;
  const rowsPerSecond = seconds > 0 ? Math.round(tally.rows / seconds) : 0;
  const stages = stagesThatRead(setup, screened);
  return {
    schemaVersion: SCREEN_SCHEMA_VERSION,
    file,
    ...facts,
    rows: tally.rows,
    screened: tally.screened,
    quarantined: tally.quarantined,
    verdicts: { allow, flag, block },
    messages,
    calls: tally.screened - messages,
    country: country.code,
    isCountryGuessed,
    messagesCut: tally.cut,
    quarantine: Object.fromEntries(Object.entries(tally.setAside).filter(([, lines]) => lines > 0)),
    evidence: Object.fromEntries(
      EVIDENCE.map((name, bit) => [name, evidence[bit]!] as const).filter(([, events]) => events > 0),
    ),
    order: remembers ? { ...order, sortedWithinSeconds: windowMs / 1000 } : null,
    performance: { seconds, rowsPerSecond, workers },
    stages: Object.fromEntries(STAGES.map((stage) => [stage, stages.has(stage)])) as Record<Stage, boolean>,
    ...describeSettings(setup),
    templates: describeTemplates(templates, setup),
    model: describeModel(parts),
    blocklist: describeBlocklist(setup, country),
    ...describeLabels(parts),
  };
}

function stagesThatRead({ stages }: ScreeningSetup, { remembers, facts: { columns } }: ScreenedFile): Set<string> {
  const hasRecords = RECORD_ROLES.some((role) => (columns?.[role] ?? null) !== null);
  const off = [...(remembers ? [] : [BEHAVIOUR.name]), ...(hasRecords ? [] : RECORD_STAGES)];
  return new Set([...stages, BEHAVIOUR.name].filter((stage) => !off.includes(stage)));
}

function describeSettings({ settingsUsed, classifier }: ScreeningSetup): Pick<ScreenDocument, "settings"> {
  if (settingsUsed === null) return {};
  const { flagScore, blockScore, weights } = classifier;
  return { settings: { ...settingsUsed, flagScore, blockScore, weights } };
}

/** Limits of a plausible share of flags. */
const FLAGS_TIMES = 5;
const FLAGS_SHARE = 0.1;
const FEWEST_JUDGED = 30;

/** For a model that only advises, only flags count: its training rows are known to differ. */
function unlikeWords(card: ModelCard, { messages, evidence, shape }: EventCounts, { columns }: RowSourceFacts) {
  const flagged = FRAUD_EVIDENCE.reduce((sum, name) => sum + evidence[EVIDENCE.indexOf(name)]!, 0);
  const isMany = messages >= FEWEST_JUDGED && flagged > mostFlagged(card) * messages;
  const flags: "flags"[] = isMany ? ["flags"] : [];
  if (card.advice !== null || messages === 0) return flags;
  return [
    ...(card.reads.sender && columns !== null && columns.caller === null ? (["sender"] as const) : []),
    ...unlikeIn(card.shape, shape),
    ...flags,
  ];
}

/** The greatest plausible share of flagged messages, from the fraud among the messages that set the thresholds. */
function mostFlagged({ advice, thresholds, trainedOn: { fraud, rows } }: ModelCard): number {
  if (advice !== null) return FLAGS_SHARE;
  const known = thresholds.basis === OWN_ROWS ? fraud / rows : 0;
  return Math.max(FLAGS_SHARE, FLAGS_TIMES * thresholds.flaggedBenign, 2 * known);
}

function describeModel({ setup: { model }, file, screened: { tally, facts } }: DocumentParts): ScreenDocument["model"] {
  if (model === null) return null;
  const { counts, labels } = tally;
  const { trainedOn, thresholds, advice, figures, limits } = model.learned.card;
  const advises = advice !== null;
  const { rows, fraud, files } = trainedOn;
  const { slope, offset } = statedScale(model.learned);
  const stated = (score: number): number => slope * score + offset;
  return {
    source: model.name,
    trainedOn: { rows, fraud, files },
    advises,
    blockThreshold: advises ? null : stated(thresholds.block),
    flagThreshold: advises ? advice.flag : stated(thresholds.flag),
    blockedBenign: advises ? null : thresholds.blockedBenign,
    flaggedBenign: advises ? null : thresholds.flaggedBenign,
    basis: advises ? advice.basis : thresholds.basis,
    unlike: unlikeWords(model.learned.card, counts, facts),
    sawFile: labels.length > 0 && sameFiles([file], model.learned.card).length > 0,
    unseen: counts.shape.features === 0 ? null : shapeOf(counts.shape).unseen,
    tenths: tenthsOf(counts.shape),
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
    dirtyLines: dirty.first,
    repeated: repeated.count,
    repeatedLines: repeated.first,
    tooShort: tooShort.count,
    tooShortLines: tooShort.first,
    used: used.size,
    most,
  };
}

function describeBlocklist({ blocklist }: ScreeningSetup, country: Country): ScreenDocument["blocklist"] {
  if (blocklist === null) return null;
  const { source, neighbours, file } = blocklist;
  const { numbers, names, hosts, repeated, dirty } = file;
  const counts = { numbers, names, domains: hosts.length, repeated, dirty: dirty.count, dirtyLines: dirty.first };
  return { source, country: country.code, neighbours, ...counts };
}

function describeLabels({ screened: { tally }, positive }: DocumentParts): Partial<ScreenDocument> {
  if (tally.labels.length === 0) return {};
  return {
    positiveLabels: positive.written,
    unlabelled: tally.unlabelled,
    byPositiveVerdict: {
      flag: describeQuality(tally.confusion("flag")),
      block: describeQuality(tally.confusion("block")),
    },
    byLabel: tally.labels,
  };
}

function describeQuality(confusion: Confusion): z.infer<typeof qualitySchema> {
  const { tp, fp, fn } = confusion;
  return { confusion, precision: rate(tp, tp + fp), recall: rate(tp, tp + fn), mcc: matthews(confusion) };
}
