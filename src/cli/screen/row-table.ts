/** Screened rows as a table for a terminal: aligned, one line each, never wider. */
import { printable } from "../../core/terminal/printable.ts";
import type { ScreenedRow } from "../../screen/screened-row.ts";
import { cutToWidth, fitToWidth } from "../../core/terminal/display-width.ts";

export interface RowTable {
  readonly heading: string;
  readonly format: (row: ScreenedRow) => string;
  /** What is cut, and where to get it; null if rows are whole. */
  readonly note: string | null;
}

interface Column {
  readonly name: string;
  readonly width: number;
  readonly cell: (row: ScreenedRow) => string;
}

/** From this width on there is room for caller and text. */
const CALLER_COLUMNS = 60;
/**
 * From this width on there is room for the nearest script's number; a narrower table has the evidence alone to say that
 * there was one.
 */
const ROOMY_COLUMNS = 100;
/** From this width on, for its name in place of the number, or the beginning of its text. */
const WIDE_COLUMNS = 140;
const SCRIPT_WIDTH = 22;
const LINE_WIDTH = 6;
const GAP = "  ";
/** Evidence takes this share of the room left, up to three names; the text takes the rest. */
const EVIDENCE_SHARE = 0.45;
const MAX_EVIDENCE_WIDTH = 40;
const MAX_TEXT_UNITS_SHOWN = 1000;

/** With a column of callers if the file has them. */
export function rowTable(columns: number, hasCallers: boolean): RowTable {
  const fixed: Column[] = [
    { name: "line".padStart(LINE_WIDTH), width: LINE_WIDTH, cell: ({ line }) => String(line).padStart(LINE_WIDTH) },
    { name: "verdict", width: 7, cell: ({ verdict }) => verdict },
    { name: "risk", width: 4, cell: ({ risk }) => (risk === null ? "   -" : risk.toFixed(2)) },
  ];
  if (hasCallers && columns >= CALLER_COLUMNS)
    fixed.push({ name: "caller", width: 14, cell: ({ caller }) => printable(caller ?? "") });
  if (columns >= WIDE_COLUMNS)
    fixed.push({ name: "nearest script", width: SCRIPT_WIDTH + " (0.00)".length, cell: namedScript });
  else if (columns >= ROOMY_COLUMNS) fixed.push({ name: "nearest script", width: 14, cell: nearestScript });
  const rest = columns - fixed.reduce((sum, { width }) => sum + width + GAP.length, 0);
  const evidenceWidth = Math.max(0, Math.min(MAX_EVIDENCE_WIDTH, Math.floor(rest * EVIDENCE_SHARE)));
  const textWidth = Math.max(0, rest - evidenceWidth - GAP.length);
  const table: readonly Column[] = [
    ...fixed,
    { name: "speaks for fraud", width: evidenceWidth, cell: ({ evidence }) => evidence.join(" + ") },
    { name: "text", width: textWidth, cell: ({ text }) => printable(text ?? "", MAX_TEXT_UNITS_SHOWN) },
  ];
  const lineOf = (cells: readonly string[]): string => `${cutToWidth(cells.join(GAP).trimEnd(), columns)}\n`;
  return {
    heading: lineOf(table.map(({ name, width }) => fitToWidth(name, width))),
    format: (row) => lineOf(table.map(({ width, cell }) => fitToWidth(cell(row), width))),
    note: noteOf(columns, hasCallers),
  };
}

function noteOf(columns: number, hasCallers: boolean): string {
  const leftOut = [
    ...(hasCallers && columns < CALLER_COLUMNS ? [`callers (from ${CALLER_COLUMNS} columns on)`] : []),
    ...(columns < ROOMY_COLUMNS
      ? [`nearest scripts (numbers from ${ROOMY_COLUMNS} columns on, names from ${WIDE_COLUMNS})`]
      : columns < WIDE_COLUMNS
        ? [`names of nearest scripts (from ${WIDE_COLUMNS} columns on)`]
        : []),
  ];
  const narrow = leftOut.length === 0 ? "" : `no room for ${leftOut.join(", ")}; `;
  return `${narrow}what ends in … is cut. Whole rows: --out FILE, or | cat`;
}

function namedScript({ script, similarity }: ScreenedRow): string {
  if (script === null || similarity === null) return "";
  return `${cutToWidth(printable(script), SCRIPT_WIDTH)} (${similarity.toFixed(2)})`;
}

function nearestScript({ template, similarity }: ScreenedRow): string {
  return template === null || similarity === null ? "" : `${template + 1} (${similarity.toFixed(2)})`;
}
