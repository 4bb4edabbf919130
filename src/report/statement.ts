/**
 * A result is stated once. A section of the report is a list of statements in order of reading; report.json and its
 * schema, the terminal, the page, CSV and charts follow from them.
 */
import { z } from "zod";
import { type Ink, INKS } from "../ui/chart/palette.ts";
import type { Text } from "../ui/words.ts";
import type { RunResult } from "./head.ts";

/** A share may be shown of 10,000, and minutes as hours. */
const UNITS = ["count", "share", "per10000", "yuan", "number", "minutes"] as const;
export type Unit = (typeof UNITS)[number];

const bound = z.number().exactOptional();

export const figureSchema = z
  .strictObject({
    value: z.number().nullable().describe("null over nothing"),
    low: bound.describe("lower end of the 95 % interval, if gangs and benign callers were drawn again"),
    high: bound,
    n: z.int().nonnegative().exactOptional().describe("of how many: trials of a share"),
  })
  .meta({ id: "Figure", description: "No ends where an interval is unknown: docs/statistics.md" });
export type Figure = Readonly<z.infer<typeof figureSchema>>;

export const textSchema: z.ZodType<Text> = z.union([
  z.string(),
  z
    .strictObject({
      key: z.string(),
      get values() {
        return z.array(z.union([textSchema, z.number()])).readonly();
      },
    })
    .meta({ id: "Phrase", description: "English with places, and what stands in them" }),
]);
const optionalText = textSchema.exactOptional();
const texts = z.array(textSchema).readonly();
const ink = z.enum(INKS);
const unit = z.enum(UNITS);

const tableSchema = z.strictObject({
  kind: z.literal("table"),
  of: z
    .string()
    .describe("figures are called OF.ROW, or OF.ROW.COLUMN where there are several columns; a * in ROW is the column"),
  title: textSchema,
  columns: z
    .array(z.strictObject({ id: z.string(), words: textSchema, unit, ink: ink.exactOptional() }))
    .min(1)
    .readonly(),
  rows: z
    .array(
      z.strictObject({
        id: z.string(),
        words: textSchema,
        unit: unit.exactOptional().describe("in place of that of the first column"),
        tip: optionalText,
      }),
    )
    .readonly(),
  chart: z.enum(["intervals", "funnel", "stacked"]).exactOptional(),
  reading: optionalText.describe("how to read the chart"),
  notes: texts.exactOptional(),
  summary: z.literal(true).exactOptional().describe("also on the first screen"),
  folded: z.literal(true).exactOptional().describe("a page shows the title alone until it is opened"),
});
export type Table = Readonly<z.infer<typeof tableSchema>>;

const axis = z.strictObject({
  words: textSchema,
  unit,
  scale: z.literal("log").exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
});
const curvesSchema = z.strictObject({
  kind: z.literal("curves"),
  of: z.string(),
  title: textSchema,
  reading: optionalText,
  x: axis,
  y: axis,
  lines: z
    .array(
      z.strictObject({
        words: textSchema,
        ink,
        mark: z.enum(["solid", "dashed", "dotted"]),
        points: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
        at: z
          .strictObject({ words: textSchema, values: z.array(z.number()).readonly() })
          .exactOptional()
          .describe("what was set at each point"),
      }),
    )
    .readonly(),
  marks: z
    .array(
      z.strictObject({ words: textSchema, ink, mark: z.enum(["dot", "diamond"]), x: figureSchema, y: figureSchema }),
    )
    .readonly(),
  rules: z.array(z.strictObject({ words: textSchema, x: z.number() })).readonly(),
  notes: texts.exactOptional(),
});
export type Curves = Readonly<z.infer<typeof curvesSchema>>;

const proseSchema = z.strictObject({ kind: z.literal("prose"), paragraphs: texts });
export const statementSchema = z.discriminatedUnion("kind", [tableSchema, curvesSchema, proseSchema]);
export type Statement = Readonly<z.infer<typeof statementSchema>>;

