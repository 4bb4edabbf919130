/** Typed rows as text: CSV (RFC 4180), TSV with the same quotes, or JSON Lines. */
import type { ColumnData, ColumnType, TypedColumn, Cell } from "./column.ts";
import type { TextKind } from "../file-format.ts";

type CellText = (cell: Cell) => string;

export class RowText {
  /** The line of names; empty for JSON Lines. */
  readonly heading: string;
  /** The text before the cell of each column, of a null, and behind a row. */
  readonly #before: readonly string[];
  readonly #none: string;
  readonly #behind: string;
  readonly #cellTexts: readonly CellText[];

  /** `isSpreadsheetSafe`: for CSV and TSV, an apostrophe is put in front of formulas. */
  constructor(columns: readonly TypedColumn[], kind: TextKind, isSpreadsheetSafe: boolean) {
    const isJson = kind === "jsonl";
    const delimiter = kind === "tsv" ? "\t" : ",";
    const written = (cell: string): string => quotedIfNeeded(isSpreadsheetSafe ? spreadsheetSafe(cell) : cell, special);
    const special = isSpreadsheetSafe ? /[",;\t\r\n]/ : kind === "tsv" ? /["\t\r\n]/ : /[",\r\n]/;
    this.heading = isJson ? "" : `${columns.map(({ name }) => written(name)).join(delimiter)}\n`;
    this.#none = isJson ? "null" : "";
    this.#behind = isJson ? "}\n" : "\n";
    this.#before = columns.map(({ name }, at) => {
      if (isJson) return `${at === 0 ? "{" : ","}${jsonString(name)}:`;
      return at === 0 ? "" : delimiter;
    });
    this.#cellTexts = columns.map(({ type }) => {
      if (isJson) return JSON_TEXTS[type];
      return type === "string" ? (cell) => written(cell as string) : PLAIN_TEXTS[type];
    });
  }

  /** `data`: cells by column. */
  lineOf(data: readonly ColumnData[], row: number): string {
    let line = "";
    for (let at = 0; at < data.length; at++) {
      const cell = data[at]![row]!;
      line += this.#before[at]! + (cell === null ? this.#none : this.#cellTexts[at]!(cell));
    }
    return line + this.#behind;
  }
}

const PLAIN_TEXTS: Readonly<Record<Exclude<ColumnType, "string">, CellText>> = {
  int32: String,
  int64: String,
  float64: numberText,
  boolean: String,
  timestamp: timeText,
};

/** NaN and integers of 64 bits are strings in JSON. */
const JSON_TEXTS: Readonly<Record<ColumnType, CellText>> = {
  string: (cell) => jsonString(cell as string),
  int32: String,
  int64: (cell) => `"${String(cell)}"`,
  float64: (cell) => (Number.isFinite(cell) ? numberText(cell) : `"${String(cell)}"`),
  boolean: String,
  timestamp: (cell) => `"${timeText(cell)}"`,
};

function numberText(cell: Cell): string {
  return Object.is(cell, -0) ? "-0" : String(cell);
}

function timeText(cell: Cell): string {
  return new Date(cell as number).toISOString();
}

function jsonString(text: string): string {
  const json = JSON.stringify(text);
  // JSON escapes lone surrogates, which UTF-8 cannot have.
  return json.includes("\\ud") ? JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, "\ufffd")) : json;
}

/** An empty string gets quotes; an empty cell without quotes is null. */
function quotedIfNeeded(text: string, special: RegExp): string {
  return text === "" || special.test(text) ? quoted(text) : text;
}

export function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Also behind spaces and invisible marks, which some spreadsheets remove first. */
const FORMULA = /^(?:[\t\r]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/**
 * Also behind a semicolon, which separates cells in some countries, and at the start of a line. Quotes do not help
 * there, since they count only at the start of a cell. A sign makes a formula only before a name, a number or a
 * bracket: `;-)` is none.
 */
const HIDDEN_FORMULA = /([;\r\n](?:[^\S\r\n]|[\p{Cf}"])*)(?=[=@＝＠]|[+\-＋－][\p{L}\p{N}(.])/gu;

/**
 * Puts an apostrophe in front of each formula, which makes it text. It changes the cell, so it is only for files that
 * people open in a spreadsheet.
 */
export function spreadsheetSafe(cell: string): string {
  const escaped = cell.replace(HIDDEN_FORMULA, "$1'");
  return FORMULA.test(escaped) ? `'${escaped}` : escaped;
}
