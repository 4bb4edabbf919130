/** Screened rows, for a file or to read. */
import { roundTo4 } from "../core/counted.ts";
import { gradesFound, UNREAD } from "../detect/learned/found.ts";
import { scriptsFound } from "../detect/matcher/found.ts";
import { type Decision, DECISIONS, type Findings } from "../event/findings.ts";
import type { EventBatch } from "../event/event-batch.ts";
import { evidenceNames } from "../detect/evidence.ts";
import type { Identity } from "../event/identity.ts";
import type { TextKind } from "../rows/file-format.ts";
import type { Cell, TypedColumn } from "../rows/typed/column.ts";
import { RowText } from "../rows/typed/row-text.ts";
import { printable } from "../core/terminal/printable.ts";
import type { RiskOf } from "./stated-risk.ts";

/** The columns of rows in a file, with types. */
export const SCREENED_TYPES = [
  { name: "line", type: "int64" },
  { name: "kind", type: "string" },
  { name: "caller", type: "string", nullable: true },
  { name: "label", type: "string", nullable: true },
  { name: "verdict", type: "string" },
  { name: "risk", type: "float64", nullable: true },
  { name: "noRisk", type: "string", nullable: true },
  { name: "score", type: "int32" },
  { name: "modelScore", type: "float64", nullable: true },
  { name: "evidence", type: "string" },
  { name: "template", type: "int32", nullable: true },
  { name: "script", type: "string", nullable: true },
  { name: "similarity", type: "float64", nullable: true },
  { name: "text", type: "string", nullable: true },
] as const satisfies readonly (TypedColumn & { readonly name: keyof ScreenedRow })[];

export type ScreenedRow = ReturnType<RiskOf> & {
  readonly line: number;
  readonly kind: "message" | "call";
  /** Masked unless asked otherwise; null without a caller. */
  readonly caller: string | null;
  readonly label: string | null;
  readonly verdict: Decision;
  /** The sum of the prior and the weights of the evidence, in hundredths of a nat. */
  readonly score: number;
  /** The model's score of the text, to rank messages: the greater, the likelier fraud. Null without a model or text. */
  readonly modelScore: number | null;
  /** Names of the evidence. */
  readonly evidence: readonly string[];
  /** The number of the nearest script; null if none is near enough, as for its name and similarity. */
  readonly template: number | null;
  /** The name or beginning of the nearest script, and the similarity of the text; null if none is near enough. */
  readonly script: string | null;
  readonly similarity: number | null;
  /** Cut if it was too long. */
  readonly text: string | null;
};

export interface RowOptions {
  /** Shows a caller, whole or masked. */
  readonly show: (caller: Identity) => string;
  readonly scriptOf: (template: number) => string;
  readonly riskOf: RiskOf;
}

/** Describes event `index` of a batch, made from `row`. */
export function describeRow(
  row: { line: number; text: string | null; label: string | null; hasCaller: boolean },
  events: EventBatch,
  findings: Findings,
  index: number,
  { show, scriptOf, riskOf }: RowOptions,
): ScreenedRow {
  const { score, evidence, decision } = findings.outcome;
  const { template, distance, length } = scriptsFound(findings);
  const { grade, logOdds } = gradesFound(findings);
  const matched = template[index]! >= 0;
  return {
    line: row.line,
    kind: row.text === null ? "call" : "message",
    caller: row.hasCaller ? show(events.caller[index]! as Identity) : null,
    label: row.label,
    verdict: DECISIONS[decision[index]!]!,
    ...riskOf(findings, index),
    score: score[index]!,
    modelScore: grade[index] === UNREAD ? null : logOdds[index]! / 100,
    evidence: evidence[index] === 0 ? NO_EVIDENCE : evidenceNames(evidence[index]!),
    template: matched ? template[index]! : null,
    script: matched ? scriptOf(template[index]!) : null,
    similarity: matched ? roundTo4(1 - distance[index]! / length[index]!) : null,
    text: row.text,
  };
}

const NO_EVIDENCE: readonly string[] = [];

export const ROW_HEADING = "   line  verdict  risk  evidence, nearest script, text";

/** A line to read. Control characters are escaped. */
export function formatRow(row: ScreenedRow): string {
  const { line, verdict, risk, caller, evidence, template, script, similarity, text } = row;
  const parts = [String(line).padStart(7), verdict.padEnd(7), risk === null ? "   -" : risk.toFixed(2)];
  if (caller !== null) parts.push(printable(caller));
  if (evidence.length > 0) parts.push(`[${evidence.join(" + ")}]`);
  if (template !== null && script !== null && similarity !== null)
    parts.push(`script ${template}: ${printable(script)} (${similarity.toFixed(2)})`);
  if (text !== null) parts.push(printable(text));
  return `${parts.join("  ")}\n`;
}

/** A list stays a list in JSON Lines, and is joined by semicolons in a cell. */
type OutputValue = string | number | null | readonly string[];

/** One row of output, by column, in the order of the columns. */
export type OutputRow = Readonly<Record<string, OutputValue>>;

export function formatRows(format: TextKind, columns: readonly TypedColumn[], rows: readonly OutputRow[]): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const cells = cellsOf(columns, rows);
  const text = new RowText(columns, format, true);
  return rows.map((_, row) => text.lineOf(cells, row)).join("");
}

/** By column. */
export function cellsOf(columns: readonly TypedColumn[], rows: readonly OutputRow[]): Cell[][] {
  return columns.map(({ name, type }) => rows.map((row) => cellOf(row[name]!, type)));
}

function cellOf(value: OutputValue, type: TypedColumn["type"]): Cell {
  if (typeof value === "number") return type === "int64" ? BigInt(value) : value;
  return value === null || typeof value === "string" ? value : value.join("; ");
}