/** A statement, and its figures by their whole name. */
export interface Stated {
  readonly statement: Statement;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** A number, or anything that has an interval; the one over clusters is stated where there is one. */
export type Measured =
  | number
  | null
  | { readonly value: number | null; readonly low?: Bound; readonly high?: Bound; readonly n?: number }
  | { readonly value: number | null; readonly clusterLow: Bound; readonly clusterHigh: Bound; readonly n: number };
type Bound = number | null;

export function figureOf(found: Measured): Figure {
  if (found === null || typeof found === "number") return { value: found };
  const { value, n } = found;
  const [low, high] = "clusterLow" in found ? [found.clusterLow, found.clusterHigh] : [found.low, found.high];
  return { value, ...(low == null || high == null ? {} : { low, high }), ...(n === undefined ? {} : { n }) };
}

interface Row {
  readonly id: string;
  readonly words: Text;
  readonly unit?: Unit;
  readonly tip?: Text;
  /** A figure for each column; undefined leaves its place empty. */
  readonly figures: readonly (Measured | undefined)[];
}

export function figure(id: string, words: Text, found: Measured, other: Pick<Row, "unit" | "tip"> = {}): Row {
  return { id, words, figures: [found], ...other };
}

export function row(id: string, words: Text, ...figures: Row["figures"]): Row {
  return { id, words, figures };
}

type Options = Partial<Pick<Table, "chart" | "reading" | "notes" | "summary" | "folded">>;

/** Figures of one unit, one below another. */
export function rows(
  of: string,
  title: Text,
  { unit: each = "count", heading = "", ink: colour, ...options }: Options & { unit?: Unit; heading?: Text; ink?: Ink },
  found: readonly Row[],
): Stated {
  const column = { id: "", words: heading, unit: each, ...(colour === undefined ? {} : { ink: colour }) };
  return table(of, title, options, [column], found);
}

/** Rows of several figures each. */
export function table(
  of: string,
  title: Text,
  options: Options,
  columns: Table["columns"],
  found: readonly Row[],
): Stated {
  const named = found.flatMap((each) =>
    each.figures.flatMap((measured, at) =>
      measured === undefined ? [] : [[nameOf(of, each.id, columns[at]!.id), figureOf(measured)] as const],
    ),
  );
  const statement: Table = {
    kind: "table",
    of,
    title,
    columns,
    rows: found.map(({ figures: _figures, ...each }) => each),
    ...options,
  };
  return { statement, figures: Object.fromEntries(named) };
}

/** Columns of one unit, by name. */
export function columnsOf(each: Unit, words: Readonly<Record<string, Text>>): Table["columns"] {
  return Object.entries(words).map(([id, text]) => ({ id, words: text, unit: each }));
}

/** A row's own unit stands in place of that of the first column. */
export function unitOf(
  { columns }: Table,
  { unit: ofRow }: Table["rows"][number],
  column: Table["columns"][number],
): Unit {
  return column.unit === columns[0]!.unit ? (ofRow ?? column.unit) : column.unit;
}

export function nameOf(of: string, rowId: string, column: string): string {
  const parts = rowId.includes("*") ? [of, rowId.replace("*", column)] : [of, rowId, column];
  return parts.filter((part) => part !== "").join(".");
}

/** Lines over two axes. Points stand in the statement; only the rows of tables are figures with a name. */
export function curves(
  of: string,
  title: Text,
  found: Omit<Curves, "kind" | "of" | "title" | "marks" | "rules"> & Partial<Pick<Curves, "marks" | "rules">>,
): Stated {
  return { statement: { kind: "curves", of, title, marks: [], rules: [], ...found }, figures: {} };
}

export function prose(...paragraphs: readonly Text[]): Stated {
  return { statement: { kind: "prose", paragraphs }, figures: {} };
}

export interface Section {
  /** Its fragment on the page: a-z and hyphens. */
  readonly id: string;
  readonly title: Text;
  /** Empty if the run has none of it: the section is then left out. */
  readonly state: (run: RunResult) => readonly Stated[];
}

export function section(id: string, title: Text, state: Section["state"]): Section {
  return { id, title, state };
}
